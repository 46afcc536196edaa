#pragma once

#include <string>
#include <vector>

#include "sandbox/path_rule.h"

namespace pocketrec {

/// Whether this build can be confined: a sanitizer opens files and starts processes of its own, at the end too.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kCanBeConfined = false;
#else
inline constexpr bool kCanBeConfined = true;
#endif

/// What the program gave up, as far as the kernel took it.
struct SandboxState {
  bool no_new_privileges = false;  ///< no program that it starts has rights of its own (PR_SET_NO_NEW_PRIVS)
  int landlock = 0;                ///< version of Landlock that confines its files and sockets; 0: none
  bool system_calls = false;       ///< system calls that it does not need are refused (seccomp)
  std::string missing;             ///< what is not, and why, for people; empty: all is

  [[nodiscard]] bool is_full() const { return missing.empty(); }
};

/// Takes from this process, for good, what it does not need any more:
/// - no new privileges;
/// - with Landlock: files other than those of `rules`, and, from kernel 6.7 on, TCP connections and ports, from 6.12 on
///   signals to other processes and abstract Unix sockets that are not connected yet;
/// - with seccomp: all system calls but those that the program makes once it serves (system_call_filter.h).
/// Descriptors that are open stay so. Landlock takes the calling thread and those that it starts afterwards: call it
/// before any other thread is started. What the kernel does not have, or refuses, is left out and told in the result.
/// Precondition: kCanBeConfined.
SandboxState enter_sandbox(const std::vector<PathRule>& rules);

}  // namespace pocketrec
