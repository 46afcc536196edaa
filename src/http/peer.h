#pragma once

#include <string>

namespace pocketrec {

/// Who is at the other end of a connection, as far as the kernel tells.
struct Peer {
  std::string name;        ///< such as "uid 1000", "192.0.2.7" or "2001:db8:0:1"
  bool is_shared = false;  ///< all programs of this machine have that name
};

/// The peer of a connected socket: the user behind a Unix socket, the address behind TCP. Of an IPv6 address the first
/// 64 bits, since one machine may take any address that begins with them. A loopback address is shared. A socket
/// without a peer, for example because it has hung up, has the name "unknown" and is shared.
Peer peer_of(int socket);

}  // namespace pocketrec
