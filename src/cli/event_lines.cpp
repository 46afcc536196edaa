#include "cli/event_lines.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/limits.h"
#include "wire/json_fields.h"

namespace pocketrec {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kMaxSequence = (std::int64_t{1} << 53) - 1;  // what any reader of JSON keeps exactly
constexpr std::int64_t kFirstMillisecond = kFirstTime.time_since_epoch().count();
constexpr std::int64_t kLastMillisecond = kLastTime.time_since_epoch().count();
constexpr std::size_t kImpressionLength = 500 * (limits::kIdLength + 1);

void add_text(ordered_json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

ordered_json to_object(const LogBegin& begin) {
  return {{"kind", "log"}, {"version", kVersion}, {"policy", begin.policy}, {"since", begin.since}};
}

ordered_json to_object(const StoredEvent& stored) {
  const Interaction& event = stored.event;
  ordered_json object = {{"kind", "event"}, {"sequence", stored.sequence}};
  add_text(object, "userId", event.user_id);
  add_text(object, "sessionId", event.session_id);
  add_text(object, "eventId", event.event_id);
  add_text(object, "eventType", event.event_type);
  add_text(object, "itemId", event.item_id);
  object["sentAtMilliseconds"] = event.sent_at.time_since_epoch().count();
  if (event.event_value) object["eventValue"] = *event.event_value;
  add_text(object, "properties", event.properties);
  add_text(object, "recommendationId", event.recommendation_id);
  add_text(object, "impression", event.impression);
  add_text(object, "eventAttributionSource", event.attribution_source);
  return object;
}

ordered_json to_object(const JoinedSession& joined) {
  return {{"kind", "joinedSession"}, {"userId", joined.user_id}, {"sessionId", joined.session_id}};
}

ordered_json to_object(const RecordLine& line) {
  const bool is_item = line.kind == RecordKind::item;
  return {{"kind", is_item ? "item" : "user"},
          {is_item ? "itemId" : "userId", line.record.id},
          {"properties", line.record.properties}};
}

ordered_json to_object(const StoredFilter& filter) {
  return {{"kind", "filter"},
          {"name", filter.name},
          {"filterExpression", filter.expression},
          {"creationDateTime", filter.created_at}};
}

ordered_json to_object(const LogEnd& end) {
  return {{"kind", "end"}, {"cursor", end.cursor}, {"lines", end.lines}};
}

/// Reads the members of one line.
class LineFields : public JsonFields {
 public:
  LineFields(const nlohmann::json& object, std::string kind) : JsonFields(object, std::move(kind)), object_(&object) {}

  /// Refuses members that are not among these.
  void expect(std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : object_->items()) {
      if (name == "kind" || std::ranges::find(names, name) != names.end()) continue;
      refuse(name.c_str(), "no such member",
             value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).substr(0, 50));
    }
  }

  std::string optional_text(const char* name, std::size_t most) { return text(name, most, true).value_or(""); }

  std::int64_t required_integer(const char* name, std::int64_t least, std::int64_t most) {
    const auto value = integer(name, least, most);
    if (!value) refuse(name, "a whole number", "nothing");
    return value.value_or(0);
  }

  /// The text of a JSON object, as it is.
  std::string object_text(const char* name, std::size_t most) {
    std::string content = optional_text(name, most);
    if (content.empty()) return content;
    const auto parsed = parse_json(content);
    if (!parsed) refuse(parsed.error());
    if (parsed && !parsed->is_object()) refuse(name, "the text of a JSON object", parsed->type_name());
    return content;
  }

 private:
  const nlohmann::json* object_;
};

EventLine read_begin(LineFields& fields) {
  fields.expect({"version", "policy", "since"});
  fields.required_integer("version", kVersion, kVersion);
  LogBegin begin{fields.required_text("policy", limits::kIdLength), fields.required_integer("since", 0, kMaxSequence)};
  if (begin.policy != "full" && begin.policy != "pseudonymous") {
    fields.refuse("policy", "full or pseudonymous, which have events", "'" + begin.policy + "'");
  }
  return begin;
}

