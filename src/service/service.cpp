#include "service/service.h"

#include <exception>
#include <utility>

#include "wire/messages.h"

namespace pocketrec {
namespace {

template <typename T>
Reply reply_with(const Result<T>& result) {
  if (!result) return error_reply(result.error());
  return {200, "", encode(*result)};
}

/// An operation that answers with nothing.
Reply accepted(const Result<void>& result) {
  if (!result) return error_reply(result.error());
  return {200, "", ""};
}

Reply dispatch(Engine& engine, std::string_view operation, std::string_view input) {
  if (operation == "GetRecommendations") {
    const auto request = decode_get_recommendations(input);
    if (!request) return error_reply(request.error());
    return reply_with(engine.get_recommendations(*request));
  }
  if (operation == "GetPersonalizedRanking") {
    const auto request = decode_get_personalized_ranking(input);
    if (!request) return error_reply(request.error());
    return reply_with(engine.get_personalized_ranking(*request));
  }
  if (operation == "PutEvents") {
    const auto request = decode_put_events(input);
    if (!request) return error_reply(request.error());
    return accepted(engine.put_events(*request));
  }
  if (operation == "PutItems") {
    const auto request = decode_put_items(input);
    if (!request) return error_reply(request.error());
    return accepted(engine.put_items(*request));
  }
  if (operation == "PutUsers") {
    const auto request = decode_put_users(input);
    if (!request) return error_reply(request.error());
    return accepted(engine.put_users(*request));
  }
  if (operation == "GetActionRecommendations") {
    const auto request = decode_get_action_recommendations(input);
    return error_reply(request ? engine.refuse_action_recommendations(*request) : request.error());
  }
  if (operation == "PutActions") {
    const auto request = decode_put_actions(input);
    return error_reply(request ? Engine::refuse_actions(*request) : request.error());
  }
  if (operation == "PutActionInteractions") {
    const auto request = decode_put_action_interactions(input);
    return error_reply(request ? Engine::refuse_action_interactions(*request) : request.error());
  }
  if (operation == "Health") return {200, "", encode(engine.health())};
  return error_reply(
      {ErrorCode::unknown_operation, "expected an operation of the runtime or events API, or Health, got '" +
                                         std::string(operation.substr(0, 100)) + "'"});
}

}  // namespace

Reply Service::handle(std::string_view operation, std::string_view input) {
  // The rim: what a library throws (memory, mostly) ends one request and not the program.
  try {
    return dispatch(*engine_, operation, input);
  } catch (const std::exception& failure) {
    return error_reply({ErrorCode::internal, std::string("internal failure: ") + failure.what()});
  }
}

Reply error_reply(const Error& error) {
  const ErrorTraits traits = error_traits(error.code);
  return {traits.http_status, std::string(traits.exception), encode(error)};
}

}  // namespace pocketrec
