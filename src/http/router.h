#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "access/access_control.h"
#include "access/audit_log.h"
#include "http/connection.h"
#include "http/rate_limiter.h"
#include "service/reply.h"

namespace pocketrec {

/// Answers one operation; called from several threads at once.
/// operation: a name such as "GetRecommendations" · body: of the request, valid during the call.
using OperationHandler = std::function<Reply(std::string_view operation, std::string_view body)>;

/// From a complete request to the bytes of its response: paths and methods of contract/runtime-api.md §1 to operations,
/// and replies to HTTP. Between both, what the sender may do. Thread-safe.
class Router {
 public:
  /// access: nullptr: everyone may ask · audit: nullptr: no log · rate: nullptr: as often as they like. All must
  /// outlive the router.
  explicit Router(OperationHandler handler, AccessControl* access = nullptr, AuditLog* audit = nullptr,
                  RateLimiter* rate = nullptr);

  /// A path or method that nothing answers gets 404 UnknownOperationException (contract/errors-and-quotas.md §5), also
  /// without credentials. An operation that the sender may not call gets 403, and its body is not looked at. A
  /// client that asks too often gets 429, whatever it asks for. An exception of the handler becomes 500.
  [[nodiscard]] std::string respond(HttpRequest request) const;

 private:
  [[nodiscard]] Reply operate(std::string_view operation, const HttpRequest& request,
                              std::string_view request_id) const;
  /// Counts the request on the proven sender, else on the client it came from. A reply: it is one too many.
  [[nodiscard]] std::optional<Reply> throttle(std::string_view who, std::string_view client) const;
  [[nodiscard]] Reply call(std::string_view operation, std::string_view body) const;

  OperationHandler handler_;
  AccessControl* access_;
  AuditLog* audit_;
  RateLimiter* rate_;
};

}  // namespace pocketrec
