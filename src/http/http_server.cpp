#include "http/http_server.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <system_error>
#include <utility>

#include "access/role.h"
#include "http/listener.h"
#include "http/request_policy.h"
#include "http/routes.h"

namespace pocketrec {
namespace {

/// At least 1.
std::size_t usable_processors() {
  cpu_set_t usable;
  CPU_ZERO(&usable);
  // Fails on machines with more processors than the set has room for.
  if (::sched_getaffinity(0, sizeof usable, &usable) != 0) return std::max(1U, std::thread::hardware_concurrency());
  return static_cast<std::size_t>(CPU_COUNT(&usable));
}

/// Whether the request is for an operation that changes state.
bool is_for_recorders(const RequestHead& head) {
  const std::string_view target = head.target;
  const Route* route = find_route(head.method, target.substr(0, target.find('?')));
  return route != nullptr && changes_state(route->operation);
}

Result<void> check_reach(const HttpOptions& options, const ListenAddress& address) {
  if (options.access != nullptr || is_local(address)) return {};
  return Error{ErrorCode::invalid_input, "listen address: expected a loopback address or a Unix socket, got \"" +
                                             to_text(address) +
                                             "\": other machines could reach it, which needs credentials"};
}

}  // namespace

HttpServer::HttpServer(const HttpOptions& options, Handler handler)
    : rate_(options.max_rate),
      router_(std::move(handler), options.access, options.audit, options.metrics, &rate_),
      workers_(options.workers != 0 ? options.workers : usable_processors(), options.max_waiting),
      recorders_(options.recorders, options.max_waiting) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options, Handler handler) {
  auto server = bind(options, std::move(handler));
  if (!server) return server;
  if (auto ok = (*server)->run(); !ok) return ok.error();
  return server;
}

Result<std::unique_ptr<HttpServer>> HttpServer::bind(const HttpOptions& options, Handler handler) {
  const std::size_t places = options.addresses.size() + options.passed_sockets.size();
  if (places == 0 || options.recorders == 0 || options.max_connections == 0) {
    return Error{ErrorCode::invalid_input, "HTTP server: expected at least one address, recorder and connection, got " +
                                               std::to_string(places) + ", " + std::to_string(options.recorders) +
                                               " and " + std::to_string(options.max_connections)};
  }
  for (const ListenAddress& address : options.addresses) {
    if (auto ok = check_reach(options, address); !ok) return ok.error();
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
    if (address.kind == ListenAddress::Kind::unix_socket) paths_to_remove_.push_back(address.path);
    add_point(options, *std::move(listener), points);
  }
  for (const int socket : options.passed_sockets) {
    auto listener = Listener::adopt(OwnedDescriptor(socket));
    if (!listener) return listener.error();
    if (auto ok = check_reach(options, listener->address()); !ok) return ok;
    add_point(options, *std::move(listener), points);
  }
  auto loop = EventLoop::create(
      std::move(points), options.max_connections,
      [this](ConnectionId connection, HttpRequest request) { return dispatch(connection, std::move(request)); });
  if (!loop) return loop.error();
  loop_ = *std::move(loop);
  return {};
}

void HttpServer::add_point(const HttpOptions& options, Listener listener, std::vector<ListenPoint>& points) {
  addresses_.push_back(listener.address());
  RequestPolicy policy = policy_for(listener.address(), options.host_names, options.origins);
  ConnectionRules rules{options.limits, options.deadlines, std::move(policy)};
  if (options.metrics != nullptr) {
    rules.on_refusal = [metrics = options.metrics](const Refusal& refusal) { metrics->count_refusal(refusal.status); };
  }
  if (options.audit != nullptr) {
    rules.on_policy_refusal = [this, audit = options.audit](const Refusal& refusal, std::string_view request_id) {
      log_refusal(*audit, refusal, request_id);
    };
  }
  points.push_back({std::move(listener), std::move(rules)});
}

Result<void> HttpServer::run() {
  if (auto ok = workers_.start(); !ok) return ok.error();
  if (auto ok = recorders_.start(); !ok) return ok.error();
  try {
    loop_thread_ = std::thread([this] { loop_->run(); });
  } catch (const std::system_error& error) {
    return Error{ErrorCode::io, std::string("HTTP server: start the event loop's thread: ") + error.what()};
  }
  return {};
}

bool HttpServer::makes_progress(std::chrono::steady_clock::duration longest) {
  const std::uint64_t turns = loop_->turns();
  const bool has_turned = !is_turn_asked_ || turns != seen_turns_;
  if (has_turned) {
    seen_turns_ = turns;
    is_turn_asked_ = true;
    loop_->ask_for_turn();
  }
  const auto oldest_allowed = std::chrono::steady_clock::now() - longest;
  const auto is_stuck = [&](const WorkerPool& pool) {
    const auto begun = pool.oldest_running();
    return begun && *begun < oldest_allowed;
  };
  return has_turned && !is_stuck(workers_) && !is_stuck(recorders_);
}

bool HttpServer::dispatch(ConnectionId connection, HttpRequest request) {
  WorkerPool& pool = is_for_recorders(request.head) ? recorders_ : workers_;
  return pool.submit(request.turn, [this, connection, request = std::move(request)]() mutable {
    std::string response = router_.respond(std::move(request));
    const bool is_throttled = response.starts_with("HTTP/1.1 429 ");
    loop_->post_answer(connection, {std::move(response), is_throttled});
  });
}

void HttpServer::log_refusal(AuditLog& audit, const Refusal& refusal, std::string_view request_id) {
  // The loop must not wait for a disk. Without room for the task there is no line: such senders are not served either.
  const auto turn = std::chrono::steady_clock::now();
  recorders_.submit(turn, [&audit, refusal, id = std::string(request_id), time = std::chrono::system_clock::now()] {
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
  // After the loop: it submits to the pools, and their last tasks post to a loop that only drops them.
  workers_.stop();
  recorders_.stop();
}

}  // namespace pocketrec
