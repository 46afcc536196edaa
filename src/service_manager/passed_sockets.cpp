#include "service_manager/passed_sockets.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "service_manager/environment.h"

namespace pocketrec {
namespace {

constexpr int kFirst = 3;
constexpr int kMost = 64;

}  // namespace

Result<std::vector<int>> take_passed_sockets() {
  const auto process = take_variable("LISTEN_PID");
  const auto count = take_variable("LISTEN_FDS");
  take_variable("LISTEN_FDNAMES");
  take_variable("LISTEN_PIDFDID");
  std::vector<int> sockets;
  if (!process || !count || read_number(*process) != ::getpid()) return sockets;
  const auto number = read_number(*count);
  if (!number || *number < 0 || *number > kMost) {
    return Error{ErrorCode::invalid_input,
                 "LISTEN_FDS: expected a number from 0 to " + std::to_string(kMost) + ", got \"" + *count + "\""};
  }
  for (int socket = kFirst; socket < kFirst + *number; ++socket) {
    if (::fcntl(socket, F_SETFD, FD_CLOEXEC) != 0) {
      return Error{ErrorCode::invalid_input, "LISTEN_FDS: expected " + *count + " open descriptors from 3 on, but " +
                                                 std::to_string(socket) + " is not open"};
    }
    sockets.push_back(socket);
  }
  return sockets;
}

}  // namespace pocketrec
