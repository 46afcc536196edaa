#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/get_recommendations.h"
#include "catalog/catalog.h"
#include "domain/scores.h"
#include "engine/bound_rules.h"
#include "engine/named_filters.h"
#include "engine/recipe.h"
#include "filter/filter.h"
#include "model/model.h"
#include "result/result.h"
#include "scoring/catalogue_softmax.h"
#include "scoring/metadata_neighbors.h"

namespace pocketrec {

/// The rules of a recommender, ready to be applied.
struct RecommenderRules {
  /// An expression that every item has to pass.
  struct Filter {
    std::string expression;
    BoundFilter bound;
  };

  ListRules rules;
  std::vector<Filter> filters;
  BoundRules bound;
  BoundRules gate;  ///< the blocked items alone, for rankings of a given list
};

/// A recommender of the model, ready to be asked: its recipe is known and its parameters are read.
struct RecommenderPlan {
  const Recommender* recommender = nullptr;
  Recipe recipe{};
  std::size_t max_history = 0;  ///< newest events of a user that count
  double softmax_scale = 1;     ///< per 1.0 of score, for the `score` of answers
  /// Whether items that the user touched before rank behind all others. They stay in the list, so that it is as long
  /// as the catalogue allows and filters may ask for just them.
  bool demote_seen = false;
  std::shared_ptr<const BaseScores> base;                       ///< of the recommender's parts
  std::shared_ptr<const CatalogueSoftmax> softmax;              ///< of `base` with softmax_scale
  std::shared_ptr<const RecommenderRules> rules;                ///< null: none
  std::chrono::seconds trend_interval = std::chrono::hours(2);  ///< of trending items (contract/recipes.md §2)
};

/// What one request works with: a model, what was added to it since, and what follows from these alone. Immutable;
/// shared between threads. A request takes one at its start, so that a model swap does not show within an answer.
class Snapshot {
 public:
  /// Recommenders, also for their rules, or filters that cannot be used are kept with their error, which a request for
  /// them gets. put: items that were put since the model was made · stand_ins: of those that the model does not know,
  /// in their order · filters: bound to this model; null: the model's alone.
  explicit Snapshot(std::shared_ptr<const Model> model, std::span<const PutItem> put = {},
                    std::vector<std::vector<StandIn>> stand_ins = {},
                    std::shared_ptr<const NamedFilters> filters = nullptr);

  /// Differs between any two snapshots of a process.
  std::uint64_t id() const { return id_; }

  const Model& model() const { return *model_; }
  const Catalog& catalog() const { return catalog_; }

  /// Items of the model that stand in for an item. Precondition: item is from catalog().model_size() on.
  std::span<const StandIn> stand_ins(ItemIndex item) const { return stand_ins_[item - catalog_.model_size()]; }

  /// Recommender by ARN or name. A name that no recommender has may be that of a recipe or use case instead, also
  /// short (find_recipe_by_short_name()): then it means the model's only recommender of that recipe or, when there is
  /// none, the only one of the recipe that stands in for it, with the rules of the recipe that was asked for.
  /// Errors: resource_not_found with the names that exist, also when several recommenders have the recipe;
  /// invalid_input for a recipe or parameter that this program doesn't know.
  Result<const RecommenderPlan*> recommender(std::string_view arn_or_name) const;

  const NamedFilters& filters() const { return *filters_; }

  /// Errors: invalid_input for the first rules of the model that cannot be used, also those of no recommender.
  Result<void> check_rules() const;

  /// Items that a filter, bound to the model, lets through for this request. Errors: as evaluate().
  Result<ItemMask> passing(const BoundFilter& filter, const FilterRequest& request) const {
    return evaluate(filter, catalog_, request, filter_cache_.get());
  }

  /// Items that a filter lets through for this request.
  /// Errors: resource_not_found for an unknown name; invalid_input as bind_filter() and evaluate().
  Result<ItemMask> apply_filter(const FilterReference& filter, FilterRequest request) const;

  /// The expressions of a filter that keep an item out, as text: each EXCLUDE that chooses it or, when none does, the
  /// INCLUDEs. Precondition: apply_filter() succeeded and does not let the item through.
  std::vector<std::string> refusing_clauses(const FilterReference& filter, FilterRequest request, ItemIndex item) const;

 private:
  Result<std::shared_ptr<const RecommenderRules>> bind_rules(std::string_view recommender) const;
  void add_recipe_name(const Recipe& recipe);

  std::shared_ptr<const Model> model_;
  Catalog catalog_;
  std::vector<std::vector<StandIn>> stand_ins_;
  std::uint64_t id_;
  std::map<std::string, Result<RecommenderPlan>, std::less<>> recommenders_;
  std::map<std::string_view, Result<RecommenderPlan>> by_recipe_;  ///< by full recipe name
  std::shared_ptr<const NamedFilters> filters_;
  std::unique_ptr<FilterCache> filter_cache_ = std::make_unique<FilterCache>();
};

}  // namespace pocketrec
