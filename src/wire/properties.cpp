#include "wire/properties.h"

#include <string>

#include "domain/utf8.h"

namespace pocketrec {
namespace {

using nlohmann::json;

bool check_length(JsonFields& fields, const std::string& properties, std::size_t most) {
  const std::size_t length = count_characters(properties);
  if (length > 0 && length <= most) return true;
  fields.refuse("properties", "1 to " + std::to_string(most) + " characters", std::to_string(length));
  return false;
}

}  // namespace

std::optional<json> read_properties_member(JsonFields& fields, std::size_t most) {
  const json* member = fields.find("properties");
  if (member == nullptr) return std::nullopt;
  json properties = *member;
  if (member->is_string()) {
    const auto& text = member->get_ref<const std::string&>();
    if (!check_length(fields, text, most)) return std::nullopt;
    auto parsed = parse_json(text);
    if (parsed) properties = *std::move(parsed);
  }
  if (!properties.is_object()) {
    fields.refuse(Error{ErrorCode::invalid_input, "Error parsing properties json"});
    return std::nullopt;
  }
  if (member->is_object() && !check_length(fields, properties.dump(), most)) return std::nullopt;
  return properties;
}

}  // namespace pocketrec
