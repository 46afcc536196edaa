#include "http/listen_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <charconv>
#include <optional>

namespace pocketrec {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";

Error malformed(std::string_view text, std::string_view reason) {
  return {ErrorCode::invalid_input, "listen address: expected 127.0.0.1:PORT, [::1]:PORT or unix:/PATH, got \"" +
                                        std::string(text) + "\" (" + std::string(reason) + ")"};
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const char* end = digits.data() + digits.size();
  auto [stop, error] = std::from_chars(digits.data(), end, port);
  if (digits.empty() || error != std::errc() || stop != end) return std::nullopt;
  return port;
}

Result<ListenAddress> parse_unix(std::string_view text) {
  ListenAddress address;
  address.kind = ListenAddress::Kind::unix_socket;
  address.path = text.substr(kUnixPrefix.size());
  if (address.path.empty() || address.path.front() != '/') return malformed(text, "the path is not absolute");
  if (address.path.find('\0') != std::string::npos) return malformed(text, "the path contains a zero byte");
  constexpr std::size_t kLongest = sizeof(sockaddr_un::sun_path) - 1;
  if (address.path.size() > kLongest) {
    return malformed(text, "a socket's path has at most " + std::to_string(kLongest) + " bytes");
  }
  return address;
}

/// Numeric hosts only. No value: not an address at all.
std::optional<bool> is_loopback(const ListenAddress& address) {
  if (address.kind == ListenAddress::Kind::tcp6) {
    in6_addr bytes{};
    if (inet_pton(AF_INET6, address.host.c_str(), &bytes) != 1) return std::nullopt;
    in6_addr loopback = IN6ADDR_LOOPBACK_INIT;
    return std::string_view(reinterpret_cast<const char*>(&bytes), sizeof bytes) ==
           std::string_view(reinterpret_cast<const char*>(&loopback), sizeof loopback);
  }
  in_addr bytes{};
  if (inet_pton(AF_INET, address.host.c_str(), &bytes) != 1) return std::nullopt;
  return (ntohl(bytes.s_addr) >> 24U) == 127;
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  if (text.starts_with(kUnixPrefix)) return parse_unix(text);

  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return malformed(text, "no port");
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) return malformed(text, "the port is not a number from 0 to 65535");

  ListenAddress address;
  address.port = *port;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    address.kind = ListenAddress::Kind::tcp6;
    host = host.substr(1, host.size() - 2);
  }
  address.host = host == "localhost" ? "127.0.0.1" : host;
  if (address.host.find('\0') != std::string::npos) return malformed(text, "the host contains a zero byte");

  if (!is_loopback(address)) return malformed(text, "the host is not a numeric address");
  return address;
}

bool is_local(const ListenAddress& address) {
  return address.kind == ListenAddress::Kind::unix_socket || is_loopback(address).value_or(false);
}

std::string to_text(const ListenAddress& address) {
  switch (address.kind) {
    case ListenAddress::Kind::tcp4:
      return address.host + ":" + std::to_string(address.port);
    case ListenAddress::Kind::tcp6:
      return "[" + address.host + "]:" + std::to_string(address.port);
    case ListenAddress::Kind::unix_socket:
      break;
  }
  return std::string(kUnixPrefix) + address.path;
}

}  // namespace pocketrec
