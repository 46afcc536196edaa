#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/listen_address.h"
#include "system/owned_descriptor.h"

namespace pocketrec {

/// What a server sent as one response.
struct RawResponse {
  int status = 0;
  std::string head;
  std::string body;
};

/// A socket that sends exactly the given bytes, well-formed or not. What it waits for it waits for at most 20 s, which
/// no passing test comes near.
class RawClient {
 public:
  explicit RawClient(const ListenAddress& address);

  [[nodiscard]] bool is_connected() const { return socket_.is_open(); }
  /// False when the server does not take the bytes.
  bool send(std::string_view bytes) const;
  /// Announces that nothing more will be sent.
  void end_sending() const;
  /// The next response, by its Content-Length; none when the connection ends or nothing comes.
  /// has_body: false for the answer to HEAD and for 100 Continue.
  std::optional<RawResponse> receive(bool has_body = true);
  /// Whether the server closes; bytes that come before are dropped.
  bool sees_close();
  /// Whether the server has closed or sent bytes by now.
  [[nodiscard]] bool has_news() const;
  void close() { socket_.close(); }

 private:
  bool read_more();

  OwnedDescriptor socket_;
  std::string received_;
};

/// A GET of /health over a new connection that is closed after it. No value: not answered.
std::optional<RawResponse> get_health(const ListenAddress& address);

/// The header fields Host, Content-Type and Content-Length, and the body of a POST.
std::string post(const ListenAddress& address, std::string_view path, std::string_view body);
std::string get(const ListenAddress& address, std::string_view path, std::string_view fields = "");

}  // namespace pocketrec
