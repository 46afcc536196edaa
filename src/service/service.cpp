#include "service/service.h"

#include <exception>
#include <utility>

#include "wire/decode_query.h"
#include "wire/messages.h"

namespace pocketrec {
namespace {

template <typename T>
Reply reply_with(const Result<T>& result) {
  if (!result) return error_reply(result.error());
  return {200, "", encode(*result)};
}

/// An operation that answers with nothing.
Reply reply_with(const Result<void>& result) {
  if (!result) return error_reply(result.error());
  return {200, "", ""};
}

/// What operate(request) gives, if there is a request.
template <typename Request, typename Operate>
Reply answer(const Result<Request>& request, const Operate& operate) {
  if (!request) return error_reply(request.error());
  return reply_with(operate(*request));
}

Reply dispatch(Engine& engine, const limits::CallLimits& limits, std::string_view operation, std::string_view input) {
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
  if (operation == "Ready") {
    const auto ready = engine.ready();
    return ready ? Reply{200, "", R"({"status":"ready"})"} : error_reply(ready.error());
  }
  if (operation == "Health") return {200, "", encode(engine.health())};
  return error_reply(
      {ErrorCode::unknown_operation, "expected an operation of the runtime or events API, WhyNot or Health, got '" +
                                         std::string(operation.substr(0, 100)) + "'"});
}

}  // namespace

Reply Service::handle(std::string_view operation, std::string_view input) {
  // The rim: what a library throws (memory, mostly) ends one request and not the program.
  try {
    return dispatch(*engine_, limits_, operation, input);
  } catch (const std::exception& failure) {
    return error_reply({ErrorCode::internal, std::string("internal failure: ") + failure.what()});
  }
}

Reply error_reply(const Error& error) {
  const ErrorTraits traits = error_traits(error.code);
  return {traits.http_status, std::string(traits.exception), encode(error)};
}

}  // namespace pocketrec
