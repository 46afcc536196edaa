#include "service_manager/passed_sockets.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace pocketrec {
namespace {

/// What is taken in a process of its own, whose descriptors 3 and 4 are open and 5 is not, as "3 4 " or a message.
std::string taken(const std::string& count, bool is_for_us = true) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const int out = ::fcntl(ends[1], F_DUPFD, 100);
    ::dup2(0, 3);
    ::dup2(0, 4);
    ::close(5);
    ::setenv("LISTEN_PID", std::to_string(is_for_us ? ::getpid() : ::getppid()).c_str(), 1);
    ::setenv("LISTEN_FDS", count.c_str(), 1);
    ::setenv("LISTEN_FDNAMES", "a:b", 1);
    const auto sockets = take_passed_sockets();
    std::string text;
    if (!sockets) text = sockets.error().message;
    if (sockets) {
      for (const int socket : *sockets) {
        text += std::to_string(socket) + ((::fcntl(socket, F_GETFD) & FD_CLOEXEC) != 0 ? " " : " stays open ");
      }
    }
    for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
      if (std::getenv(name) != nullptr) text += name;
    }
    ::_exit(::write(out, text.data(), text.size()) >= 0 ? 0 : 1);
  }
  ::close(ends[1]);
  char block[500];
  const ssize_t size = ::read(ends[0], block, sizeof block);
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return {block, static_cast<std::size_t>(size)};
}

}  // namespace

TEST_SUITE("passed sockets") {
  TEST_CASE("are those from 3 on, closed on exec, and the variables are gone") {
    CHECK(taken("2") == "3 4 ");
    CHECK(taken("1") == "3 ");
    CHECK(taken("0") == "");
  }
  TEST_CASE("of another process are not ours") {
    CHECK(taken("2", false) == "");
  }
  TEST_CASE("that are not there are refused") {
    CHECK(taken("3") == "LISTEN_FDS: expected 3 open descriptors from 3 on, but 5 is not open");
    for (const char* count : {"-1", "65", "two", "", "99999999999999999999"}) {
      CHECK(taken(count) == "LISTEN_FDS: expected a number from 0 to 64, got \"" + std::string(count) + "\"");
    }
  }
}

}  // namespace pocketrec
