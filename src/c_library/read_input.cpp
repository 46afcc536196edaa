#include "c_library/read_input.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <utility>

#include "domain/utf8.h"

namespace pocketrec {

std::string InputReader::text(const char* name, const char* value, std::size_t max_length) {
  if (outcome_ || value == nullptr) return {};
  const std::string_view text = value;
  if (!is_utf8(text)) {
    refuse(POCKETREC_INVALID_INPUT, name, "UTF-8", "other bytes");
    return {};
  }
  const std::size_t length = count_characters(text);
  if (length < 1 || length > max_length) {
    refuse(POCKETREC_INVALID_INPUT, name, "1 to " + std::to_string(max_length) + " characters", std::to_string(length));
    return {};
  }
  return std::string(text);
}

std::string InputReader::required_text(const char* name, const char* value, std::size_t max_length) {
  if (value == nullptr) refuse(POCKETREC_INVALID_INPUT, name, "text", "NULL");
  return text(name, value, max_length);
}

std::map<std::string, std::string> InputReader::pairs(const char* name, const pocketrec_pair* pairs, std::size_t count,
                                                      std::size_t max_entries, std::size_t max_key,
                                                      std::size_t max_value) {
  if (count > max_entries) {
    refuse(POCKETREC_INVALID_INPUT, name, "at most " + std::to_string(max_entries) + " entries", std::to_string(count));
  } else if (count > 0 && pairs == nullptr) {
    refuse(POCKETREC_MISUSE, name, "a pointer", "NULL");
  }
  std::map<std::string, std::string> read;
  for (std::size_t i = 0; i < count && !outcome_; ++i) {
    std::string key = required_text(name, pairs[i].name, max_key);
    std::string value = required_text(name, pairs[i].value, max_value);
    if (!read.emplace(key, std::move(value)).second && !outcome_) {
      refuse(POCKETREC_INVALID_INPUT, name, "each name once", "'" + key + "' again");
    }
  }
  return read;
}

void InputReader::refuse(pocketrec_status status, const std::string& name, const std::string& expected,
                         const std::string& got) {
  if (outcome_) return;
  const std::string place = where_ + (where_.empty() || name.empty() ? "" : ".") + name;
  outcome_ = Failure{status, place + ": expected " + expected + ", got " + got};
}

GetRecommendationsRequest read_request(InputReader& reader, const pocketrec_request& request,
                                       const limits::CallLimits& limits) {
  GetRecommendationsRequest read;
  read.recommender = reader.required_text("recommender", request.recommender, limits::kArnLength);
  read.user_id = reader.text("user", request.user, limits::kIdLength);
  read.item_id = reader.text("item", request.item, limits::kIdLength);
  read.context = reader.pairs("context", request.context, request.context_count, limits::kContextEntries,
                              limits::kContextKeyLength, limits::kContextValueLength);
  FilterReference filter;
  filter.arn = reader.text("filter", request.filter, limits::kArnLength);
  filter.expression = reader.text("filter_expression", request.filter_expression, limits::kExpressionLength);
  filter.values = reader.pairs("filter_values", request.filter_values, request.filter_value_count, limits.filter_values,
                               limits::kFilterKeyLength, limits.filter_value_length);
  if (!filter.arn.empty() && !filter.expression.empty()) {
    reader.refuse(POCKETREC_INVALID_INPUT, "filter_expression", "no expression beside a filter", "both");
  }
  if (!filter.arn.empty() || !filter.expression.empty()) {
    read.filter = std::move(filter);
  } else if (!filter.values.empty()) {
    reader.refuse(POCKETREC_INVALID_INPUT, "filter_values", "a filter beside values", "none");
  }
  return read;
}

Interaction read_event(InputReader& reader, const pocketrec_event& event) {
  Interaction read;
  read.user_id = reader.text("user", event.user, limits::kIdLength);
  read.session_id = reader.text("session", event.session, limits::kIdLength);
  if (read.session_id.empty()) read.session_id = read.user_id;
  if (read.session_id.empty()) reader.refuse(POCKETREC_INVALID_INPUT, "session", "a user or a session", "neither");
  read.item_id = reader.text("item", event.item, limits::kIdLength);
  read.event_type = reader.required_text("event_type", event.event_type, limits::kIdLength);
  read.event_id = reader.text("event_id", event.event_id, limits::kIdLength);
  read.recommendation_id = reader.text("recommendation_id", event.recommendation_id, limits::kRecommendationIdLength);
  if (event.has_value != 0) {
    if (!std::isfinite(event.value)) reader.refuse(POCKETREC_INVALID_INPUT, "value", "a finite number", "another");
    read.event_value = event.value;
  }
  const std::chrono::milliseconds since_1970(event.time);
  read.sent_at = event.time != 0
                     ? Timestamp(since_1970)
                     : std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (read.sent_at < kFirstTime || read.sent_at > kLastTime) {
    reader.refuse(POCKETREC_INVALID_INPUT, "time", "a moment of the years 1 to 9999", std::to_string(event.time));
  }
  return read;
}

}  // namespace pocketrec
