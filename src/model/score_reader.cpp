#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "domain/utf8.h"
#include "model/model_reader.h"
#include "model_generated.h"

// The part of ModelReader that scores are made from: neighbour lists, item scores, and the recommenders that use them.
namespace pocketrec {
namespace {

constexpr std::size_t kMaxParts = 12;
constexpr double kMaxTimeScale = 1e6;
constexpr double kMaxFade = 1e6;

Result<void> read_event_weights(const format::Recommender& packed, const std::string& where, Recommender& recommender) {
  if (packed.event_weights() == nullptr) return {};
  for (const auto* packed_weight : *packed.event_weights()) {
    EventWeight weight;
    weight.event_type = packed_weight->event_type()->str();
    if (!is_utf8(weight.event_type)) return corrupt(where, "event types in UTF-8", "other bytes");
    weight.weight = static_cast<double>(packed_weight->weight());
    if (!(weight.weight >= -1 && weight.weight <= 1)) {
      return corrupt(where, "event weights of -1 to 1", std::to_string(weight.weight));
    }
    if (packed_weight->needs_value()) {
      if (!std::isfinite(packed_weight->least_value())) {
        return corrupt(where, "finite least values", std::to_string(packed_weight->least_value()));
      }
      weight.least_value = packed_weight->least_value();
    }
    recommender.event_weights.push_back(std::move(weight));
  }
  return {};
}

}  // namespace

Result<NeighborLists> ModelReader::neighbor_lists(const format::NeighborLists& packed, const std::string& where) {
  const std::size_t rows = model_->items_.size();
  NeighborLists lists;
  const auto items = sections_.indexes(packed.items(), rows, where + " items");
  if (!items) return items.error();
  lists.items = *items;
  const auto offsets = sections_.offsets(packed.offsets(), rows, items->size(), where + " positions");
  if (!offsets) return offsets.error();
  lists.offsets = *offsets;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = lists.offsets[row] + std::size_t{1}; i < lists.offsets[row + 1]; ++i) {
      if (lists.items[i - 1] >= lists.items[i]) {
        return corrupt(
            where, "ascending items within a row",
            "item " + std::to_string(lists.items[i]) + " in row " + std::to_string(row) + " not above the one before");
      }
    }
  }
  const auto weights = sections_.numbers<std::int8_t>(packed.weights(), items->size(), where + " weights");
  if (!weights) return weights.error();
  lists.weights = *weights;
  for (std::int8_t weight : lists.weights) {
    if (weight == INT8_MIN) return corrupt(where, "weights of -127 to 127", "-128");
  }
  const auto scales = sections_.numbers<std::uint32_t>(packed.scales(), rows, where + " scales");
  if (!scales) return scales.error();
  lists.scales = *scales;
  for (std::uint32_t scale : lists.scales) {
    if (scale > std::uint32_t{1} << 28) return corrupt(where, "scales up to 2^28", std::to_string(scale));
  }
  return lists;
}

Result<ItemScores> ModelReader::item_scores(const format::ItemScores& packed, const std::string& where) {
  const auto values = sections_.numbers<std::uint32_t>(packed.values(), model_->items_.size(), where);
  if (!values) return values.error();
  return ItemScores{*values};
}

Result<void> ModelReader::read_scores(const format::Model& packed) {
  if (packed.neighbor_lists() != nullptr) {
    for (const auto* packed_lists : *packed.neighbor_lists()) {
      const std::string name = packed_lists->name()->str();
      if (!is_utf8(name)) return corrupt("neighbour lists", "names in UTF-8", "other bytes");
      auto lists = neighbor_lists(*packed_lists, "neighbour lists " + name);
      if (!lists) return lists.error();
      model_->neighbor_lists_.push_back(*lists);
    }
  }
  if (packed.item_scores() != nullptr) {
    for (const auto* packed_scores : *packed.item_scores()) {
      const std::string name = packed_scores->name()->str();
      if (!is_utf8(name)) return corrupt("item scores", "names in UTF-8", "other bytes");
      auto scores = item_scores(*packed_scores, "item scores " + name);
      if (!scores) return scores.error();
      model_->item_scores_.push_back(*scores);
    }
  }
  if (auto ok = read_factors(packed); !ok) return ok.error();
  return read_attribute_scores(packed);
}