EventLine read_event(LineFields& fields) {
  fields.expect({"sequence", "userId", "sessionId", "eventId", "eventType", "itemId", "sentAtMilliseconds",
                 "eventValue", "properties", "recommendationId", "impression", "eventAttributionSource"});
  StoredEvent stored;
  stored.sequence = fields.required_integer("sequence", 1, kMaxSequence);
  Interaction& event = stored.event;
  event.user_id = fields.optional_text("userId", limits::kIdLength);
  event.session_id = fields.optional_text("sessionId", limits::kIdLength);
  event.event_id = fields.optional_text("eventId", limits::kIdLength);
  event.event_type = fields.required_text("eventType", limits::kIdLength);
  event.item_id = fields.optional_text("itemId", limits::kIdLength);
  event.sent_at = Timestamp(
      std::chrono::milliseconds(fields.required_integer("sentAtMilliseconds", kFirstMillisecond, kLastMillisecond)));
  event.event_value = fields.number("eventValue");
  event.properties = fields.object_text("properties", limits::kItemPropertiesLength);
  event.recommendation_id = fields.optional_text("recommendationId", limits::kIdLength);
  event.impression = fields.optional_text("impression", kImpressionLength);
  event.attribution_source = fields.optional_text("eventAttributionSource", limits::kAttributionSourceLength);
  return stored;
}

EventLine read_joined(LineFields& fields) {
  fields.expect({"userId", "sessionId"});
  return JoinedSession{fields.required_text("userId", limits::kIdLength),
                       fields.required_text("sessionId", limits::kIdLength)};
}

EventLine read_record(LineFields& fields, RecordKind kind) {
  const char* id = kind == RecordKind::item ? "itemId" : "userId";
  fields.expect({id, "properties"});
  RecordLine line{kind, {fields.required_text(id, limits::kIdLength), ""}};
  line.record.properties = fields.object_text("properties", limits::kItemPropertiesLength);
  if (line.record.properties.empty()) fields.refuse("properties", "the text of a JSON object", "nothing");
  return line;
}

EventLine read_filter(LineFields& fields) {
  fields.expect({"name", "filterExpression", "creationDateTime"});
  return StoredFilter{fields.required_text("name", limits::kIdLength),
                      fields.required_text("filterExpression", limits::kExpressionLength),
                      fields.required_integer("creationDateTime", kFirstMillisecond / 1000, kLastMillisecond / 1000)};
}

EventLine read_end(LineFields& fields) {
  fields.expect({"cursor", "lines"});
  return LogEnd{fields.required_integer("cursor", 0, kMaxSequence),
                static_cast<std::size_t>(fields.required_integer("lines", 0, kMaxSequence))};
}

}  // namespace

std::string to_line(const EventLine& line) {
  const ordered_json object = std::visit([](const auto& content) { return to_object(content); }, line);
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<EventLine> parse_event_line(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields line(*parsed, "line");
  const std::string kind = line.required_text("kind", limits::kIdLength);
  if (line.error()) return *line.error();
  LineFields fields(*parsed, kind);
  EventLine content;
  if (kind == "log") {
    content = read_begin(fields);
  } else if (kind == "event") {
    content = read_event(fields);
  } else if (kind == "joinedSession") {
    content = read_joined(fields);
  } else if (kind == "item") {
    content = read_record(fields, RecordKind::item);
  } else if (kind == "user") {
    content = read_record(fields, RecordKind::user);
  } else if (kind == "filter") {
    content = read_filter(fields);
  } else if (kind == "end") {
    content = read_end(fields);
  } else {
    line.refuse("kind", "log, event, joinedSession, item, user, filter or end", "'" + kind + "'");
    return *line.error();
  }
  if (fields.error()) return *fields.error();
  return content;
}

}  // namespace pocketrec
