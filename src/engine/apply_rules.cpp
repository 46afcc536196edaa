#include "engine/apply_rules.h"

#include <algorithm>

#include "ranking/diversify.h"
#include "ranking/select_admitted.h"
#include "ranking/select_top_k.h"
#include "ranking/value_cosine.h"

namespace pocketrec {
namespace {

/// Halves the relevance of what was shown often, and puts the pool in the new order.
void rotate(const BoundRules& rules, const TimesShown& times_shown, std::vector<RuledCandidate>& pool) {
  if (rules.rotation() == 0) return;
  std::vector<ScoredItem> items;
  for (const RuledCandidate& candidate : pool) items.push_back(candidate.item);
  const std::vector<std::uint32_t> counts = times_shown(items);
  for (std::size_t i = 0; i < pool.size(); ++i) {
    pool[i].times_shown = counts[i];
    const std::uint32_t halvings = counts[i] / rules.rotation();
    pool[i].relevance = halvings >= 32 ? 0 : pool[i].relevance >> halvings;
  }
  std::stable_sort(pool.begin(), pool.end(),
                   [](const RuledCandidate& a, const RuledCandidate& b) { return a.relevance > b.relevance; });
}

}  // namespace

CapRoom::CapRoom(const BoundRules& rules) : rules_(&rules) {
  for (const BoundRules::Cap& cap : rules.caps()) counts_.emplace_back(cap.most);
}

std::optional<CapRoom::Refusal> CapRoom::take(ItemIndex item) {
  std::vector<std::vector<std::uint64_t>> values;
  for (std::size_t cap = 0; cap < counts_.size(); ++cap) {
    values.push_back(column_values(*rules_->caps()[cap].column, item));
    if (const auto full = counts_[cap].full_value(values.back())) return Refusal{cap, *full};
  }
  for (std::size_t cap = 0; cap < counts_.size(); ++cap) counts_[cap].add(values[cap]);
  return std::nullopt;
}

RuledList apply_rules(const BoundRules& rules, const Scores& scores, const ItemMask& candidates, std::size_t places,
                      const Relevance& relevance, const TimesShown& times_shown, CapRoom& room) {
  RuledList list;
  const std::size_t pool_size = std::clamp(kPoolPerResult * places, kLeastPool, kMostPool);
  const std::vector<ScoredItem> best = select_top_k(scores, candidates, pool_size);
  ItemMask rest = candidates;
  std::vector<RuledCandidate> irrelevant;
  for (const ScoredItem& item : best) {
    const Share share = relevance(item.score);
    const bool is_too_irrelevant = share < rules.minimum_relevance();
    (is_too_irrelevant ? irrelevant : list.pool).push_back({item, share, share, 0, is_too_irrelevant, std::nullopt});
    rest.erase(item.item);
  }
  rotate(rules, times_shown, list.pool);

  std::vector<Share> shares;
  std::vector<std::vector<std::uint64_t>> categories;
  for (const RuledCandidate& candidate : list.pool) {
    shares.push_back(candidate.relevance);
    if (rules.diversity() > 0) categories.push_back(rules.categories_of(candidate.item.item));
  }
  const auto likeness = [&](std::size_t a, std::size_t b) {
    return rules.diversity() == 0 ? Share{0} : value_cosine(categories[a], categories[b]);
  };
  const auto admits = [&](std::size_t i) {
    list.pool[i].refusal = room.take(list.pool[i].item.item);
    return !list.pool[i].refusal;
  };
  for (const std::size_t i : diversify(shares, rules.diversity(), places, likeness, admits)) {
    list.items.push_back(list.pool[i].item);
  }

  // What follows the pool is less relevant than all of it, so where the pool had too irrelevant items there is no more.
  if (list.items.size() < places && irrelevant.empty() && best.size() == pool_size) {
    const auto admits_more = [&](const ScoredItem& item) {
      const Share share = relevance(item.score);
      const bool is_too_irrelevant = share < rules.minimum_relevance();
      const auto refusal = is_too_irrelevant ? std::nullopt : room.take(item.item);
      if (refusal) list.pool.push_back({item, share, share, 0, false, refusal});
      return !is_too_irrelevant && !refusal;
    };
    for (const ScoredItem& item : select_admitted(scores, rest, places - list.items.size(), admits_more)) {
      list.items.push_back(item);
    }
  }
  list.pool.insert(list.pool.end(), irrelevant.begin(), irrelevant.end());
  return list;
}

}  // namespace pocketrec
