#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "datasets/schema.h"
#include "domain/utf8.h"
#include "wire/json_fields.h"
#include "wire/messages.h"
#include "wire/properties.h"
#include "wire/wire_time.h"

namespace pocketrec {
namespace {

using limits::CallLimits;
using nlohmann::json;

/// Keys that an event's properties may not have, in any case (contract/events-api.md §2).
constexpr std::array<std::string_view, 6> kForbiddenProperties = {"userId",    "sessionId",        "eventType",
                                                                  "timestamp", "recommendationId", "impression"};

/// Moves what the legacy form keeps inside properties to the event: the top level wins where both have it.
void take_legacy_members(json& properties, Interaction& event, JsonFields& fields) {
  for (auto member = properties.begin(); member != properties.end();) {
    const bool is_item = same_field_name(member.key(), "itemId");
    const bool is_value = same_field_name(member.key(), "eventValue");
    if (!is_item && !is_value) {
      ++member;
      continue;
    }
    const json& value = member.value();
    if (is_item && event.item_id.empty()) {
      if (value.is_string()) {
        event.item_id = value.get<std::string>();
      } else if (value.is_number_integer()) {
        event.item_id = value.dump();
      }
      if (const std::size_t length = count_characters(event.item_id); length > limits::kIdLength) {
        fields.refuse("properties", "an itemId of at most " + std::to_string(limits::kIdLength) + " characters",
                      std::to_string(length));
      }
    }
    if (is_value && !event.event_value) {
      if (value.is_number()) {
        event.event_value = value.get<double>();
      } else if (value.is_string()) {
        char* end = nullptr;
        const auto& text = value.get_ref<const std::string&>();
        const double number = std::strtod(text.c_str(), &end);
        if (end != text.c_str() && *end == '\0' && std::isfinite(number)) event.event_value = number;
      }
    }
    member = properties.erase(member);
  }
}

void read_properties(JsonFields& fields, const CallLimits& most, Interaction& event) {
  auto member = read_properties_member(fields, most.properties_length);
  if (!member) return;
  json& properties = *member;
  for (const auto& [key, value] : properties.items()) {
    for (std::string_view forbidden : kForbiddenProperties) {
      if (same_field_name(key, forbidden)) {
        return fields.refuse("properties", "no key " + std::string(forbidden), "'" + key + "'");
      }
    }
  }
  take_legacy_members(properties, event, fields);
  if (!properties.empty()) event.properties = properties.dump();
}

/// A label of printable ASCII (contract/events-api.md §2).
std::string read_attribution_source(JsonFields& fields, const std::string& where) {
  const json* attribution = fields.object("metricAttribution");
  if (attribution == nullptr) return {};
  JsonFields members(*attribution, where + ".metricAttribution");
  std::string source = members.required_text("eventAttributionSource", limits::kAttributionSourceLength);
  if (members.error()) {
    fields.refuse(*members.error());
  } else if (!std::ranges::all_of(source, [](char c) { return c >= ' ' && c <= '~'; }) ||
             source.find_first_not_of(' ') == source.npos) {
    fields.refuse("metricAttribution", "printable ASCII that is not only blanks", "'" + source.substr(0, 50) + "'");
  }
  return source;
}

Result<Interaction> read_event(const json& value, const std::string& where, const CallLimits& most) {
  JsonFields fields(value, where);
  if (const std::size_t bytes = value.dump().size(); bytes > limits::kEventBytes) {
    return Error{ErrorCode::invalid_input, where + ": expected at most " + std::to_string(limits::kEventBytes) +
                                               " bytes, got " + std::to_string(bytes)};
  }
  Interaction event;
  event.event_type = fields.required_text("eventType", limits::kIdLength);
  event.event_id = fields.text("eventId", limits::kIdLength).value_or("");
  event.item_id = fields.text("itemId", limits::kIdLength).value_or("");
  event.event_value = fields.number("eventValue");
  event.recommendation_id = fields.text("recommendationId", limits::kRecommendationIdLength).value_or("");
  const json* sent_at = fields.find("sentAt");
  if (sent_at == nullptr) {
    fields.refuse("sentAt", "a time", "nothing");
  } else if (const auto time = read_wire_time(*sent_at)) {
    event.sent_at = *time;
  } else {
    fields.refuse("sentAt", "epoch seconds or ISO 8601", sent_at->dump());
  }
  if (const auto shown = fields.list("impression", most.impression, limits::kIdLength)) {
    for (const std::string& item : *shown) {
      // The log keeps the ids as data sets do, joined by the one character that ids in such a list cannot have.
      if (item.find('|') != item.npos) fields.refuse("impression", "ids without '|'", "'" + item + "'");
      event.impression += (event.impression.empty() ? "" : "|") + item;
    }
  }
  event.attribution_source = read_attribution_source(fields, where);
  read_properties(fields, most, event);
  if (fields.error()) return *fields.error();
  return event;
}

}  // namespace

Result<PutEventsRequest> decode_put_events(std::string_view text, const CallLimits& limits) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  PutEventsRequest request;
  request.tracking_id = fields.required_text("trackingId", limits::kIdLength);
  const std::string session = fields.required_text("sessionId", limits::kIdLength);
  const std::string user = fields.text("userId", limits::kIdLength).value_or("");
  const json* events = fields.array("eventList", limits.events);
  if (!fields.error() && (events == nullptr || events->empty())) {
    fields.refuse("eventList", "1 to " + std::to_string(limits.events) + " events", "none");
  }
  if (fields.error()) return *fields.error();
  for (std::size_t i = 0; i < events->size(); ++i) {
    auto event = read_event((*events)[i], "eventList[" + std::to_string(i) + "]", limits);
    if (!event) return event.error();
    event->session_id = session;
    event->user_id = user;
    request.events.push_back(*std::move(event));
  }
  return request;
}

}  // namespace pocketrec
