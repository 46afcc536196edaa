#include "cli/one_shot.h"

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/open.h"
#include "command_line/command_line.h"
#include "command_line/terminal_text.h"

namespace pocketrec {
namespace {

using json = nlohmann::ordered_json;  // metadata columns are shown in the order in which they were asked for

constexpr std::size_t kIdWidth = 12;  ///< of a table's column

/// A cause of a score: points, what it is, and of which item or value.
std::string as_line(const json& cause) {
  char points[32];
  std::snprintf(points, sizeof points, "%+.7f  ", cause.at("points").get<double>());
  std::string text = points + cause.at("cause").get<std::string>();
  for (const char* member : {"itemId", "value"}) {
    if (cause.contains(member)) text += " " + terminal_text(cause.at(member).get<std::string>());
  }
  return text;
}

/// The answer as lines: rank, id, score where there is one, and metadata.
std::string as_table(const json& list) {
  std::string text;
  std::size_t rank = 0;
  for (const json& item : list) {
    const std::string id = terminal_text(item.at("itemId").get<std::string>());
    char front[32];
    std::snprintf(front, sizeof front, "%4zu  ", ++rank);
    text += front + id + std::string(id.size() < kIdWidth ? kIdWidth - id.size() : 0, ' ');
    if (item.contains("score")) {
      std::snprintf(front, sizeof front, "  %.7f", item.at("score").get<double>());
      text += front;
    }
    if (item.contains("metadata")) {
      for (const json& value : item.at("metadata")) text += "  " + terminal_text(value.get<std::string>());
    }
    if (item.contains("rules")) {
      for (const auto& [name, value] : item.at("rules").items()) text += "  " + name + " " + value.dump();
    }
    if (item.contains("explanation")) {
      for (const json& cause : item.at("explanation")) text += "\n        " + as_line(cause);
    }
    if (item.contains("promotionName"))
      text += "  (" + terminal_text(item.at("promotionName").get<std::string>()) + ")";
    text += '\n';
  }
  return text.empty() ? "no items\n" : text;
}

/// Why an item is not in a list, as lines: the stage, the filters that refuse it, and the causes of its score.
std::string as_reason(const json& answer) {
  std::string text = terminal_text(answer.at("itemId").get<std::string>()) + ": " +
                     answer.at("stage").get<std::string>() + ": " + answer.at("text").get<std::string>() + '\n';
  if (answer.contains("promotionName"))
    text += "        promotion " + terminal_text(answer.at("promotionName").get<std::string>()) + '\n';
  if (answer.contains("clauses")) {
    for (const json& clause : answer.at("clauses"))
      text += "        " + terminal_text(clause.get<std::string>()) + '\n';
  }
  if (answer.contains("score")) {
    char score[32];
    std::snprintf(score, sizeof score, "        score %.7f\n", answer.at("score").get<double>());
    text += score;
  }
  if (answer.contains("explanation")) {
    for (const json& cause : answer.at("explanation")) text += "        " + as_line(cause) + '\n';
  }
  return text;
}

/// Prints a reply. as_lines: what --table shows of it.
template <typename AsLines>
int show(const Reply& reply, bool table, const AsLines& as_lines) {
  if (reply.status != 200) {
    const json error = json::parse(reply.body);
    std::fprintf(stderr, "%s: %s: %s\n", kProgram, reply.error_type.c_str(),
                 terminal_text(error.at("message").get<std::string>(), "\n").c_str());
    return kExitFailed;
  }
  if (table) {
    print(as_lines(json::parse(reply.body)));
  } else if (!reply.body.empty()) {
    print(reply.body + "\n");
  }
  return kExitGood;
}

template <typename AsLines>
int send(const DeviceOptions& options, const char* operation, const json& input, bool table, const AsLines& as_lines) {
  const auto device = open_device(options);
  if (!device) return fail(kProgram, device.error());
  return show((*device)->service().handle(operation, input.dump(-1, ' ', false, json::error_handler_t::replace)), table,
              as_lines);
}

/// --table of a member that is a list.
auto table_of(const char* member) {
  return [member](const json& answer) { return as_table(answer.at(member)); };
}

/// What both kinds of list have in common.
Result<json> list_input(const ListOptions& options) {
  json input = json::object();
  if (!options.user.empty()) input["userId"] = options.user;
  if (!options.filter.empty()) input["filterArn"] = options.filter;
  if (!options.filter_expression.empty()) input["filterExpression"] = options.filter_expression;
  if (!options.filter_values.empty()) {
    const auto values = named_values("--filter-value", options.filter_values);
    if (!values) return values.error();
    input["filterValues"] = *values;
  }
  if (!options.context.empty()) {
    const auto values = named_values("--context", options.context);
    if (!values) return values.error();
    input["context"] = *values;
  }
  if (!options.metadata.empty()) input["metadataColumns"]["ITEMS"] = options.metadata;
  return input;
}

Result<json> recommendations_input(const ListOptions& options) {
  auto input = list_input(options);
  if (!input) return input;
  (*input)["campaignArn"] = options.recommender;
  (*input)["numResults"] = options.results;
  if (!options.item.empty()) (*input)["itemId"] = options.item;
  if (!options.rules.empty()) {
    json rules = json::parse(options.rules, nullptr, false);
    if (rules.is_discarded()) {
      return Error{ErrorCode::invalid_input, "--rules: expected a JSON object, got '" + options.rules + "'"};
    }
    (*input)["rules"] = std::move(rules);
  }
  return input;
}

}  // namespace

int recommend(const ListOptions& options) {
  auto input = recommendations_input(options);
  if (!input) return fail(kProgram, input.error());
  if (options.explain) (*input)["explain"] = true;
  return send(options.device, "GetRecommendations", *input, options.table, table_of("itemList"));
}

int why_not(const ListOptions& options) {
  auto input = recommendations_input(options);
  if (!input) return fail(kProgram, input.error());
  (*input)["whyNotItemId"] = options.asked_item;
  return send(options.device, "WhyNot", *input, options.table, as_reason);
}

int rank(const ListOptions& options) {
  auto input = list_input(options);
  if (!input) return fail(kProgram, input.error());
  (*input)["campaignArn"] = options.recommender;
  (*input)["inputList"] = options.items;
  return send(options.device, "GetPersonalizedRanking", *input, options.table, table_of("personalizedRanking"));
}

int record(const RecordOptions& options) {
  json event = {{"eventType", options.event_type}};
  if (!options.item.empty()) event["itemId"] = options.item;
  if (!options.event_id.empty()) event["eventId"] = options.event_id;
  if (options.sent_at.empty()) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    event["sentAt"] = static_cast<double>(now.time_since_epoch().count()) / 1000;
  } else {
    event["sentAt"] = options.sent_at;
  }
  if (!options.value.empty()) {
    const json value = json::parse(options.value, nullptr, false);
    if (!value.is_number()) {
      return fail(kProgram, {ErrorCode::invalid_input, "--value: expected a number, got '" + options.value + "'"});
    }
    event["eventValue"] = value;
  }
  json input = {{"trackingId", "local"}, {"eventList", json::array({event})}};
  if (!options.user.empty()) input["userId"] = options.user;
  input["sessionId"] = options.session.empty() ? options.user : options.session;
  return send(options.device, "PutEvents", input, false, table_of(""));
}

}  // namespace pocketrec
