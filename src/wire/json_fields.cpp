#include "wire/json_fields.h"

#include <utility>

#include "domain/utf8.h"

namespace pocketrec {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 32;

/// Text of a value for a message, short.
std::string shown(const json& value) {
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

std::string at_most(std::size_t count, const char* what) {
  return "at most " + std::to_string(count) + " " + what;
}

}  // namespace

Result<json> parse_json(std::string_view text) {
  bool too_deep = false;
  // The callback sees every nesting level before it is built, so depth costs no memory.
  const json::parser_callback_t guard = [&](int depth, json::parse_event_t, json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  try {
    json value = json::parse(text, guard);
    if (!too_deep) return value;
  } catch (const json::parse_error& failure) {
    return Error{ErrorCode::invalid_input,
                 "expected a JSON object, got text that is not JSON (byte " + std::to_string(failure.byte) + ")"};
  } catch (const json::out_of_range&) {
    return Error{ErrorCode::invalid_input, "expected a JSON object, got a number that is out of range"};
  }
  return Error{ErrorCode::invalid_input, "expected JSON of at most 32 levels, got more"};
}

JsonFields::JsonFields(const json& object, std::string where) : object_(&object), where_(std::move(where)) {
  if (!object.is_object()) {
    const std::string name = where_.empty() ? "input" : where_;
    error_ = Error{ErrorCode::invalid_input, name + ": expected an object, got " + shown(object)};
  }
}

std::string JsonFields::place(const char* name) const {
  return where_.empty() ? name : where_ + "." + name;
}

void JsonFields::refuse(const char* name, const std::string& expected, const std::string& got) {
  refuse(Error{ErrorCode::invalid_input, place(name) + ": expected " + expected + ", got " + got});
}

void JsonFields::refuse(const Error& error) {
  if (!error_) error_ = error;
}

const json* JsonFields::find(const char* name) const {
  if (error_) return nullptr;
  const auto found = object_->find(name);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

const json* JsonFields::member(const char* name, json::value_t type, const char* expected) {
  const json* value = find(name);
  if (value != nullptr && value->type() != type) {
    refuse(name, expected, shown(*value));
    return nullptr;
  }
  return value;
}

std::optional<std::string> JsonFields::text(const char* name, std::size_t max_length, bool may_be_empty) {
  const json* value = member(name, json::value_t::string, "text");
  if (value == nullptr) return std::nullopt;
  const auto& text = value->get_ref<const std::string&>();
  if (count_characters(text) > max_length) {
    refuse(name, at_most(max_length, "characters"), std::to_string(count_characters(text)));
    return std::nullopt;
  }
  if (text.empty() && !may_be_empty) {
    refuse(name, "at least 1 character", "an empty text");
    return std::nullopt;
  }
  return text;
}

std::string JsonFields::required_text(const char* name, std::size_t max_length) {
  auto value = text(name, max_length);
  if (!value) refuse(name, "a text", "nothing");
  return value ? *std::move(value) : std::string();
}

std::optional<std::int64_t> JsonFields::integer(const char* name, std::int64_t least, std::int64_t most) {
  const json* value = find(name);
  if (value == nullptr) return std::nullopt;
  const std::string expected = "an integer from " + std::to_string(least) + " to " + std::to_string(most);
  // Beyond int64 the library keeps an unsigned or a float, both out of every range used here.
  if (!value->is_number_integer() || (value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX) ||
      value->get<std::int64_t>() < least || value->get<std::int64_t>() > most) {
    refuse(name, expected, shown(*value));
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::optional<double> JsonFields::number(const char* name) {
  const json* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    refuse(name, "a number", shown(*value));
    return std::nullopt;
  }
  return value->get<double>();
}

std::optional<bool> JsonFields::flag(const char* name) {
  const json* value = member(name, json::value_t::boolean, "true or false");
  if (value == nullptr) return std::nullopt;
  return value->get<bool>();
}

const json* JsonFields::array(const char* name, std::size_t max_entries) {
  const json* value = member(name, json::value_t::array, "a list");
  if (value != nullptr && value->size() > max_entries) {
    refuse(name, at_most(max_entries, "entries"), std::to_string(value->size()));
    return nullptr;
  }
  return value;
}

const json* JsonFields::object(const char* name) {
  return member(name, json::value_t::object, "an object");
}

std::map<std::string, std::string> JsonFields::texts(const char* name, std::size_t max_entries, std::size_t max_key,
                                                     std::size_t max_value) {
  std::map<std::string, std::string> entries;
  const json* value = object(name);
  if (value == nullptr) return entries;
  if (value->size() > max_entries) refuse(name, at_most(max_entries, "entries"), std::to_string(value->size()));
  JsonFields members(*value, place(name));
  for (const auto& [key, entry] : value->items()) {
    if (const std::size_t length = count_characters(key); length > max_key) {
      refuse(name, "keys of " + at_most(max_key, "characters"), std::to_string(length));
    }
    const auto text = members.text(key.c_str(), max_value, true);
    if (text) entries.emplace(key, *text);
  }
  if (members.error()) refuse(*members.error());
  return entries;
}

std::optional<std::vector<std::string>> JsonFields::list(const char* name, std::size_t max_entries,
                                                         std::size_t max_length) {
  const json* value = array(name, max_entries);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> entries;
  for (const json& entry : *value) {
    if (!entry.is_string() || entry.get_ref<const std::string&>().empty() ||
        count_characters(entry.get_ref<const std::string&>()) > max_length) {
      refuse(name, "texts of 1 to " + std::to_string(max_length) + " characters", shown(entry));
      return std::nullopt;
    }
    entries.push_back(entry.get<std::string>());
  }
  return entries;
}

}  // namespace pocketrec
