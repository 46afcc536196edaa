#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/utf8.h"
#include "model/model_reader.h"
#include "model_generated.h"

// The part of ModelReader that reads the rules on lists.
namespace pocketrec {
namespace {

template <typename Number>
std::optional<Number> number(flatbuffers::Optional<Number> packed) {
  return packed ? std::optional<Number>(*packed) : std::nullopt;
}

std::vector<std::string> texts(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>* packed) {
  std::vector<std::string> all;
  if (packed == nullptr) return all;
  for (const auto* text : *packed) all.push_back(text->str());
  return all;
}

/// The tables of a list as entries; nothing where there is no list.
template <typename Entry, typename Table, typename Read>
std::optional<std::vector<Entry>> entries(const flatbuffers::Vector<flatbuffers::Offset<Table>>* packed, Read read) {
  if (packed == nullptr) return std::nullopt;
  std::vector<Entry> all;
  for (const Table* table : *packed) all.push_back(read(*table));
  return all;
}

ListRules read_rules(const format::ListRules& packed) {
  ListRules rules;
  rules.boosts = entries<FieldBoost>(packed.boosts(), [](const format::FieldBoost& boost) {
    return FieldBoost{boost.column()->str(), texts(boost.values()), number(boost.least()), number(boost.most()),
                      boost.points()};
  });
  rules.minimum_relevance = number(packed.minimum_relevance());
  rules.rotation = number(packed.rotation());
  rules.diversity = number(packed.diversity());
  rules.caps = entries<ValueCap>(packed.caps(), [](const format::ValueCap& cap) {
    return ValueCap{cap.column()->str(), cap.most()};
  });
  rules.pinned = entries<PinnedItem>(packed.pinned(), [](const format::PinnedItem& pin) {
    return PinnedItem{pin.item()->str(), pin.position()};
  });
  rules.blocked = texts(packed.blocked());
  rules.filters = texts(packed.filters());
  rules.fixed = packed.fixed();
  return rules;
}

}  // namespace

Result<void> ModelReader::read_list_rules(const format::Model& packed) {
  if (packed.list_rules() == nullptr) return {};
  std::set<std::string> names;
  for (const auto* packed_rules : *packed.list_rules()) {
    NamedRules named{packed_rules->recommender()->str(), read_rules(*packed_rules)};
    if (named.recommender.empty() || !is_utf8(named.recommender) || !names.insert(named.recommender).second) {
      return corrupt("rules", "different names and UTF-8", "'" + named.recommender + "'");
    }
    if (auto ok = check_list_rules(named.rules); !ok) {
      return Error{ErrorCode::corrupt_model, "model file: rules of " + named.recommender + ": " + ok.error().message};
    }
    model_->list_rules_.push_back(std::move(named));
  }
  return {};
}

}  // namespace pocketrec
