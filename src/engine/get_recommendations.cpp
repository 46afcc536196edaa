#include <algorithm>
#include <optional>
#include <utility>

#include "engine/arrange_by_rules.h"
#include "engine/engine.h"
#include "engine/list_request.h"
#include "engine/promotions.h"
#include "engine/recommendation_id.h"
#include "ranking/select_top_k.h"
#include "scoring/catalogue_softmax.h"

namespace pocketrec {
namespace {

/// Checks which ids the recipe needs (contract/runtime-api.md §2).
Result<void> check_ids(const RecommenderPlan& plan, const GetRecommendationsRequest& request) {
  const auto refuse = [&](const char* what) {
    return Error{ErrorCode::invalid_input,
                 "recommender " + plan.recommender->name + " (" + std::string(plan.recipe.name) + "): " + what};
  };
  if (plan.recipe.kind == RecipeKind::personalized_ranking) {
    return refuse("ranks a given list; use GetPersonalizedRanking");
  }
  if (plan.recipe.needs_user && request.user_id.empty()) return refuse("expected a userId, got none");
  if (plan.recipe.kind == RecipeKind::related_items && request.item_id.empty()) {
    return refuse("expected an itemId, got none");
  }
  return {};
}

}  // namespace

Result<RankedList> Engine::rank_catalog(const Snapshot& snapshot, const GetRecommendationsRequest& request) {
  auto opened = ListRequest::open(snapshot, users_, request.recommender, request.user_id, request.item_id);
  if (!opened) return opened.error();
  if (auto ok = check_ids(opened->plan(), request); !ok) return ok.error();
  if (opened->plan().recipe.kind == RecipeKind::trending_items) {
    // A store that cannot be read leaves the packed baseline.
    if (auto trend = trends_.of(snapshot, opened->plan().trend_interval)) opened->use_trend(*std::move(trend));
  }
  opened->use_context(request.context);
  if (auto ok = opened->use_rules(request.rules); !ok) return ok.error();

  auto candidates = opened->candidates(request.filter);
  if (!candidates) return candidates.error();
  std::vector<ItemMask> promoted_candidates;
  for (const Promotion& promotion : request.promotions) {
    auto mask = opened->candidates(promotion.filter);
    if (!mask) return mask.error();
    promoted_candidates.push_back(*std::move(mask));
  }
  if (const auto item = opened->current_item()) {
    candidates->erase(*item);
    for (ItemMask& mask : promoted_candidates) mask.erase(*item);
  }

  const Scores& scores = opened->score();
  RankedList ranked{*std::move(opened), *std::move(candidates), &scores, {}, {}};
  ranked.best = select_top_k(scores, ranked.candidates, request.num_results);
  if (ranked.request.rules() != nullptr) {
    arrange_by_rules(request, std::move(promoted_candidates), shown_counts_, ranked);
    return ranked;
  }
  if (request.promotions.empty()) {
    for (const ScoredItem& item : ranked.best) ranked.items.push_back({item, std::nullopt, false});
    return ranked;
  }
  const PromotedItems promoted = take_promoted_items(scores, request.promotions, std::move(promoted_candidates),
                                                     request.num_results, request.num_results);
  ranked.items = place_promoted_items(promoted, ranked.best, ranked.best, request.num_results, request.user_id);
  return ranked;
}

Result<GetRecommendationsResponse> Engine::get_recommendations(const GetRecommendationsRequest& request) {
  const std::shared_ptr<const Snapshot> snapshot = put_items_.snapshot();
  const auto ranked = rank_catalog(*snapshot, request);
  if (!ranked) return ranked.error();
  const ListRequest& list = ranked->request;
  const auto columns = list.metadata_columns(request.metadata_columns);
  if (!columns) return columns.error();

  std::optional<CatalogueSoftmax::Shares> share;
  if (list.plan().recipe.has_scores) share = list.plan().softmax->shares(*ranked->scores);
  std::optional<RanksBefore> ranks_before_rules;
  if (request.explain && list.rules() != nullptr) ranks_before_rules.emplace(*ranked);
  GetRecommendationsResponse response;
  for (const RankedItem& entry : ranked->items) {
    PredictedItem shown = list.show(entry.item.item, *columns);
    if (share) shown.score = (*share)(entry.item.score);
    if (request.explain) shown.causes = list.explain(entry.item.item);
    if (ranks_before_rules) shown.rule_effect = ranks_before_rules->effect_on(entry);
    if (entry.promotion) shown.promotion_name = request.promotions[*entry.promotion].name;
    if (entry.is_extra && list.plan().recipe.has_reasons()) shown.reasons.push_back(kPromotedReason);
    response.items.push_back(std::move(shown));
  }
  response.recommendation_id =
      recommendation_id(snapshot->model(), list.plan().recommender->name, request.user_id, response.items);
  if (log_ != nullptr) shown_.remember(response.recommendation_id, response.items);
  const bool rotates = list.rules() != nullptr && list.rules()->rotation() > 0;
  if (rotates && !request.user_id.empty()) shown_counts_.add(request.user_id, response.items);
  return response;
}

}  // namespace pocketrec
