#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// Where the listener waits for connections: a loopback TCP port, or a Unix socket. Anything else is refused when it is
/// parsed, because whoever reaches the listener may use it.
struct ListenAddress {
  enum class Kind { tcp4, tcp6, unix_socket };

  Kind kind = Kind::tcp4;
  std::string host;        ///< numeric, without brackets; empty for a Unix socket
  std::uint16_t port = 0;  ///< 0 lets the system choose
  std::string path;        ///< absolute; only for a Unix socket
};

/// Reads "127.0.0.1:8787", "[::1]:8787", "localhost:8787" (which is 127.0.0.1) or "unix:/path".
/// Names are not resolved. Errors: invalid_input that quotes `text`, also for an address that is not loopback.
Result<ListenAddress> parse_listen_address(std::string_view text);

/// The form that parse_listen_address() reads.
std::string to_text(const ListenAddress& address);

}  // namespace pocketrec
