#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "access/access_control.h"
#include "access/audit_log.h"
#include "http/connection.h"
#include "http/rate_limiter.h"
#include "http/routes.h"
#include "metrics/request_metrics.h"
#include "service/reply.h"

namespace pocketrec {

/// Answers one operation; called from several threads at once.
/// operation: one of routes() · input: the request's body, or its query where the route has one, valid during the call.
using OperationHandler = std::function<Reply(std::string_view operation, std::string_view input)>;

/// From a complete request to the bytes of its response: paths and methods to operations by routes(), and replies to
/// HTTP. Between both, what the sender may do. Thread-safe.
class Router {
 public:
  /// access: nullptr: everyone may ask · audit: nullptr: no log · metrics: counts every answer, those to unknown paths
  /// and preflights as the operation Unknown; nullptr: nothing is counted · rate: nullptr: as often as they like. All
  /// must outlive the router.
  explicit Router(OperationHandler handler, AccessControl* access = nullptr, AuditLog* audit = nullptr,
                  RequestMetrics* metrics = nullptr, RateLimiter* rate = nullptr);

  /// A path or method that nothing answers gets 404 UnknownOperationException (contract/errors-and-quotas.md §5), also
  /// without credentials. An operation that the sender may not call gets 403, and its body is not looked at. A
  /// client that asks too often gets 429, whatever it asks for. An exception of the handler becomes 500. OpenApi is
  /// answered here; everything else by the handler. A request with an Origin, which the policy has let pass, gets an
  /// answer that pages of that origin may read, and its preflight gets 204.
  [[nodiscard]] std::string respond(HttpRequest request) const;

 private:
  [[nodiscard]] Reply answer_without_route(const HttpRequest& request, std::string_view path) const;
  [[nodiscard]] Reply operate(const Route& route, const HttpRequest& request, std::string_view request_id) const;
  /// Counts the request on the proven sender, else on the client it came from. A reply: it is one too many.
  [[nodiscard]] std::optional<Reply> throttle(std::string_view who, std::string_view client) const;
  [[nodiscard]] Reply call(std::string_view operation, std::string_view input) const;

  OperationHandler handler_;
  AccessControl* access_;
  AuditLog* audit_;
  RequestMetrics* metrics_;
  RateLimiter* rate_;
};

}  // namespace pocketrec
