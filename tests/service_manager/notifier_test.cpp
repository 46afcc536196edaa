#include "service_manager/notifier.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "temporary_folder.h"

namespace pocketrec {
namespace {

/// The manager's end: a datagram socket with a path, or an abstract name that begins with '@'.
class Manager {
 public:
  explicit Manager(const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    if (name[0] == '@') {
      address.sun_path[0] = '\0';
    } else {
      ++size;
    }
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  ~Manager() { ::close(socket_); }

  /// The next message; "nothing" when there is none.
  std::string heard() const {
    char block[500];
    const ssize_t size = ::recv(socket_, block, sizeof block, MSG_DONTWAIT);
    return size < 0 ? "nothing" : std::string(block, static_cast<std::size_t>(size));
  }

 private:
  int socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

std::string failure(const char* name) {
  ::setenv("NOTIFY_SOCKET", name, 1);
  const auto notifier = Notifier::take_from_environment();
  return notifier ? "none" : notifier.error().message;
}

std::optional<std::chrono::microseconds> watchdog(const char* microseconds, const char* process) {
  const Manager manager("@pocketrec-test-" + std::to_string(::getpid()));
  ::setenv("WATCHDOG_USEC", microseconds, 1);
  if (process != nullptr) ::setenv("WATCHDOG_PID", process, 1);
  const auto notifier = Notifier::take_from_environment();
  REQUIRE(notifier);
  return notifier->watchdog();
}

}  // namespace

TEST_SUITE("notifier") {
  TEST_CASE("tells a manager at a path and at an abstract name, and leaves nothing in the environment") {
    const TemporaryFolder folder;
    for (const std::string& name : {(folder / "notify").string(), "@pocketrec-test-" + std::to_string(::getpid())}) {
      const Manager manager(name);
      auto notifier = Notifier::take_from_environment();
      REQUIRE(notifier);
      CHECK(std::getenv("NOTIFY_SOCKET") == nullptr);
      CHECK(notifier->is_heard());
      CHECK(manager.heard() == "nothing");
      notifier->ready("12 items");
      CHECK(manager.heard() == "READY=1\nSTATUS=12 items");
      notifier->reloading();
      const std::string reloading = manager.heard();
      const std::string begin = "RELOADING=1\nMONOTONIC_USEC=";
      REQUIRE(reloading.starts_with(begin));
      const auto now = std::chrono::steady_clock::now().time_since_epoch();
      const std::chrono::microseconds told(std::stoll(reloading.substr(begin.size())));
      CHECK(now - told >= std::chrono::seconds(0));
      CHECK(now - told < std::chrono::seconds(60));
      notifier->alive();
      CHECK(manager.heard() == "WATCHDOG=1");
      notifier->stopping();
      CHECK(manager.heard() == "STOPPING=1");
    }
  }

  TEST_CASE("without a manager it does nothing") {
    ::unsetenv("NOTIFY_SOCKET");
    auto notifier = Notifier::take_from_environment();
    REQUIRE(notifier);
    CHECK_FALSE(notifier->is_heard());
    notifier->ready("");
  }

  TEST_CASE("a manager that went away ends nothing") {
    const TemporaryFolder folder;
    Notifier notifier;
    {
      const Manager manager((folder / "notify").string());
      auto taken = Notifier::take_from_environment();
      REQUIRE(taken);
      notifier = *std::move(taken);
    }
    notifier.ready("");
  }

  TEST_CASE("a name that is none, or that nobody listens at, is told") {
    CHECK(failure("relative") ==
          "NOTIFY_SOCKET: expected an absolute path or @name of at most 107 bytes, got \"relative\"");
    CHECK(failure("/nothing/there") == "NOTIFY_SOCKET /nothing/there: connect: No such file or directory");
    CHECK(failure("vsock:2:1234").starts_with("NOTIFY_SOCKET: expected"));
    CHECK(failure(("/" + std::string(200, 'x')).c_str()).starts_with("NOTIFY_SOCKET: expected"));
    CHECK(failure("") == "none");
  }

  TEST_CASE("the watchdog is that of this process") {
    CHECK(watchdog("3000000", nullptr) == std::chrono::seconds(3));
    CHECK(watchdog("3000000", std::to_string(::getpid()).c_str()) == std::chrono::seconds(3));
    CHECK_FALSE(watchdog("3000000", "1"));
    CHECK_FALSE(watchdog("0", nullptr));
    CHECK_FALSE(watchdog("-1", nullptr));
    CHECK_FALSE(watchdog("3s", nullptr));
    CHECK(std::getenv("WATCHDOG_USEC") == nullptr);
    CHECK(std::getenv("WATCHDOG_PID") == nullptr);
  }
}

}  // namespace pocketrec
