#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "domain/number_text.h"
#include "engine/engine.h"
#include "engine/score_units.h"
#include "scoring/catalogue_softmax.h"

namespace pocketrec {
namespace {

std::string percent_text(Share share) {
  return std::to_string((std::uint64_t{share} * 1000 / kFullShare + 5) / 10) + " %";
}

std::size_t rank_of(const ScoredItem& item, const RankedList& ranked) {
  std::size_t rank = 1;
  for (ItemIndex other = 0; other < ranked.candidates.size(); ++other) {
    if (ranked.candidates.contains(other) && ranks_before({other, (*ranked.scores)[other]}, item)) ++rank;
  }
  return rank;
}

/// The text of one of a column's values, as column_values() has them.
std::string value_text(const Column& column, std::uint64_t value, ItemIndex item) {
  if (!is_numeric(column.field().type)) return std::string(column.dictionary()[static_cast<std::size_t>(value)]);
  return number_text(*column.number(item));
}

/// How many candidates that caps leave in come before one, by the pool's order or by that without rotation.
std::size_t before_in_pool(const RuledCandidate& asked, const RankedList& ranked, bool rotated) {
  std::size_t count = 0;
  for (const RuledCandidate& other : ranked.pool) {
    if (rotated && &other == &asked) break;
    if (!other.refusal && (rotated || ranks_before(other.item, asked.item))) ++count;
  }
  return count;
}

/// What rules did to a candidate that is not in the list. False when they did nothing that explains it.
bool tell_rule(const RuledCandidate& candidate, const RankedList& ranked, WhyNotResponse& response) {
  const BoundRules& rules = *ranked.request.rules();
  if (candidate.is_too_irrelevant) {
    response.stage = ListStage::too_irrelevant;
    response.text = "its relevance is " + percent_text(candidate.full_relevance) +
                    " of that of the best candidate, and " + percent_text(rules.minimum_relevance()) + " are asked for";
    return true;
  }
  if (candidate.refusal) {
    const BoundRules::Cap& cap = rules.caps()[candidate.refusal->cap];
    response.stage = ListStage::capped;
    response.cap_column = cap.column->field().name;
    response.cap_value = value_text(*cap.column, candidate.refusal->value, candidate.item.item);
    response.text = "the list has " + std::to_string(cap.most) + " with " + response.cap_column + " " +
                    response.cap_value + " before it, and there may not be more";
    return true;
  }
  // Places of the list that neither pins nor promotions took.
  const auto places = static_cast<std::size_t>(
      std::ranges::count_if(ranked.items, [](const RankedItem& item) { return !item.is_pinned && !item.promotion; }));
  const bool would_be_in_unless_shown = before_in_pool(candidate, ranked, false) < places;
  const bool would_be_in_unless_alike = before_in_pool(candidate, ranked, true) < places;
  if (would_be_in_unless_shown && !would_be_in_unless_alike) {
    response.stage = ListStage::shown_before;
    response.text = "it was in " + std::to_string(candidate.times_shown) +
                    " lists of the user without an event with it, which sinks it";
    return true;
  }
  if (would_be_in_unless_alike && rules.diversity() > 0) {
    response.stage = ListStage::diversified;
    response.text = "items of the list are like it, and others are not";
    return true;
  }
  return false;
}

/// Where an item that is a candidate stands.
void place(const ScoredItem& item, const RankedList& ranked, const WhyNotRequest& request, WhyNotResponse& response) {
  const std::size_t wanted = request.list.num_results;
  response.rank = rank_of(item, ranked);
  const auto ruled =
      std::ranges::find(ranked.pool, item.item, [](const RuledCandidate& other) { return other.item.item; });
  if (ruled != ranked.pool.end() && tell_rule(*ruled, ranked, response)) return;
  const std::string rank = "rank " + std::to_string(*response.rank) + " of " + std::to_string(response.candidates);
  if (*response.rank <= wanted) {
    response.stage = ListStage::promoted_away;
    const bool has_pins = std::ranges::any_of(ranked.items, &RankedItem::is_pinned);
    response.text = rank + ", but " + std::to_string(ranked.items.size()) + " places are taken, some by " +
                    (has_pins ? "pinned items" : "promotions");
    return;
  }
  // Without the penalty the item would pass those that the user has not had and that score less.
  const bool was_passed =
      ranked.request.is_demoted(item.item) && ranks_before({item.item, item.score + kSeenPenalty}, ranked.best.back());
  response.stage = was_passed ? ListStage::seen_before : ListStage::below_the_list;
  response.text = was_passed ? rank + ": the user had it before, and such items come last"
                             : rank + ", below the " + std::to_string(wanted) + " that were asked for";
}

}  // namespace

Result<WhyNotResponse> Engine::why_not(const WhyNotRequest& request) {
  const std::shared_ptr<const Snapshot> snapshot = put_items_.snapshot();
  const auto ranked = rank_catalog(*snapshot, request.list);
  if (!ranked) return ranked.error();
  const ListRequest& list = ranked->request;
  WhyNotResponse response;
  response.item_id = request.item_id;
  response.candidates = ranked->candidates.count();
  const auto found = snapshot->catalog().find(request.item_id);
  if (!found) {
    response.stage = ListStage::not_in_catalog;
    response.text = "neither the model nor PutItems has an item with this id";
    return response;
  }
  const ScoredItem item{*found, (*ranked->scores)[*found]};
  if (list.plan().recipe.has_scores) response.score = list.plan().softmax->shares(*ranked->scores)(item.score);
  response.causes = list.explain(item.item);

  const auto shown = std::find_if(ranked->items.begin(), ranked->items.end(),
                                  [&](const RankedItem& entry) { return entry.item.item == item.item; });
  const bool is_candidate = ranked->candidates.contains(item.item);
  if (shown != ranked->items.end()) {
    response.stage = ListStage::in_list;
    response.text = "place " + std::to_string(shown - ranked->items.begin() + 1) + " of the list";
    if (shown->is_pinned) response.text += ", where a rule pins it";
    if (shown->promotion) response.promotion_name = request.list.promotions[*shown->promotion].name;
    if (is_candidate) response.rank = rank_of(item, *ranked);
  } else if (list.current_item() == item.item) {
    response.stage = ListStage::item_on_screen;
    response.text = "the item of the request is not among the items related to it";
  } else if (list.rules() != nullptr && list.rules()->is_blocked(item.item)) {
    response.stage = ListStage::blocked;
    response.text = "a rule keeps it out of every list";
  } else if (list.leaves_out(item.item)) {
    response.stage = ListStage::left_out;
    response.text = "the recipe " + std::string(list.plan().recipe.name) +
                    " leaves out items for which the user has an event " + std::string(list.plan().recipe.leaves_out);
  } else if (!is_candidate) {
    response.stage = ListStage::filtered;
    response.clauses = list.refusing_clauses(request.list.filter, item.item);
    response.text = list.is_refused_by_rules(item.item) ? "a filter of the recommender's rules keeps it out"
                                                        : "the request's filter keeps it out";
  } else {
    place(item, *ranked, request, response);
  }
  return response;
}

}  // namespace pocketrec
