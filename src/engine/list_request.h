#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/get_recommendations.h"
#include "domain/item_mask.h"
#include "domain/scores.h"
#include "engine/bound_rules.h"
#include "engine/snapshot.h"
#include "engine/trends.h"
#include "engine/user_states.h"
#include "scoring/history.h"
#include "scoring/relevance.h"

namespace pocketrec {

/// One request's way from a recommender's name to scores: what GetRecommendations and GetPersonalizedRanking share.
class ListRequest {
 public:
  /// Finds recommender, user and item. user_id and item_id may be empty: none given.
  static Result<ListRequest> open(const Snapshot& snapshot, UserStates& users, std::string_view recommender,
                                  std::string_view user_id, std::string_view item_id);

  /// The same for a user whose state the caller knows, as evaluation does; related items are asked for the newest item
  /// of the history (contract/metrics.md §3). state: not null.
  static Result<ListRequest> open(const Snapshot& snapshot, std::string_view recommender,
                                  std::shared_ptr<const UserState> state);

  const RecommenderPlan& plan() const { return *plan_; }
  const Snapshot& snapshot() const { return *snapshot_; }

  /// Growth by the device's own events, one score an item, which takes the place of the packed baseline of trending
  /// items; that then only decides between about equal ones. Null: the baseline decides. The baseline is the
  /// recommender's first part.
  void use_trend(std::shared_ptr<const TrendScores> trend) { trend_ = std::move(trend); }

  /// What the request says of its context, by column of the Interactions schema. Names are compared as
  /// same_field_name() does; names and values that the model does not know are passed over, and so is all of it where
  /// the recipe does not start from a user (contract/runtime-api.md §8). The last of several names of a column counts.
  void use_context(const std::map<std::string, std::string>& context);

  /// The recommender's rules with those of the request in their place where they may be (replace_rules()). Without this
  /// call there are none. Errors: invalid_input for a fixed kind, and as BoundRules::bind().
  Result<void> use_rules(const ListRules& of_request);

  /// Of the recommender's rules only the filters and blocked items.
  void use_gate();

  /// The rules that hold; nullptr when there are none.
  const BoundRules* rules() const { return rules_.get(); }

  /// How relevances follow from scores here. best: the largest score of the candidates.
  Relevance relevance(Score best) const;

  std::string_view user_id() const { return user_id_; }

  /// Items that the recipe's automatic filter, the rules and `filter` let through; without a filter the others alone.
  Result<ItemMask> candidates(const std::optional<FilterReference>& filter) const;

  /// Items that the filter and the rules let through, also those that the recipe leaves out.
  Result<ItemMask> filtered(const std::optional<FilterReference>& filter) const;

  /// What of the filter and of the rules' filters keeps an item out: of each that does, each EXCLUDE that chooses it
  /// or, when none does, the INCLUDEs. Precondition: filtered() succeeded.
  std::vector<std::string> refusing_clauses(const std::optional<FilterReference>& filter, ItemIndex item) const;

  /// Whether a filter of the rules keeps the item out. Precondition: filtered() succeeded.
  bool is_refused_by_rules(ItemIndex item) const;

  /// Whether the recipe leaves the item out, because of an event of the user with it.
  bool leaves_out(ItemIndex item) const;

  /// Whether the item stands behind all that the user did not have.
  bool is_demoted(ItemIndex item) const;

  /// Scores of the catalogue's items. only: the items that will be looked at; the scores of others then mean nothing.
  /// Good until this thread scores again and as long as the snapshot.
  const Scores& score(std::optional<std::span<const ItemIndex>> only = std::nullopt) const;

  /// The causes of an item's score, the largest in size first; their points add up to the score that score() gives it,
  /// in units of 1.0.
  std::vector<ScoreCause> explain(ItemIndex item) const;

  /// The item on screen, when the request named one that the catalogue knows.
  std::optional<ItemIndex> current_item() const;

  /// Columns that a request asked for. Errors: invalid_input for an unknown one.
  Result<std::vector<const Column*>> metadata_columns(const std::vector<std::string>& names) const;

  /// The item as answers show it, without score.
  PredictedItem show(ItemIndex item, const std::vector<const Column*>& columns) const;

 private:
  ListRequest(const Snapshot& snapshot, const RecommenderPlan& plan);

  History history() const;
  bool has_personal_scores() const;
  FilterRequest filter_request() const;
  std::span<const RecommenderRules::Filter> rule_filters() const;
  bool is_left_out_by(const UserEvent& event) const;

  const Snapshot* snapshot_;
  const RecommenderPlan* plan_;
  std::int64_t now_;                       ///< epoch seconds (engine/request_time.h)
  std::shared_ptr<const UserState> user_;  ///< null: the request names no user
  std::optional<Error> unread_;            ///< why the state lacks what was recorded
  std::string_view user_id_;
  std::shared_ptr<const TrendScores> trend_;  ///< null: none
  ContextValues context_;
  std::shared_ptr<const BoundRules> rules_;
  std::optional<ItemIndex> item_;  ///< kNoItem: named but unknown
};

}  // namespace pocketrec
