#include <algorithm>
#include <optional>
#include <string>

#include "engine/engine.h"
#include "engine/score_units.h"
#include "scoring/catalogue_softmax.h"

namespace pocketrec {
namespace {

std::size_t rank_of(const ScoredItem& item, const RankedList& ranked) {
  std::size_t rank = 1;
  for (ItemIndex other = 0; other < ranked.candidates.size(); ++other) {
    if (ranked.candidates.contains(other) && ranks_before({other, (*ranked.scores)[other]}, item)) ++rank;
  }
  return rank;
}

/// Where an item that is a candidate stands.
void place(const ScoredItem& item, const RankedList& ranked, const WhyNotRequest& request, WhyNotResponse& response) {
  const std::size_t wanted = request.list.num_results;
  response.rank = rank_of(item, ranked);
  const std::string rank = "rank " + std::to_string(*response.rank) + " of " + std::to_string(response.candidates);
  if (*response.rank <= wanted) {
    response.stage = ListStage::promoted_away;
    response.text = rank + ", but " + std::to_string(ranked.items.size()) + " places are taken, some by promotions";
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
    if (shown->promotion) response.promotion_name = request.list.promotions[*shown->promotion].name;
    if (is_candidate) response.rank = rank_of(item, *ranked);
  } else if (list.current_item() == item.item) {
    response.stage = ListStage::item_on_screen;
    response.text = "the item of the request is not among the items related to it";
  } else if (list.leaves_out(item.item)) {
    response.stage = ListStage::left_out;
    response.text = "the recipe " + std::string(list.plan().recipe.name) +
                    " leaves out items for which the user has an event " + std::string(list.plan().recipe.leaves_out);
  } else if (!is_candidate) {
    response.stage = ListStage::filtered;
    response.clauses = list.refusing_clauses(*request.list.filter, item.item);
    response.text = "the request's filter keeps it out";
  } else {
    place(item, *ranked, request, response);
  }
  return response;
}

}  // namespace pocketrec
