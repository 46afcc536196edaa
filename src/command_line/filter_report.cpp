#include "command_line/filter_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "command_line/command_line.h"
#include "command_line/terminal_text.h"
#include "domain/number_text.h"

namespace pocketrec {
namespace {

using json = nlohmann::ordered_json;

std::string dump(const json& value) {
  return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

json as_object(const Error& error) {
  json object = {{"type", error_traits(error.code).exception}};
  // A message about an expression goes on with its line and a caret.
  const std::size_t end = std::min(error.message.find('\n'), error.message.size());
  object["message"] = error.message.substr(0, end);
  if (end < error.message.size()) object["place"] = error.message.substr(end + 1);
  return object;
}

json as_object(const FilterOutcome& outcome) {
  json object = json::object();
  if (!outcome.name.empty()) object["name"] = outcome.name;
  if (!outcome.result) {
    if (!outcome.expression.empty()) object["expression"] = outcome.expression;
    object["error"] = as_object(outcome.result.error());
    return object;
  }
  const TestFilterResponse& response = *outcome.result;
  object["expression"] = response.expression;
  object["words"] = response.words;
  object["parameters"] = response.placeholders;
  object["needsUser"] = response.needs_user;
  object["needsItem"] = response.needs_item;
  object["items"] = response.items;
  if (response.passing) {
    object["passing"] = *response.passing;
  } else {
    object["notCounted"] = response.lacking;
  }
  return object;
}

std::string indented(const std::string& text) {
  std::string lines = "  ";
  for (const char c : text) lines.append(c == '\n' ? "\n  " : std::string(1, c));
  return lines;
}

}  // namespace

std::string filter_text(const TestFilterResponse& response) {
  const std::string items = grouped_digits(response.items);
  return response.expression + "\n" + response.words + "\n" +
         (response.passing ? grouped_digits(*response.passing) + " of " + items + " items pass"
                           : "how many of " + items + " items pass is not counted: " + response.lacking) +
         "\n";
}

std::string filter_json(const FilterOutcome& outcome) {
  return dump(as_object(outcome));
}

int report_filter(std::string_view program, const FilterOutcome& outcome, bool as_json) {
  if (as_json) {
    print(filter_json(outcome));
  } else if (!outcome.result) {
    return fail(program, {outcome.result.error().code, terminal_text(outcome.result.error().message, "\n\t")});
  } else {
    print(terminal_text(filter_text(*outcome.result), "\n"));
  }
  return outcome.result ? kExitGood : kExitFailed;
}

int report_filters(const std::vector<FilterOutcome>& outcomes, bool as_json) {
  const bool all_good = std::all_of(outcomes.begin(), outcomes.end(),
                                    [](const FilterOutcome& outcome) { return static_cast<bool>(outcome.result); });
  std::string text;
  json list = json::array();
  for (const FilterOutcome& outcome : outcomes) {
    list.push_back(as_object(outcome));
    std::string lines = outcome.result ? filter_text(*outcome.result) : outcome.result.error().message + "\n";
    lines.pop_back();
    text += outcome.name + "\n" + indented(lines) + "\n";
  }
  if (as_json) {
    print(dump(list));
  } else {
    print(outcomes.empty() ? "no filters\n" : terminal_text(text, "\n\t"));
  }
  return all_good ? kExitGood : kExitFailed;
}

}  // namespace pocketrec
