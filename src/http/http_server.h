#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "access/access_control.h"
#include "access/audit_log.h"
#include "http/connection.h"
#include "http/event_loop.h"
#include "http/listen_address.h"
#include "http/listener.h"
#include "http/rate_limiter.h"
#include "http/request_framing.h"
#include "http/router.h"
#include "http/worker_pool.h"
#include "metrics/request_metrics.h"
#include "result/result.h"

namespace pocketrec {

/// What an HTTP server may be told. The defaults are for a service on the same machine.
struct HttpOptions {
  /// Where to listen; at least one, or a passed socket.
  std::vector<ListenAddress> addresses;
  /// Descriptors of listening sockets that somebody else opened, to be listened on besides and closed at the end.
  std::vector<int> passed_sockets;
  /// Host names accepted besides localhost, 127.0.0.1 and [::1], as "name" for the bound port or "name:port". They are
  /// what keeps web pages from reaching the service under a name of their own (DNS rebinding).
  std::vector<std::string> host_names;
  /// Accepted values of the Origin field, such as "http://kiosk.local:8080"; requests with another one are refused.
  std::vector<std::string> origins;
  FramingLimits limits;
  ConnectionDeadlines deadlines;
  std::size_t max_connections = 256;
  /// Threads that compute answers; 0: one for each processor that this process may use. With more, requests that
  /// compute at the same time would only delay one another.
  std::size_t workers = 0;
  /// Threads for requests that change state. These wait for the disk, and those that wait together share one sync.
  std::size_t recorders = 8;
  /// Requests that may wait for a worker, and as many for a recorder; beyond: 503. As many as connections, because each
  /// has one at a time.
  std::size_t max_waiting = 256;
  /// Who may ask; nullptr: everyone who reaches the listener. Must outlive the server.
  AccessControl* access = nullptr;
  /// Gets the requests that change state, and those that access control or the policy refuses; nullptr: no log. Must
  /// outlive the server.
  AuditLog* audit = nullptr;
  /// Counts what is answered, and what the listener refuses; nullptr: nothing is counted. Must outlive the server.
  RequestMetrics* metrics = nullptr;
  /// Requests per second of one client (docs/device.md says who that is); beyond: 429. 0: no limit.
  std::uint32_t max_rate = 0;
};

/// The listener of the device program: the runtime and events APIs over HTTP/1.1 (contract/runtime-api.md §1).
///
/// Bytes → EventLoop (sockets, deadlines, counts) → HttpConnection (framing, policy) → one of two WorkerPools → Router
/// → handler, and back. No thread of a pool waits for a socket, so a slow client costs a connection and no more; no
/// answer waits for the disk behind one that records.
class HttpServer {
 public:
  using Handler = OperationHandler;

  /// bind() and run().
  static Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options, Handler handler);

  /// Binds all addresses: clients can connect, and wait. handler: called from several threads at once, from run() until
  /// stop() returns. Sets SIGPIPE to be ignored in the whole process, as the HTTP library does.
  /// Errors: invalid_input without addresses and passed sockets, for an address that other machines can reach without
  /// access control, and for a passed descriptor that is no listening socket; resource_in_use for an address that is
  /// taken; io.
  static Result<std::unique_ptr<HttpServer>> bind(const HttpOptions& options, Handler handler);

  /// Starts the threads; call once. It opens nothing. Errors: io when the system has no threads left.
  Result<void> run();

  /// Stops as stop() does.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// The addresses as bound, in the order of the options, those of passed sockets last.
  [[nodiscard]] const std::vector<ListenAddress>& addresses() const { return addresses_; }
  /// The files of Unix sockets that stop() removes.
  [[nodiscard]] const std::vector<std::string>& paths_to_remove() const { return paths_to_remove_; }
  /// The port of the first TCP address; 0 without one.
  [[nodiscard]] std::uint16_t port() const;

  /// Whether everything moves: the loop has turned since the last call, and no request has been worked on for longer
  /// than `longest`. Not before run(); from one thread, and not more often than the loop can turn: the first call is
  /// true.
  bool makes_progress(std::chrono::steady_clock::duration longest);

  /// Takes no further connection or request, finishes the requests that have begun for at most `drain`, closes all
  /// connections and ends the threads. A handler that is still running then is waited for. Idempotent; not from the
  /// handler.
  void stop(std::chrono::milliseconds drain = std::chrono::seconds(2));

 private:
  HttpServer(const HttpOptions& options, Handler handler);

  Result<void> open(const HttpOptions& options);
  void add_point(const HttpOptions& options, Listener listener, std::vector<ListenPoint>& points);
  bool dispatch(ConnectionId connection, HttpRequest request);
  void log_refusal(AuditLog& audit, const Refusal& refusal, std::string_view request_id);

  std::vector<ListenAddress> addresses_;
  std::vector<std::string> paths_to_remove_;
  RateLimiter rate_;
  Router router_;
  WorkerPool workers_;
  WorkerPool recorders_;
  std::unique_ptr<EventLoop> loop_;
  std::thread loop_thread_;
  std::uint64_t seen_turns_ = 0;  ///< of the loop, when it was last asked for one
  bool is_turn_asked_ = false;
};

}  // namespace pocketrec
