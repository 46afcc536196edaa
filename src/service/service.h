#pragma once

#include <string>
#include <string_view>

#include "engine/engine.h"
#include "service/reply.h"

namespace pocketrec {

/// One operation, bytes in, bytes out: the layer that HTTP, lines and the command line share, so that their answers are
/// byte-identical. Thread-safe. No exception leaves it.
class Service {
 public:
  /// `engine` must outlive the service.
  explicit Service(Engine& engine) : engine_(&engine) {}

  /// operation: one of the runtime or events API, such as "GetRecommendations", or "WhyNot" or "Health".
  /// input: the JSON text of contract/runtime-api.md and contract/events-api.md.
  Reply handle(std::string_view operation, std::string_view input);

 private:
  Engine* engine_;
};

/// The body of an error in the form that every client reads (contract/errors-and-quotas.md §1).
Reply error_reply(const Error& error);

}  // namespace pocketrec
