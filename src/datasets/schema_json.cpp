#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "datasets/field_text.h"
#include "datasets/reserved_fields.h"
#include "datasets/schema.h"

namespace pocketrec {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kNamespace = "com.amazonaws.personalize.schema";
constexpr std::string_view kVersion = "1.0";
constexpr std::size_t kMaxCharacters = 20000;

Error broken(const std::string& rule) {
  return {ErrorCode::invalid_input, "schema: " + rule};
}

// What a JSON value is, for the "got" of a message.
std::string told(const json& value) {
  return value.is_string() ? excerpt(value.get_ref<const std::string&>()) : std::string(value.type_name());
}

// The member is there and is this text.
Result<void> expect_member(const json& object, const char* name, std::string_view expected) {
  const auto found = object.find(name);
  const std::string wanted = "expected \"" + std::string(name) + "\": \"" + std::string(expected) + "\", got ";
  if (found == object.end()) return broken(wanted + "no such member");
  if (!found->is_string() || found->get_ref<const std::string&>() != expected) return broken(wanted + told(*found));
  return {};
}

// Adds one Avro type name to the field.
Result<void> read_type_name(const json& type, Field& field, bool& typed) {
  constexpr std::string_view expected = ": expected a type (string, int, long, float, double, boolean or null), got ";
  const std::string where = "field " + field.name;
  if (!type.is_string()) return broken(where + std::string(expected) + told(type));
  const std::string& name = type.get_ref<const std::string&>();
  if (name == "null") {
    if (field.nullable) return broken(where + ": expected null once in a union, got it twice");
    field.nullable = true;
    return {};
  }
  constexpr std::array known = {FieldType::string,  FieldType::integer32, FieldType::integer64,
                                FieldType::float32, FieldType::float64,   FieldType::boolean};
  const auto found = std::ranges::find(known, name, field_type_name);
  if (found == known.end()) return broken(where + std::string(expected) + excerpt(name));
  if (typed) {
    return broken(where + ": expected a union of one type with null, got " + std::string(field_type_name(field.type)) +
                  " and " + name);
  }
  field.type = *found;
  typed = true;
  return {};
}

Result<void> read_type(const json& type, Field& field) {
  bool typed = false;
  if (type.is_array()) {
    for (const json& element : type) {
      if (auto ok = read_type_name(element, field, typed); !ok) return ok.error();
    }
  } else if (auto ok = read_type_name(type, field, typed); !ok) {
    return ok.error();
  }
  if (!typed) return broken("field " + field.name + ": expected a type beside null, got none");
  return {};
}

Result<void> read_flag(const json& object, const char* name, const Field& field, bool& flag) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  if (!found->is_boolean()) {
    return broken("field " + field.name + ": expected true or false as " + name + ", got " + told(*found));
  }
  flag = found->get<bool>();
  return {};
}

Result<Field> read_field(const json& object, std::size_t position) {
  const std::string where = "field " + std::to_string(position);
  if (!object.is_object()) return broken(where + ": expected an object, got " + told(object));
  const auto name = object.find("name");
  if (name == object.end() || !name->is_string()) {
    return broken(where + ": expected a name, got " + (name == object.end() ? "none" : told(*name)));
  }
  Field field;
  field.name = name->get<std::string>();
  // Before the name appears in other messages.
  if (!is_field_name(field.name)) {
    return broken(where + ": expected a name of letters, digits and '_', got " + told(*name));
  }
  const auto type = object.find("type");
  if (type == object.end()) return broken("field " + field.name + ": expected a type, got none");
  if (auto ok = read_type(*type, field); !ok) return ok.error();
  if (auto ok = read_flag(object, "categorical", field, field.categorical); !ok) return ok.error();
  if (auto ok = read_flag(object, "textual", field, field.textual); !ok) return ok.error();
  if (auto ok = read_flag(object, "itemName", field, field.item_name); !ok) return ok.error();
  return field;
}

Result<json> parse_object(std::string_view text) {
  const auto characters =
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) > kMaxCharacters) {
    return broken("expected at most " + std::to_string(kMaxCharacters) + " characters, got " +
                  std::to_string(characters));
  }
  json parsed;
  try {
    parsed = json::parse(text);
  } catch (const json::exception& e) {
    const auto* at = dynamic_cast<const json::parse_error*>(&e);
    return broken("expected JSON, got text that is none" + (at ? " (byte " + std::to_string(at->byte) + ")" : ""));
  }
  if (!parsed.is_object()) return broken("expected a JSON object, got " + told(parsed));
  return parsed;
}

Result<Schema> read_schema(const json& object, DatasetType type) {
  if (auto ok = expect_member(object, "type", "record"); !ok) return ok.error();
  if (auto ok = expect_member(object, "name", record_name(type)); !ok) return ok.error();
  if (auto ok = expect_member(object, "namespace", kNamespace); !ok) return ok.error();
  if (auto ok = expect_member(object, "version", kVersion); !ok) return ok.error();
  const auto fields = object.find("fields");
  if (fields == object.end() || !fields->is_array()) {
    return broken("expected a list \"fields\", got " + (fields == object.end() ? "no such member" : told(*fields)));
  }
  Schema schema;
  schema.type = type;
  for (const json& element : *fields) {
    auto field = read_field(element, schema.fields.size() + 1);
    if (!field) return field.error();
    schema.fields.push_back(*std::move(field));
  }
  if (auto ok = check_schema(schema); !ok) return ok.error();
  return schema;
}

}  // namespace

Result<Schema> parse_schema(std::string_view text, DatasetType expected) {
  const auto object = parse_object(text);
  if (!object) return object.error();
  return read_schema(*object, expected);
}

Result<Schema> parse_schema(std::string_view text) {
  const auto object = parse_object(text);
  if (!object) return object.error();
  const auto name = object->find("name");
  const std::string expected = "expected \"name\": Interactions, Items, Users, Actions or ActionInteractions, got ";
  if (name == object->end()) return broken(expected + "no such member");
  if (name->is_string()) {
    if (const auto type = find_dataset_type(name->get_ref<const std::string&>())) return read_schema(*object, *type);
  }
  return broken(expected + told(*name));
}

std::string to_json(const Schema& schema) {
  ordered_json fields = ordered_json::array();
  for (const Field& field : schema.fields) {
    ordered_json entry;
    entry["name"] = field.name;
    const std::string type(field_type_name(field.type));
    entry["type"] = field.nullable ? ordered_json::array({"null", type}) : ordered_json(type);
    if (field.categorical) entry["categorical"] = true;
    if (field.textual) entry["textual"] = true;
    if (field.item_name) entry["itemName"] = true;
    fields.push_back(std::move(entry));
  }
  ordered_json object;
  object["type"] = "record";
  object["name"] = record_name(schema.type);
  object["namespace"] = kNamespace;
  object["fields"] = std::move(fields);
  object["version"] = kVersion;
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace pocketrec
