#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "api/limits.h"
#include "engine/engine.h"
#include "service/reply.h"

namespace pocketrec {

/// One operation, bytes in, bytes out: the layer that HTTP, lines and the command line share, so that their answers are
/// byte-identical. Thread-safe. No exception leaves it.
class Service {
 public:
  /// Gets what the device could not do, in full: it may name files. Called from several threads at once.
  using OnFailure = std::function<void(const Error& failure)>;

  /// `engine` must outlive the service. limits: how much one call may ask for or bring.
  explicit Service(Engine& engine, const limits::CallLimits& limits = limits::kService, OnFailure on_failure = {})
      : engine_(&engine), limits_(limits), on_failure_(std::move(on_failure)) {}

  /// operation: one of contract/runtime-api.md and contract/events-api.md; their input is JSON text.
  /// GetRecommendationsByQuery: GetRecommendations, asked for by the query of a GET (decode_recommendations_query()).
  /// WhyNot, Forget: our extensions, decode_why_not(), decode_forget().
  /// Health: how the program does. Ready: whether it would serve every operation now; 503 with the reason when it would
  /// not. Both look at no input.
  /// What is no fault of the sender is answered with a text of its own, since the failure's text may name files.
  Reply handle(std::string_view operation, std::string_view input);

  /// How much one call may ask for or bring.
  const limits::CallLimits& limits() const { return limits_; }

 private:
  Engine* engine_;
  limits::CallLimits limits_;
  OnFailure on_failure_;
};

/// The body of an error in the form that every client reads (contract/errors-and-quotas.md §1).
Reply error_reply(const Error& error);

}  // namespace pocketrec
