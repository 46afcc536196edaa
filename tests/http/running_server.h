#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http/http_server.h"

namespace pocketrec {

/// Deadlines short enough to wait for in a test.
inline ConnectionDeadlines short_deadlines() {
  using std::chrono::milliseconds;
  return {milliseconds(300), milliseconds(600), milliseconds(900), milliseconds(600), milliseconds(200)};
}

/// A server on a free port of 127.0.0.1 whose handler says what it was asked, and counts.
class RunningServer {
 public:
  explicit RunningServer(HttpOptions options = {}, std::string_view address = "127.0.0.1:0") {
    auto parsed = parse_listen_address(address);
    REQUIRE(parsed);
    if (options.addresses.empty()) options.addresses.push_back(*parsed);
    auto started = HttpServer::start(options, [this](std::string_view operation, std::string_view body) {
      ++calls_;
      return Reply{200, "", std::string(operation) + "(" + std::string(body) + ")"};
    });
    REQUIRE(started);
    server_ = *std::move(started);
  }

  HttpServer& operator*() { return *server_; }
  HttpServer* operator->() { return server_.get(); }
  [[nodiscard]] const ListenAddress& address() const { return server_->addresses().front(); }
  /// How often the handler was called.
  [[nodiscard]] int calls() const { return calls_; }

 private:
  std::atomic<int> calls_ = 0;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace pocketrec
