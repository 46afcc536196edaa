#include "raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>

namespace pocketrec {
namespace {

constexpr int kPatienceMs = 20'000;

bool becomes_readable(int descriptor, int wait_ms) {
  pollfd watched{descriptor, POLLIN, 0};
  return ::poll(&watched, 1, wait_ms) > 0;
}

std::string host_of(const ListenAddress& address) {
  return address.kind == ListenAddress::Kind::unix_socket ? "localhost" : to_text(address);
}

}  // namespace

RawClient::RawClient(const ListenAddress& address) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  if (address.kind == ListenAddress::Kind::unix_socket) {
    auto* target = reinterpret_cast<sockaddr_un*>(&storage);
    target->sun_family = AF_UNIX;
    std::memcpy(target->sun_path, address.path.data(), address.path.size());
    size = sizeof(sockaddr_un);
  } else if (address.kind == ListenAddress::Kind::tcp6) {
    auto* target = reinterpret_cast<sockaddr_in6*>(&storage);
    target->sin6_family = AF_INET6;
    target->sin6_port = htons(address.port);
    inet_pton(AF_INET6, address.host.c_str(), &target->sin6_addr);
    size = sizeof(sockaddr_in6);
  } else {
    auto* target = reinterpret_cast<sockaddr_in*>(&storage);
    target->sin_family = AF_INET;
    target->sin_port = htons(address.port);
    inet_pton(AF_INET, address.host.c_str(), &target->sin_addr);
    size = sizeof(sockaddr_in);
  }
  socket_ = OwnedDescriptor(::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval patience{kPatienceMs / 1000, 0};
  setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&storage), size) != 0) socket_.close();
}

bool RawClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void RawClient::end_sending() const {
  ::shutdown(socket_.get(), SHUT_WR);
}

bool RawClient::read_more() {
  if (!becomes_readable(socket_.get(), kPatienceMs)) return false;
  std::array<char, 4096> buffer{};
  const ssize_t count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
  if (count <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

std::optional<RawResponse> RawClient::receive(bool has_body) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!read_more()) return std::nullopt;
  }
  RawResponse response;
  response.head = received_.substr(0, end + 2);
  response.status = std::stoi(response.head.substr(9, 3));
  received_.erase(0, end + 4);
  if (!has_body) return response;

  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t length_at = response.head.find(kLength);
  if (length_at == std::string::npos) return std::nullopt;
  const std::size_t length = std::stoul(response.head.substr(length_at + kLength.size()));
  while (received_.size() < length) {
    if (!read_more()) return std::nullopt;
  }
  response.body = received_.substr(0, length);
  received_.erase(0, length);
  return response;
}

bool RawClient::sees_close() {
  std::array<char, 4096> buffer{};
  while (becomes_readable(socket_.get(), kPatienceMs)) {
    if (::recv(socket_.get(), buffer.data(), buffer.size(), 0) <= 0) return true;
  }
  return false;
}

bool RawClient::has_news() const {
  return becomes_readable(socket_.get(), 0);
}

std::optional<RawResponse> get_health(const ListenAddress& address) {
  RawClient client(address);
  if (!client.send(get(address, "/health", "Connection: close\r\n"))) return std::nullopt;
  return client.receive();
}

std::string post(const ListenAddress& address, std::string_view path, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + host_of(address) +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

std::string get(const ListenAddress& address, std::string_view path, std::string_view fields) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: " + host_of(address) + "\r\n" + std::string(fields) + "\r\n";
}

}  // namespace pocketrec
