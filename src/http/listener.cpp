#include "http/listener.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <utility>

namespace pocketrec {
namespace {

constexpr mode_t kSocketMode = 0660;

Error system_error(const ListenAddress& address, std::string_view action, int number) {
  const bool taken = number == EADDRINUSE || number == EWOULDBLOCK;
  return {taken ? ErrorCode::resource_in_use : ErrorCode::io,
          "listen on " + to_text(address) + ": " + std::string(action) + ": " +
              (taken ? "another process uses this address" : std::strerror(number))};
}

/// Asks the kernel which port a socket got.
std::uint16_t bound_port(int descriptor) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return 0;
  if (storage.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

bool has_option(int descriptor, int option, int expected) {
  int value = 0;
  socklen_t size = sizeof value;
  return ::getsockopt(descriptor, SOL_SOCKET, option, &value, &size) == 0 && value == expected;
}

/// Where a socket listens; empty for a family that is not served.
std::optional<ListenAddress> bound_address(int descriptor) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return std::nullopt;
  ListenAddress address;
  char host[INET6_ADDRSTRLEN] = "";
  switch (storage.ss_family) {
    case AF_INET:
      address.kind = ListenAddress::Kind::tcp4;
      inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&storage)->sin_addr, host, sizeof host);
      break;
    case AF_INET6:
      address.kind = ListenAddress::Kind::tcp6;
      inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_addr, host, sizeof host);
      break;
    case AF_UNIX: {
      address.kind = ListenAddress::Kind::unix_socket;
      const char* path = reinterpret_cast<const sockaddr_un*>(&storage)->sun_path;
      const std::size_t length = size - offsetof(sockaddr_un, sun_path);
      // An abstract name begins with a zero, and is as long as the address.
      const bool is_abstract = length > 0 && path[0] == '\0';
      address.path = is_abstract ? "@" + std::string(path + 1, length - 1) : std::string(path, ::strnlen(path, length));
      return address;
    }
    default:
      return std::nullopt;
  }
  address.host = host;
  address.port = bound_port(descriptor);
  return address;
}

}  // namespace

Listener::Listener(ListenAddress address, OwnedDescriptor socket, OwnedDescriptor lock)
    : address_(std::move(address)), lock_(std::move(lock)), socket_(std::move(socket)) {}

Listener::Listener(Listener&& other) noexcept = default;

void Listener::close() {
  // The lock file stays: if it were removed, two processes could hold locks on two files of the same name.
  if (socket_.is_open() && lock_.is_open()) ::unlink(address_.path.c_str());
  socket_.close();
  lock_.close();
}

Result<Listener> Listener::open(const ListenAddress& address) {
  return address.kind == ListenAddress::Kind::unix_socket ? open_unix(address) : open_tcp(address);
}

Result<Listener> Listener::adopt(OwnedDescriptor socket) {
  const int descriptor = socket.get();
  auto address = bound_address(descriptor);
  if (!address || !has_option(descriptor, SO_TYPE, SOCK_STREAM) || !has_option(descriptor, SO_ACCEPTCONN, 1)) {
    return Error{ErrorCode::invalid_input, "descriptor " + std::to_string(descriptor) +
                                               ": expected a listening stream socket of TCP or Unix, got another one"};
  }
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || ::fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) != 0) {
    return system_error(*address, "make the socket that was passed non-blocking", errno);
  }
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return Listener(*std::move(address), std::move(socket), OwnedDescriptor());
}

Result<Listener> Listener::open_tcp(const ListenAddress& address) {
  const bool is_v6 = address.kind == ListenAddress::Kind::tcp6;
  OwnedDescriptor socket(::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return system_error(address, "socket", errno);

  const int on = 1;
  setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (is_v6) setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);

  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(address.port);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(address.port);
  void* host = is_v6 ? static_cast<void*>(&v6.sin6_addr) : static_cast<void*>(&v4.sin_addr);
  if (inet_pton(is_v6 ? AF_INET6 : AF_INET, address.host.c_str(), host) != 1) {
    return system_error(address, "read the address", EINVAL);
  }
  const auto* target = is_v6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
  const socklen_t size = is_v6 ? sizeof v6 : sizeof v4;
  if (::bind(socket.get(), target, size) != 0) return system_error(address, "bind", errno);
  if (::listen(socket.get(), SOMAXCONN) != 0) return system_error(address, "listen", errno);

  ListenAddress bound = address;
  bound.port = bound_port(socket.get());
  return Listener(std::move(bound), std::move(socket), OwnedDescriptor());
}

Result<Listener> Listener::open_unix(const ListenAddress& address) {
  const std::string lock_path = address.path + ".lock";
  OwnedDescriptor lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!lock.is_open()) return system_error(address, "open " + lock_path, errno);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return system_error(address, "lock " + lock_path, errno);

  struct stat status {};
  if (::lstat(address.path.c_str(), &status) == 0) {
    if (!S_ISSOCK(status.st_mode)) {
      return Error{ErrorCode::io,
                   "listen on " + to_text(address) + ": expected a socket or nothing there, found something else"};
    }
    if (::unlink(address.path.c_str()) != 0) return system_error(address, "remove the stale socket", errno);
  }

  OwnedDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return system_error(address, "socket", errno);
  sockaddr_un target{};
  target.sun_family = AF_UNIX;
  if (address.path.size() >= sizeof target.sun_path) return system_error(address, "bind", ENAMETOOLONG);
  std::memcpy(target.sun_path, address.path.data(), address.path.size());

  // bind() makes the file: without the mask others could connect before chmod.
  const mode_t mask = ::umask(0777 & ~kSocketMode);
  const int bound = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&target), sizeof target);
  const int bind_error = errno;
  ::umask(mask);
  if (bound != 0) return system_error(address, "bind", bind_error);

  Listener listener(address, std::move(socket), std::move(lock));
  if (::chmod(address.path.c_str(), kSocketMode) != 0) return system_error(address, "chmod", errno);
  if (::listen(listener.descriptor(), SOMAXCONN) != 0) return system_error(address, "listen", errno);
  return listener;
}

}  // namespace pocketrec
