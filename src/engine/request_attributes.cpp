#include "engine/request_attributes.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "datasets/cell_values.h"

namespace pocketrec {
namespace {

void add_profile_values(const Column& column, std::uint32_t scores, const UserState& user,
                        std::vector<AttributeValue>& attributes) {
  const FieldValue* value = user.field(column.field().name);
  const std::string* cell = value == nullptr ? nullptr : std::get_if<std::string>(value);
  if (cell == nullptr) return;
  const std::size_t begin = attributes.size();
  for (const std::string_view part : cell_parts(*cell)) {
    if (attributes.size() - begin == kMaxAttributeValues) return;
    if (const auto row = column.dictionary().find(part)) attributes.push_back({scores, *row});
  }
}

}  // namespace

std::vector<AttributeValue> request_attributes(const Model& model, std::span<const std::uint32_t> context,
                                               const UserState* user) {
  std::vector<AttributeValue> attributes;
  for (std::uint32_t i = 0; i < model.attribute_scores().size(); ++i) {
    const AttributeScores& scores = model.attribute_scores()[i];
    if (scores.source == AttributeScores::Source::user) {
      if (user != nullptr) add_profile_values(model.users().columns()[scores.column], i, *user, attributes);
    } else if (scores.column < context.size() && context[scores.column] != 0) {
      attributes.push_back({i, context[scores.column] - 1});
    }
  }
  return attributes;
}

}  // namespace pocketrec
