#include "engine/arrange_by_rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/promotions.h"
#include "ranking/place_pins.h"

namespace pocketrec {
namespace {

Score without_boosts(const ScoredItem& item, const BoundRules& rules) {
  Score score = item.score;
  for (const BoundRules::Boost& boost : rules.boosts_of(item.item)) score -= boost.points;
  return score;
}

/// Pinned items that may be in the list, in the order of their positions; the room counts them.
std::vector<PlacedPin<RankedItem>> take_pins(const RankedList& ranked, std::size_t num_results, CapRoom& room) {
  std::vector<PlacedPin<RankedItem>> pins;
  for (const auto& [position, item] : ranked.request.rules()->pins()) {
    if (position > num_results || !ranked.candidates.contains(item) || room.take(item)) continue;
    pins.push_back({position, {{item, (*ranked.scores)[item]}, std::nullopt, false, true}});
  }
  return pins;
}

}  // namespace

void arrange_by_rules(const GetRecommendationsRequest& request, std::vector<ItemMask> promoted_candidates,
                      const ShownCounts& shown, RankedList& ranked) {
  const BoundRules& rules = *ranked.request.rules();
  const Scores& scores = *ranked.scores;
  CapRoom room(rules);
  std::vector<PlacedPin<RankedItem>> pins = take_pins(ranked, request.num_results, room);
  ItemMask open = ranked.candidates;
  for (const PlacedPin<RankedItem>& pin : pins) {
    open.erase(pin.entry.item.item);
    for (ItemMask& mask : promoted_candidates) mask.erase(pin.entry.item.item);
  }
  const std::size_t unpinned = request.num_results - pins.size();
  const auto admits = [&](const ScoredItem& item) { return !room.take(item.item); };
  const PromotedItems promoted = take_promoted_items(scores, request.promotions, std::move(promoted_candidates),
                                                     request.num_results, unpinned, admits);
  for (const ScoredItem& item : promoted.items) open.erase(item.item);

  RuledList filled;
  if (!ranked.best.empty()) {
    const Catalog& catalog = ranked.request.snapshot().catalog();
    const auto times_shown = [&](std::span<const ScoredItem> items) {
      std::vector<std::string_view> ids;
      for (const ScoredItem& item : items) ids.push_back(catalog.id(item.item));
      return shown.of(ranked.request.user_id(), ids);
    };
    filled = apply_rules(rules, scores, open, unpinned - promoted.items.size(),
                         ranked.request.relevance(ranked.best.front().score), times_shown, room);
  }
  std::vector<RankedItem> items = place_promoted_items(promoted, filled.items, ranked.best, unpinned, request.user_id);
  ranked.items = place_pins(std::move(items), std::move(pins));
  ranked.pool = std::move(filled.pool);
}

RanksBefore::RanksBefore(const RankedList& ranked) : ranked_(&ranked) {
  std::vector<ScoredItem> candidates;
  for (ItemIndex item = 0; item < ranked.candidates.size(); ++item) {
    if (!ranked.candidates.contains(item)) continue;
    candidates.push_back({item, without_boosts({item, (*ranked.scores)[item]}, *ranked.request.rules())});
  }
  std::sort(candidates.begin(), candidates.end(), ranks_before);
  for (std::size_t rank = 0; rank < candidates.size(); ++rank) ranks_.emplace(candidates[rank].item, rank + 1);
}

RuleEffect RanksBefore::effect_on(const RankedItem& item) const {
  RuleEffect effect;
  if (const auto rank = ranks_.find(item.item.item); rank != ranks_.end()) effect.rank_before = rank->second;
  effect.is_pinned = item.is_pinned;
  const auto ruled = std::find_if(ranked_->pool.begin(), ranked_->pool.end(), [&](const RuledCandidate& candidate) {
    return candidate.item.item == item.item.item;
  });
  if (ruled != ranked_->pool.end()) effect.times_shown = ruled->times_shown;
  return effect;
}

}  // namespace pocketrec
