#pragma once

#include <cstdint>
#include <string>

#include "http/listen_address.h"
#include "result/result.h"
#include "system/owned_descriptor.h"

namespace pocketrec {

/// A bound, listening, non-blocking socket. Move-only; when it goes, the address is free again.
///
/// A Unix socket has mode 0660 and a lock file beside it, "<path>.lock". Whoever holds the lock may replace a socket
/// that a killed process left behind, so two processes cannot take the path from each other.
class Listener {
 public:
  /// Errors: resource_in_use when another process has the address; io otherwise. Both name the address.
  static Result<Listener> open(const ListenAddress& address);

  /// Takes over a socket that somebody else bound and listens on, a service manager for example; it is closed with this
  /// object, and nothing is removed then. Errors: invalid_input when it is no listening stream socket of TCP or Unix.
  static Result<Listener> adopt(OwnedDescriptor socket);

  ~Listener() { close(); }
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;

  /// Stops listening and frees the address. Idempotent.
  void close();

  [[nodiscard]] int descriptor() const { return socket_.get(); }
  /// With the port that the system chose where port 0 was asked for.
  [[nodiscard]] const ListenAddress& address() const { return address_; }

 private:
  Listener(ListenAddress address, OwnedDescriptor socket, OwnedDescriptor lock);

  static Result<Listener> open_tcp(const ListenAddress& address);
  static Result<Listener> open_unix(const ListenAddress& address);

  ListenAddress address_;
  OwnedDescriptor lock_;
  OwnedDescriptor socket_;
};

}  // namespace pocketrec
