#include "service/service.h"

#include <exception>
#include <utility>

#include "wire/decode_query.h"
#include "wire/messages.h"

namespace pocketrec {
namespace {

Result<std::string> output_of(const Result<void>& result) {
  if (!result) return result.error();
  return std::string();  // an operation that answers with nothing
}

template <typename T>
Result<std::string> output_of(const Result<T>& result) {
  if (!result) return result.error();
  return encode(*result);
}

/// What operate(request) gives, if there is a request.
template <typename Request, typename Operate>
Result<std::string> answer(const Result<Request>& request, const Operate& operate) {
  if (!request) return request.error();
  return output_of(operate(*request));
}

Result<std::string> dispatch(Engine& engine, const limits::CallLimits& limits, std::string_view operation,
                             std::string_view input) {
  if (operation == "GetRecommendations") {
    return answer(decode_get_recommendations(input, limits),
                  [&](const auto& request) { return engine.get_recommendations(request); });
  }
  if (operation == "GetRecommendationsByQuery") {
    return answer(decode_recommendations_query(input, limits),
                  [&](const auto& request) { return engine.get_recommendations(request); });
  }
  if (operation == "GetPersonalizedRanking") {
    return answer(decode_get_personalized_ranking(input, limits),
                  [&](const auto& request) { return engine.get_personalized_ranking(request); });
  }
  if (operation == "WhyNot") {
    return answer(decode_why_not(input, limits), [&](const auto& request) { return engine.why_not(request); });
  }
  if (operation == "PutEvents") {
    return answer(decode_put_events(input, limits), [&](const auto& request) { return engine.put_events(request); });
  }
  if (operation == "PutItems") {
    return answer(decode_put_items(input, limits), [&](const auto& request) { return engine.put_items(request); });
  }
  if (operation == "PutUsers") {
    return answer(decode_put_users(input, limits), [&](const auto& request) { return engine.put_users(request); });
  }
  if (operation == "Forget") {
    return answer(decode_forget(input), [&](const auto& request) { return engine.forget(request); });
  }
  if (operation == "GetActionRecommendations") {
    return answer(decode_get_action_recommendations(input),
                  [&](const auto& request) { return engine.get_action_recommendations(request); });
  }
  if (operation == "PutActions") {
    return answer(decode_put_actions(input), [&](const auto& request) { return Engine::put_actions(request); });
  }
  if (operation == "PutActionInteractions") {
    return answer(decode_put_action_interactions(input),
                  [&](const auto& request) { return Engine::put_action_interactions(request); });
  }
  if (operation == "Health") return encode(engine.health());
  return Error{ErrorCode::unknown_operation,
               "expected an operation of the runtime or events API, WhyNot, Forget or Health, got '" +
                   std::string(operation.substr(0, 100)) + "'"};
}

/// dispatch(), with what a library throws (memory, mostly): it ends one request and not the program.
Result<std::string> dispatch_at_the_rim(Engine& engine, const limits::CallLimits& limits, std::string_view operation,
                                        std::string_view input) {
  try {
    return dispatch(engine, limits, operation, input);
  } catch (const std::exception& failure) {
    return Error{ErrorCode::internal, std::string("internal failure: ") + failure.what()};
  }
}

/// What the sender is told in place of a failure that is ours; nullptr: the failure is the sender's, who has to know.
const char* public_text(ErrorCode code) {
  if (code == ErrorCode::overloaded || error_traits(code).http_status < 500) return nullptr;
  return code == ErrorCode::storage
             ? "the device could not read or write what it stores, and nothing was stored; try again"
             : "internal failure";
}

}  // namespace

Reply Service::handle(std::string_view operation, std::string_view input) {
  if (operation == "Ready") {
    const auto ready = engine_->ready();
    return ready ? Reply{200, "", R"({"status":"ready"})"} : error_reply(ready.error());
  }
  Result<std::string> output = dispatch_at_the_rim(*engine_, limits_, operation, input);
  if (output) return {200, "", *std::move(output)};
  const char* text = public_text(output.error().code);
  if (text == nullptr) return error_reply(output.error());
  if (on_failure_) on_failure_(output.error());
  return error_reply({output.error().code, text});
}

Reply error_reply(const Error& error) {
  const ErrorTraits traits = error_traits(error.code);
  return {traits.http_status, std::string(traits.exception), encode(error)};
}

}  // namespace pocketrec
