#pragma once

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

#include "sandbox/sandbox.h"

namespace pocketrec {

/// Runs `body` in a child process and returns the text that it gives; "ended by a signal" when one ended it.
inline std::string text_of_child(const std::function<std::string()>& body) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    const std::string text = body();
    const ssize_t size = ::write(ends[1], text.data(), text.size());
    ::_exit(size == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  char block[4096];
  for (ssize_t size = 0; (size = ::read(ends[0], block, sizeof block)) > 0;) {
    text.append(block, static_cast<std::size_t>(size));
  }
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? text : text + "ended by signal " + std::to_string(WTERMSIG(status));
}

/// Runs `body` in a child process inside the sandbox. Its text, or why the sandbox was not full.
inline std::string confined(const std::vector<PathRule>& rules, const std::function<std::string()>& body) {
  return text_of_child([&] {
    const SandboxState state = enter_sandbox(rules);
    return state.is_full() ? body() : "not full: " + state.missing;
  });
}

}  // namespace pocketrec
