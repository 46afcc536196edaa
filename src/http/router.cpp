#include "http/router.h"

#include <chrono>
#include <exception>
#include <functional>
#include <utility>

#include "http/cross_origin.h"
#include "http/httplib_parser.h"
#include "http/openapi.h"
#include "http/refusal.h"
#include "http/response_fields.h"
#include "http/routes.h"

namespace pocketrec {
namespace {

Reply unknown_operation() {
  std::string message = "expected one of";
  for (const Route& route : routes()) {
    message += route.path == routes().front().path ? " " : ", ";
    message += std::string(route.method) + " " + std::string(route.path);
  }
  return refusal_reply({404, message});
}

Reply internal_failure() {
  return refusal_reply({500, "internal error while the request was answered"});
}

/// What follows '?' in a target.
std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == target.npos ? std::string_view() : target.substr(mark + 1);
}

/// A request's text for httplib to read, and a place for what it writes.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(std::string input) : input_(std::move(input)) {}

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* target, size_t size) override {
    const size_t count = input_.copy(target, size, position_);
    position_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* bytes, size_t size) override {
    output_.append(bytes, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

  [[nodiscard]] std::string take_output() { return std::move(output_); }

 private:
  std::string input_;
  size_t position_ = 0;
  std::string output_;
};

/// httplib's server without its sockets and threads: they hold a thread for every connection, however slow its client
/// is. Only its parser, dispatch and response writer run, on text in memory, for one request.
class OneRequestServer final : public httplib::Server {
 public:
  /// answer: the reply to the request as httplib parsed it.
  using Answer = std::function<Reply(const httplib::Request& request)>;

  /// head: of the request; must outlive the server.
  OneRequestServer(const RequestHead& head, std::string_view request_id, const Answer& answer) : head_(head) {
    // Everything is answered here, so httplib's table of regular expressions stays empty and it never reads a body.
    set_pre_routing_handler([this, request_id, &answer](const httplib::Request& request, httplib::Response& response) {
      fill(response, answer(request), request_id);
      return HandlerResponse::Handled;
    });
    set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
      response.headers.erase("Keep-Alive");     // its numbers are not the event loop's
      response.headers.erase("Accept-Ranges");  // there are none
    });
  }

  /// The response's bytes; empty when httplib could not write it.
  std::string respond() {
    // The other fields did their work in framing and policy. Without them httplib cannot act on Range, Expect,
    // Content-Encoding and others that mean nothing here.
    MemoryStream stream(head_.method + " " + head_.target + " HTTP/1.1\r\n\r\n");
    bool closed = false;
    const bool done = process_request(stream, "", 0, "", 0, !head_.keeps_alive, closed, nullptr);
    return done ? stream.take_output() : std::string();
  }

 private:
  void fill(httplib::Response& response, Reply reply, std::string_view request_id) const {
    response.status = reply.status;
    response.body = std::move(reply.body);
    if (reply.status != 204) response.set_header("Content-Type", std::string(reply.content_type));
    response.set_header("Date", http_date(std::chrono::system_clock::now()));
    response.set_header("x-amzn-RequestId", std::string(request_id));
    if (!reply.error_type.empty()) response.set_header("x-amzn-ErrorType", reply.error_type);
    for (const auto& [name, value] : cross_origin_fields(head_)) response.set_header(name, value);
    if (reply.status == 429) response.set_header("Retry-After", "1");  // a whole bucket
  }

  // Nothing calls it. Overridden so that the socket functions of the base need not be linked.
  bool process_and_close_socket(socket_t) override { return false; }

  const RequestHead& head_;
};

RequestView view_of(const HttpRequest& request) {
  return {request.head.method, request.head.target, request.head.fields, request.body};
}

}  // namespace

Router::Router(OperationHandler handler, AccessControl* access, AuditLog* audit, RequestMetrics* metrics,
               RateLimiter* rate)
    : handler_(std::move(handler)), access_(access), audit_(audit), metrics_(metrics), rate_(rate) {}

std::string Router::respond(HttpRequest request) const {
  const std::string request_id = new_request_id();
  const OneRequestServer::Answer answer = [&](const httplib::Request& parsed) {
    const auto begin = std::chrono::steady_clock::now();
    const Route* route = find_route(parsed.method, parsed.path);
    Reply reply = route == nullptr ? answer_without_route(request, parsed.path) : operate(*route, request, request_id);
    if (metrics_ != nullptr) {
      metrics_->count(route == nullptr ? "Unknown" : route->operation, reply.status,
                      std::chrono::steady_clock::now() - begin);
    }
    return reply;
  };
  try {
    std::string response = OneRequestServer(request.head, request_id, answer).respond();
    if (!response.empty()) return response;
  } catch (const std::exception&) {
    // Falls through: the answer is the same as for a response that httplib could not write.
  }
  return refusal_response({500, "internal error while the response was written"}, request.head.method != "HEAD",
                          request_id);
}

Reply Router::answer_without_route(const HttpRequest& request, std::string_view path) const {
  if (auto throttled = throttle("", request.client)) return *std::move(throttled);
  return is_preflight(request.head) && has_path(path) ? Reply{204, "", ""} : unknown_operation();
}

Reply Router::operate(const Route& route, const HttpRequest& request, std::string_view request_id) const {
  const std::string_view operation = route.operation;
  const AccessDecision decision = access_ == nullptr ? AccessDecision() : access_->decide(operation, view_of(request));
  Reply reply;  // what a replay gets: all operations that change something answer with an empty 200
  if (auto throttled = throttle(decision.who, request.client)) {
    reply = *std::move(throttled);
  } else if (decision.denial) {
    reply = refusal_reply({403, decision.denial->message, decision.denial->code});
  } else if (decision.seen == ReplayGuard::Seen::in_progress) {
    reply = refusal_reply({503, "expected the same request once, and it is being worked on; try again"});
  } else if (decision.seen == ReplayGuard::Seen::never) {
    reply = call(operation, route.has_query ? query_of(request.head.target) : std::string_view(request.body));
  }
  if (access_ != nullptr) access_->end(decision, reply.status == 200);
  if (audit_ != nullptr && (decision.denial || changes_state(operation))) {
    audit_->write({std::chrono::system_clock::now(), decision.who, operation, reply.status, reply.error_type,
                   request_id, decision.seen == ReplayGuard::Seen::succeeded});
  }
  return reply;
}

std::optional<Reply> Router::throttle(std::string_view who, std::string_view client) const {
  if (rate_ == nullptr) return std::nullopt;
  const std::string name = who.empty() ? std::string(client) : "credential " + std::string(who);
  if (rate_->admit(name, std::chrono::steady_clock::now())) return std::nullopt;
  return refusal_reply(
      {429, "expected at most " + std::to_string(rate_->rate()) + " requests per second from one client; try again"});
}

Reply Router::call(std::string_view operation, std::string_view input) const {
  if (operation == "OpenApi") return {200, "", std::string(openapi_description())};
  try {
    return handler_(operation, input);
  } catch (...) {
    return internal_failure();
  }
}

}  // namespace pocketrec
