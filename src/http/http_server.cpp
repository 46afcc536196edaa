#include "http/http_server.h"

#include <chrono>
#include <string>
#include <system_error>
#include <utility>

#include "http/listener.h"
#include "http/request_policy.h"

namespace pocketrec {

HttpServer::HttpServer(const HttpOptions& options, Handler handler)
    : rate_(options.max_rate),
      router_(std::move(handler), options.access, options.audit, options.metrics, &rate_),
      workers_(options.workers, options.max_waiting) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options, Handler handler) {
  if (options.addresses.empty() || options.workers == 0 || options.max_connections == 0) {
    return Error{ErrorCode::invalid_input, "HTTP server: expected at least one address, worker and connection, got " +
                                               std::to_string(options.addresses.size()) + ", " +
                                               std::to_string(options.workers) + " and " +
                                               std::to_string(options.max_connections)};
  }
  for (const ListenAddress& address : options.addresses) {
    if (options.access != nullptr || is_local(address)) continue;
    return Error{ErrorCode::invalid_input, "listen address: expected a loopback address or a Unix socket, got \"" +
                                               to_text(address) +
                                               "\": other machines could reach it, which needs credentials"};
  }
  std::unique_ptr<HttpServer> server(new HttpServer(options, std::move(handler)));
  if (auto ok = server->open(options); !ok) return ok.error();
  return server;
}

Result<void> HttpServer::open(const HttpOptions& options) {
  std::vector<ListenPoint> points;
  for (const ListenAddress& address : options.addresses) {
    auto listener = Listener::open(address);
    if (!listener) return listener.error();
    addresses_.push_back(listener->address());
    RequestPolicy policy = policy_for(listener->address(), options.host_names, options.origins);
    ConnectionRules rules{options.limits, options.deadlines, std::move(policy)};
    if (options.metrics != nullptr) {
      rules.on_refusal = [metrics = options.metrics](const Refusal& refusal) {
        metrics->count_refusal(refusal.status);
      };
    }
    if (options.audit != nullptr) {
      rules.on_policy_refusal = [this, audit = options.audit](const Refusal& refusal, std::string_view request_id) {
        log_refusal(*audit, refusal, request_id);
      };
    }
    points.push_back({*std::move(listener), std::move(rules)});
  }
  auto loop = EventLoop::create(
      std::move(points), options.max_connections,
      [this](ConnectionId connection, HttpRequest request) { return dispatch(connection, std::move(request)); });
  if (!loop) return loop.error();
  loop_ = *std::move(loop);

  if (auto ok = workers_.start(); !ok) return ok.error();
  try {
    loop_thread_ = std::thread([this] { loop_->run(); });
  } catch (const std::system_error& error) {
    return Error{ErrorCode::io, std::string("HTTP server: start the event loop's thread: ") + error.what()};
  }
  return {};
}

bool HttpServer::dispatch(ConnectionId connection, HttpRequest request) {
  return workers_.submit([this, connection, request = std::move(request)]() mutable {
    std::string response = router_.respond(std::move(request));
    const bool is_throttled = response.starts_with("HTTP/1.1 429 ");
    loop_->post_answer(connection, {std::move(response), is_throttled});
  });
}

void HttpServer::log_refusal(AuditLog& audit, const Refusal& refusal, std::string_view request_id) {
  // The loop must not wait for a disk. Without room for the task there is no line: such senders are not served either.
  workers_.submit([&audit, refusal, id = std::string(request_id), time = std::chrono::system_clock::now()] {
    const Reply reply = refusal_reply(refusal);
    audit.write({time, "", "", reply.status, reply.error_type, id});
  });
}

HttpServer::~HttpServer() {
  stop();
}

std::uint16_t HttpServer::port() const {
  for (const ListenAddress& address : addresses_) {
    if (address.kind != ListenAddress::Kind::unix_socket) return address.port;
  }
  return 0;
}

void HttpServer::stop(std::chrono::milliseconds drain) {
  if (loop_thread_.joinable()) {
    loop_->stop(drain);
    loop_thread_.join();
  }
  // After the loop: it submits to the pool, and the pool's last tasks post to a loop that only drops them.
  workers_.stop();
}

}  // namespace pocketrec
