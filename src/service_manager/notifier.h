#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "result/result.h"
#include "system/owned_descriptor.h"

namespace pocketrec {

/// Tells the service manager how the program is (sd_notify(3), without its library): datagrams to the socket that
/// NOTIFY_SOCKET names. Without one every call does nothing. Not thread-safe. The socket is connected when this is
/// made, so that nothing has to be opened later.
class Notifier {
 public:
  /// Nobody listens.
  Notifier() = default;

  /// Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, and takes them out of the environment; call it before there
  /// are other threads. Errors: invalid_input for a NOTIFY_SOCKET that is neither a path nor "@name"; io when it cannot
  /// be connected.
  static Result<Notifier> take_from_environment();

  [[nodiscard]] bool is_heard() const { return socket_.is_open(); }

  /// How long the manager waits for alive() before it ends the program; empty: for ever.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

  /// The program serves, for the first time or again after reloading(). status: a line for people.
  void ready(std::string_view status);
  /// The program reads its configuration again; ready() has to follow.
  void reloading();
  void stopping();
  /// To be called twice in a watchdog() while the program works.
  void alive();

 private:
  /// A message that cannot be sent within a second is lost: the manager then does what it does to a silent program.
  void send(std::string_view message) const;

  OwnedDescriptor socket_;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace pocketrec
