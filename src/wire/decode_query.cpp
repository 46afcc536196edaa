#include "wire/decode_query.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "domain/hex_digit.h"
#include "domain/number_text.h"
#include "domain/utf8.h"
#include "wire/json_fields.h"
#include "wire/num_results.h"

namespace pocketrec {
namespace {

using nlohmann::json;

constexpr std::string_view kAnyName = "NAME";

struct Parameters {
  json single = json::object();  ///< such as user
  json named = json::object();   ///< context and filter: an object each, for context.NAME and filter.NAME
};

Error refusal(const std::string& place, const std::string& expected, std::string_view got) {
  constexpr std::size_t kShown = 60;
  const std::string shown = got.size() > kShown ? std::string(got.substr(0, kShown)) + "..." : std::string(got);
  return {ErrorCode::invalid_input, place + ": expected " + expected + ", got " + shown};
}

/// A name or value in plain text.
Result<std::string> decode_text(std::string_view encoded) {
  std::string text;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    char c = encoded[i] == '+' ? ' ' : encoded[i];
    if (c == '%') {
      const auto high = i + 2 < encoded.size() ? hex_digit(encoded[i + 1]) : std::nullopt;
      const auto low = high ? hex_digit(encoded[i + 2]) : std::nullopt;
      if (!low) {
        return refusal("query", "two hexadecimal digits after '%'", "'" + std::string(encoded.substr(i, 3)) + "'");
      }
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20 || code == 0x7F) return refusal("query", "no control characters", std::to_string(code));
    text += c;
  }
  if (!is_utf8(text)) return refusal("query", "UTF-8", "other bytes");
  return text;
}

/// The texts between commas.
json split(std::string_view text) {
  json parts = json::array();
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == text.npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

/// A value of the type that the parameter has. What is not of it stays text, so that JsonFields refuses it.
json typed(std::string_view name, const std::string& text) {
  if (name == "n") {
    std::int64_t number = 0;
    constexpr double kMost = 1e15;  // far beyond any list, and exact
    return read_number(text, -kMost, kMost, number) ? json(number) : json(text);
  }
  if (name == "explain" && (text == "true" || text == "false")) return text == "true";
  if (name == "metadata") return split(text);
  return text;
}

Result<void> add(Parameters& parameters, const std::string& name, const std::string& value) {
  const std::size_t dot = name.find('.');
  const std::string family = name.substr(0, dot);
  const bool has_name = dot != name.npos && dot + 1 < name.size();
  const std::string known = has_name ? family + "." + std::string(kAnyName) : name;
  if (std::ranges::find(kQueryParameters, known) == kQueryParameters.end()) {
    std::string expected = "one of";
    for (const std::string_view parameter : kQueryParameters) expected += " " + std::string(parameter);
    return refusal("query", expected, "'" + name + "'");
  }
  json& target = has_name ? parameters.named[family] : parameters.single;
  const std::string member = has_name ? name.substr(dot + 1) : name;
  if (target.contains(member)) return refusal(name, "one value", "several");
  target[member] = typed(name, value);
  return {};
}

Result<Parameters> read_parameters(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const auto name = decode_text(pair.substr(0, equals));
    if (!name) return name.error();
    const auto value = decode_text(equals == pair.npos ? "" : pair.substr(equals + 1));
    if (!value) return value.error();
    if (auto ok = add(parameters, *name, *value); !ok) return ok.error();
  }
  return parameters;
}

}  // namespace

Result<GetRecommendationsRequest> decode_recommendations_query(std::string_view query,
                                                               const limits::CallLimits& limits) {
  const auto parameters = read_parameters(query);
  if (!parameters) return parameters.error();
  JsonFields fields(parameters->single, "");
  JsonFields named(parameters->named, "");
  GetRecommendationsRequest request;
  request.recommender = fields.required_text("recommender", limits::kArnLength);
  request.user_id = fields.text("user", limits::kIdLength).value_or("");
  request.item_id = fields.text("item", limits::kIdLength).value_or("");
  request.metadata_columns =
      fields.list("metadata", limits.metadata_columns, limits::kColumnNameLength).value_or(std::vector<std::string>{});
  request.num_results = read_num_results(fields, "n", limits.results_for(request.metadata_columns));
  request.context =
      named.texts("context", limits::kContextEntries, limits::kContextKeyLength, limits::kContextValueLength);
  const auto filter = fields.text("filter", limits::kArnLength);
  auto values = named.texts("filter", limits.filter_values, limits::kFilterKeyLength, limits.filter_value_length);
  if (filter) {
    request.filter = FilterReference{*filter, "", std::move(values)};
  } else if (!values.empty()) {
    fields.refuse("filter", "a filter beside filter.NAME", "nothing");
  }
  request.explain = fields.flag("explain").value_or(false);
  if (named.error()) fields.refuse(*named.error());
  if (fields.error()) return *fields.error();
  return request;
}

}  // namespace pocketrec
