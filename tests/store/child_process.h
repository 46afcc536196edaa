#pragma once

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace pocketrec {

/// Forks a child that runs `body` and ends with its result as exit status, without the parent's destructors. A caller
/// must not hold an open Database that the child would touch. Returns the child's id.
inline pid_t fork_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  return child;
}

/// Waits for a child. Its exit status, or -1 when a signal ended it.
inline int wait_for(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Runs `body` in a child. Its result, or -1 when a signal ended it.
inline int run_in_child(const std::function<int()>& body) {
  return wait_for(fork_child(body));
}

}  // namespace pocketrec
