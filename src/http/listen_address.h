#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// Where the listener waits for connections: a TCP port, or a Unix socket.
struct ListenAddress {
  enum class Kind { tcp4, tcp6, unix_socket };

  Kind kind = Kind::tcp4;
  std::string host;        ///< numeric, without brackets; empty for a Unix socket
  std::uint16_t port = 0;  ///< 0 lets the system choose
  std::string path;        ///< absolute; only for a Unix socket
};

/// Reads "127.0.0.1:8787", "[::1]:8787", "localhost:8787" (which is 127.0.0.1) or "unix:/path".
/// Other hosts have to be numeric, such as "0.0.0.0": names are not resolved. Errors: invalid_input that quotes `text`.
Result<ListenAddress> parse_listen_address(std::string_view text);

/// Whether only this machine can reach the address: 127.0.0.0/8, ::1, or a Unix socket. Precondition:
/// parse_listen_address() made it, or its host is numeric.
bool is_local(const ListenAddress& address);

/// The form that parse_listen_address() reads.
std::string to_text(const ListenAddress& address);

}  // namespace pocketrec
