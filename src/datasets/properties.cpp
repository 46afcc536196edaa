#include "datasets/properties.h"

#include <nlohmann/json.hpp>

namespace pocketrec {

std::vector<std::pair<std::string, std::string>> read_properties(std::string_view json) {
  std::vector<std::pair<std::string, std::string>> properties;
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object()) return properties;
  for (const auto& [name, value] : object.items()) {
    if (value.is_string()) {
      properties.emplace_back(name, value.get<std::string>());
    } else if (value.is_number() || value.is_boolean()) {
      properties.emplace_back(name, value.dump());
    }
  }
  return properties;
}

}  // namespace pocketrec
