#include "service_manager/notifier.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <string>
#include <utility>

#include "service_manager/environment.h"

namespace pocketrec {
namespace {

constexpr timeval kPatience{1, 0};

/// Empty for a manager that does not watch, or watches another process.
std::optional<std::chrono::microseconds> read_watchdog(const std::optional<std::string>& microseconds,
                                                       const std::optional<std::string>& process) {
  if (process && read_number(*process) != ::getpid()) return std::nullopt;
  const auto number = microseconds ? read_number(*microseconds) : std::nullopt;
  if (!number || *number <= 0) return std::nullopt;
  return std::chrono::microseconds(*number);
}

Result<OwnedDescriptor> connect_to(const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.size() < 2 || (name[0] != '/' && name[0] != '@') || name.size() >= sizeof address.sun_path) {
    return Error{ErrorCode::invalid_input, "NOTIFY_SOCKET: expected an absolute path or @name of at most " +
                                               std::to_string(sizeof address.sun_path - 1) + " bytes, got \"" + name +
                                               "\""};
  }
  std::memcpy(address.sun_path, name.data(), name.size());
  auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  if (name[0] == '@') {
    address.sun_path[0] = '\0';  // an abstract name is as long as the address says
  } else {
    ++size;
  }
  OwnedDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  if (!socket.is_open() || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    return Error{ErrorCode::io, "NOTIFY_SOCKET " + name + ": connect: " + std::strerror(errno)};
  }
  return socket;
}

}  // namespace

Result<Notifier> Notifier::take_from_environment() {
  const auto name = take_variable("NOTIFY_SOCKET");
  const auto microseconds = take_variable("WATCHDOG_USEC");
  const auto process = take_variable("WATCHDOG_PID");
  Notifier notifier;
  if (!name || name->empty()) return notifier;
  auto socket = connect_to(*name);
  if (!socket) return socket.error();
  notifier.socket_ = *std::move(socket);
  notifier.watchdog_ = read_watchdog(microseconds, process);
  return notifier;
}

void Notifier::ready(std::string_view status) {
  send("READY=1\nSTATUS=" + std::string(status));
}

void Notifier::reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  // The manager tells by it which reload this answers.
  const std::int64_t microseconds = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1'000;
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void Notifier::stopping() {
  send("STOPPING=1");
}

void Notifier::alive() {
  send("WATCHDOG=1");
}

void Notifier::send(std::string_view message) const {
  if (!is_heard()) return;
  while (::send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

}  // namespace pocketrec
