#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/connection.h"
#include "service/reply.h"

namespace pocketrec {

/// Answers one operation; called from several threads at once.
/// operation: a name such as "GetRecommendations" · body: of the request, valid during the call.
using OperationHandler = std::function<Reply(std::string_view operation, std::string_view body)>;

/// From a complete request to the bytes of its response: paths and methods of contract/runtime-api.md §1 to operations,
/// and replies to HTTP. Thread-safe.
class Router {
 public:
  explicit Router(OperationHandler handler);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// A path or method that nothing answers gets 404 UnknownOperationException (contract/errors-and-quotas.md §5). An
  /// exception of the handler becomes 500.
  [[nodiscard]] std::string respond(HttpRequest request) const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace pocketrec
