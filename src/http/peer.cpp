#include "http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

namespace pocketrec {
namespace {

Peer peer_of_unix(int socket) {
  ucred user{};
  socklen_t size = sizeof user;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &user, &size) != 0) return {"unknown", true};
  return {"uid " + std::to_string(user.uid), false};
}

std::string text_of(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, address, text.data(), text.size()) == nullptr ? "unknown" : text.data();
}

}  // namespace

Peer peer_of(int socket) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {"unknown", true};
  if (storage.ss_family == AF_UNIX) return peer_of_unix(socket);
  if (storage.ss_family == AF_INET) {
    const in_addr& address = reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr;
    return {text_of(AF_INET, &address), ntohl(address.s_addr) >> 24U == 127};
  }
  if (storage.ss_family != AF_INET6) return {"unknown", true};
  in6_addr address = reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr;
  // A socket that was passed to us may take IPv4 too.
  if (IN6_IS_ADDR_V4MAPPED(&address)) return {text_of(AF_INET, address.s6_addr + 12), address.s6_addr[12] == 127};
  const bool is_loopback = IN6_IS_ADDR_LOOPBACK(&address);
  if (!is_loopback) std::fill(address.s6_addr + 8, address.s6_addr + 16, std::uint8_t{0});
  return {text_of(AF_INET6, &address), is_loopback};
}

}  // namespace pocketrec
