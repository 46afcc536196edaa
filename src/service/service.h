#pragma once

#include <string>
#include <string_view>

#include "api/limits.h"
#include "engine/engine.h"
#include "service/reply.h"

namespace pocketrec {

/// One operation, bytes in, bytes out: the layer that HTTP, lines and the command line share, so that their answers are
/// byte-identical. Thread-safe. No exception leaves it.
class Service {
 public:
  /// `engine` must outlive the service. limits: how much one call may ask for or bring.
  explicit Service(Engine& engine, const limits::CallLimits& limits = limits::kService)
      : engine_(&engine), limits_(limits) {}

  /// operation: one of contract/runtime-api.md and contract/events-api.md; their input is JSON text.
  /// GetRecommendationsByQuery: GetRecommendations, asked for by the query of a GET (decode_recommendations_query()).
  /// WhyNot: our extension, decode_why_not().
  /// Health: how the program does. Ready: whether it would serve every operation now; 503 when it would not. Both look
  /// at no input.
  Reply handle(std::string_view operation, std::string_view input);

 private:
  Engine* engine_;
  limits::CallLimits limits_;
};

/// The body of an error in the form that every client reads (contract/errors-and-quotas.md §1).
Reply error_reply(const Error& error);

}  // namespace pocketrec
