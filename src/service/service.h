#pragma once

#include <string>
#include <string_view>

#include "engine/engine.h"

namespace pocketrec {

/// The answer to one operation.
struct Reply {
  int status = 200;
  std::string error_type;  ///< exception name when status is not 200, else empty
  std::string body;        ///< JSON, or empty for operations without output
};

/// One operation, bytes in, bytes out: the layer that HTTP, lines and the command line share, so that their answers are
/// byte-identical. Thread-safe. No exception leaves it.
class Service {
 public:
  /// `engine` must outlive the service.
  explicit Service(Engine& engine) : engine_(&engine) {}

  /// operation: "GetRecommendations", "GetPersonalizedRanking", "PutEvents", "Health".
  /// input: the JSON text of contract/runtime-api.md and contract/events-api.md.
  Reply handle(std::string_view operation, std::string_view input);

 private:
  Engine* engine_;
};

/// The body of an error in the form that every client reads (contract/errors-and-quotas.md §1).
Reply error_reply(const Error& error);

}  // namespace pocketrec
