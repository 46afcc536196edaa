#include "scoring/explain_score.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "scoring/attribute_scores.h"
#include "scoring/factor_scores.h"
#include "scoring/part_weight.h"

namespace pocketrec {
namespace {

/// Shares of one part, and what they have to add up to.
class PartShares {
 public:
  PartShares(std::size_t part, std::vector<ScoreShare>& shares) : part_(part), first_(shares.size()), shares_(shares) {}

  /// Shares of one source are one share.
  void add(ItemIndex source, Score value) {
    const auto same = std::find_if(shares_.begin() + static_cast<std::ptrdiff_t>(first_), shares_.end(),
                                   [&](const ScoreShare& share) { return share.source == source; });
    if (same != shares_.end()) {
      same->value += value;
    } else if (value != 0) {
      shares_.push_back({part_, source, 0, value});
    }
  }

  void finish(Score total) {
    for (std::size_t i = first_; i < shares_.size(); ++i) total -= shares_[i].value;
    if (total == 0) return;
    if (shares_.size() == first_) {
      shares_.push_back({part_, kNoItem, 0, total});
      return;
    }
    const auto largest = std::max_element(
        shares_.begin() + static_cast<std::ptrdiff_t>(first_), shares_.end(),
        [](const ScoreShare& a, const ScoreShare& b) { return std::abs(a.value) < std::abs(b.value); });
    largest->value += total;
  }

 private:
  std::size_t part_;
  std::size_t first_;
  std::vector<ScoreShare>& shares_;
};

void explain_neighbors(const NeighborLists& lists, std::span<const WeightedItem> history, std::int64_t weight,
                       ItemIndex item, PartShares shares) {
  const auto score = [&](std::int64_t sum) { return ((sum * lists.scales[item]) >> kPartWeightFractionBits) * weight; };
  std::int64_t sum = 0;
  for (const WeightedItem& source : history) {
    const std::size_t end = lists.offsets[source.item + 1];
    for (std::size_t i = lists.offsets[source.item]; i < end; ++i) {
      if (lists.items[i] != item) continue;
      const std::int64_t product = std::int64_t{source.weight} * lists.weights[i];
      shares.add(source.item, score(product));
      sum += product;
    }
  }
  shares.finish(score(sum));
}

void explain_factors(const Factors& factors, std::span<const WeightedItem> history, std::int64_t weight, ItemIndex item,
                     ScoringScratch& scratch, PartShares shares) {
  const UserVector user = infer_user_vector(factors, history, scratch.fold_in);
  if (user.values.empty()) return;
  BaseScores none{std::vector<Score>(factors.scales.size(), 0), {}};
  Scores scores;
  scores.start(none);
  add_factor_scores(factors, user, weight, std::span(&item, 1), scores);
  const std::vector<double> products = explain_user_vector(factors, history, item, scratch.fold_in);
  for (std::size_t i = 0; i < products.size(); ++i) {
    const double value =
        std::ldexp(products[i], kScoreFractionBits - kPartWeightFractionBits) * static_cast<double>(weight);
    if (std::isfinite(value) && std::fabs(value) < 0x1p62) shares.add(history[i].item, std::llround(value));
  }
  shares.finish(scores[item]);
}

void explain_attributes(const Model& model, std::size_t part, std::uint32_t index, const History& history,
                        std::int64_t weight, ItemIndex item, std::vector<ScoreShare>& shares) {
  const AttributeScores& attributes = model.attribute_scores()[index];
  BaseScores none{std::vector<Score>(model.items().size(), 0), {}};
  Scores scores;
  for (const AttributeValue& value : history.attributes) {
    if (value.scores != index) continue;
    History only;
    only.attributes = {value};
    scores.start(none);
    add_attribute_scores(attributes, index, only, weight, scores);
    if (scores[item] != 0) shares.push_back({part, kNoItem, value.row, scores[item]});
  }
}

}  // namespace

std::vector<ScoreShare> explain_score(const Model& model, std::span<const ScorePart> parts, const History& history,
                                      ItemIndex item, ScoringScratch& scratch) {
  std::vector<ScoreShare> shares;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ScorePart& part = parts[i];
    const std::int64_t weight = part_weight(part, history);
    switch (part.kind) {
      case ScorePart::Kind::neighbor_lists:
        weigh_history(history, part, scratch.weighted);
        explain_neighbors(model.neighbor_lists()[part.index], scratch.weighted, weight, item, {i, shares});
        break;
      case ScorePart::Kind::item_scores:
        PartShares(i, shares).finish(weight * model.item_scores()[part.index].values[item]);
        break;
      case ScorePart::Kind::factors:
        weigh_history(history, part, scratch.weighted);
        explain_factors(model.factors()[part.index], scratch.weighted, weight, item, scratch, {i, shares});
        break;
      case ScorePart::Kind::attribute_scores:
        explain_attributes(model, i, part.index, history, weight, item, shares);
        break;
    }
  }
  std::erase_if(shares, [](const ScoreShare& share) { return share.value == 0; });
  return shares;
}

}  // namespace pocketrec
