#include <algorithm>
#include <unordered_set>
#include <utility>

#include "engine/engine.h"
#include "engine/list_request.h"
#include "engine/recommendation_id.h"
#include "scoring/softmax.h"

namespace pocketrec {

Result<GetPersonalizedRankingResponse> Engine::get_personalized_ranking(const GetPersonalizedRankingRequest& request) {
  const std::shared_ptr<const Snapshot> snapshot = put_items_.snapshot();
  auto opened = ListRequest::open(*snapshot, users_, request.recommender, request.user_id, "");
  if (!opened) return opened.error();
  opened->use_context(request.context);
  opened->use_gate();
  const ListRequest& list = *opened;
  if (list.plan().recipe.kind != RecipeKind::personalized_ranking) {
    return Error{ErrorCode::invalid_input, "recommender " + list.plan().recommender->name + " (" +
                                               std::string(list.plan().recipe.name) +
                                               "): does not rank a given list; use GetRecommendations"};
  }
  const auto columns = list.metadata_columns(request.metadata_columns);
  if (!columns) return columns.error();
  const auto candidates = list.candidates(request.filter);
  if (!candidates) return candidates.error();

  std::vector<ItemIndex> items;
  std::vector<std::string> unknown;
  std::unordered_set<std::string_view> taken;
  for (const std::string& id : request.input_list) {
    if (!taken.insert(id).second) continue;
    const auto item = snapshot->catalog().find(id);
    if (!item) {
      unknown.push_back(id);
    } else if (candidates->contains(*item)) {
      items.push_back(*item);
    }
  }
  const Scores& scores = list.score(items);
  std::vector<ScoredItem> known;
  for (const ItemIndex item : items) known.push_back({item, scores[item]});
  std::sort(known.begin(), known.end(), ranks_before);

  std::vector<Score> known_scores;
  for (const ScoredItem& entry : known) known_scores.push_back(entry.score);
  const std::vector<double> shares = softmax(known_scores, list.plan().softmax_scale);
  GetPersonalizedRankingResponse response;
  for (std::size_t i = 0; i < known.size(); ++i) {
    PredictedItem shown = list.show(known[i].item, *columns);
    shown.score = shares[i];
    response.ranking.push_back(std::move(shown));
  }
  for (std::string& id : unknown) {
    PredictedItem shown;
    shown.item_id = std::move(id);
    response.ranking.push_back(std::move(shown));
  }
  response.recommendation_id =
      recommendation_id(snapshot->model(), list.plan().recommender->name, request.user_id, response.ranking);
  if (log_ != nullptr) shown_.remember(response.recommendation_id, response.ranking);
  return response;
}

}  // namespace pocketrec