Result<void> ModelReader::read_recommenders(const format::Model& packed) {
  if (packed.recommenders() == nullptr) return {};
  std::set<std::string> names;
  for (const auto* packed_recommender : *packed.recommenders()) {
    Recommender recommender;
    recommender.name = packed_recommender->name()->str();
    const std::string where = "recommender " + recommender.name;
    if (recommender.name.empty() || !is_utf8(recommender.name) || !names.insert(recommender.name).second) {
      return corrupt("recommenders", "different names in UTF-8", "'" + recommender.name + "'");
    }
    recommender.recipe = packed_recommender->recipe()->str();
    if (!is_utf8(recommender.recipe)) return corrupt(where, "a recipe in UTF-8", "other bytes");
    if (packed_recommender->parameters() != nullptr) {
      for (const auto* parameter : *packed_recommender->parameters()) {
        if (!is_utf8(parameter->name()->str()) || !is_utf8(parameter->value()->str())) {
          return corrupt(where, "parameters in UTF-8", "other bytes");
        }
        recommender.parameters[parameter->name()->str()] = parameter->value()->str();
      }
    }
    const std::size_t parts = packed_recommender->parts() == nullptr ? 0 : packed_recommender->parts()->size();
    if (parts > kMaxParts) return corrupt(where, "at most 12 parts", std::to_string(parts));
    for (std::size_t i = 0; i < parts; ++i) {
      const auto& packed_part = *packed_recommender->parts()->Get(static_cast<flatbuffers::uoffset_t>(i));
      ScorePart part;
      std::size_t count = 0;
      switch (packed_part.kind()) {
        case format::PartKind::neighbor_lists:
          part.kind = ScorePart::Kind::neighbor_lists;
          count = model_->neighbor_lists_.size();
          break;
        case format::PartKind::item_scores:
          part.kind = ScorePart::Kind::item_scores;
          count = model_->item_scores_.size();
          break;
        case format::PartKind::factors:
          part.kind = ScorePart::Kind::factors;
          count = model_->factors_.size();
          break;
        case format::PartKind::attribute_scores:
          part.kind = ScorePart::Kind::attribute_scores;
          count = model_->attribute_scores_.size();
          break;
        default:
          return corrupt(where, "a known kind of part", std::to_string(static_cast<unsigned>(packed_part.kind())));
      }
      part.index = packed_part.index();
      if (part.index >= count) {
        return corrupt(where, "a part below " + std::to_string(count), std::to_string(part.index));
      }
      part.weight = static_cast<double>(packed_part.weight());
      if (!(part.weight >= -1 && part.weight <= 1)) {
        return corrupt(where, "a weight of -1 to 1", std::to_string(part.weight));
      }
      part.time_scale = static_cast<double>(packed_part.time_scale());
      if (!(part.time_scale >= 0 && part.time_scale <= kMaxTimeScale)) {
        return corrupt(where, "a time scale of 0 to 1000000", std::to_string(part.time_scale));
      }
      part.window = packed_part.window();
      part.fade = static_cast<double>(packed_part.fade());
      if (!(part.fade >= 0 && part.fade <= kMaxFade)) {
        return corrupt(where, "a fade of 0 to 1000000", std::to_string(part.fade));
      }
      recommender.parts.push_back(part);
    }
    if (auto ok = read_event_weights(*packed_recommender, where, recommender); !ok) return ok.error();
    if (auto ok = read_context_weights(*packed_recommender, where, recommender); !ok) return ok.error();
    model_->recommenders_.push_back(std::move(recommender));
  }
  return {};
}

}  // namespace pocketrec
