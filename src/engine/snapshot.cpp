#include "engine/snapshot.h"

#include <atomic>
#include <charconv>
#include <cmath>
#include <utility>

#include "resources/arn.h"
#include "scoring/base_scores.h"
#include "scoring/history.h"
#include "scoring/trend.h"

namespace pocketrec {
namespace {

constexpr std::size_t kDefaultMaxHistory = kMaxHistory;

/// Reads parameters of a recommender; what is absent keeps its default.
class Parameters {
 public:
  explicit Parameters(const Recommender& recommender) : recommender_(&recommender) {}

  void number(const char* name, double least, double most, double& value) {
    const auto found = recommender_->parameters.find(name);
    if (found == recommender_->parameters.end()) return;
    const std::string& text = found->second;
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || !(number >= least && number <= most)) {
      refuse(name, "a number from " + std::to_string(least) + " to " + std::to_string(most), text);
      return;
    }
    value = number;
  }

  void flag(const char* name, bool& value) {
    const auto found = recommender_->parameters.find(name);
    if (found == recommender_->parameters.end()) return;
    if (found->second != "true" && found->second != "false") refuse(name, "true or false", found->second);
    value = found->second == "true";
  }

  void trend_interval(const char* name, std::chrono::seconds& value) {
    const auto found = recommender_->parameters.find(name);
    if (found == recommender_->parameters.end()) return;
    const auto interval = pocketrec::trend_interval(found->second);
    if (!interval) return refuse(name, trend_frequencies(), found->second);
    value = *interval;
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  void refuse(const char* name, const std::string& expected, const std::string& got) {
    error_ = Error{ErrorCode::invalid_input, "recommender " + recommender_->name + ": parameter " + name +
                                                 ": expected " + expected + ", got '" + got + "'"};
  }

  const Recommender* recommender_;
  std::optional<Error> error_;
};

Result<RecommenderPlan> plan(const Model& model, std::size_t n_items, const Recommender& recommender) {
  const auto recipe = find_recipe(recommender.recipe);
  if (!recipe) {
    return Error{ErrorCode::invalid_input,
                 "recommender " + recommender.name + ": this program doesn't know the recipe " + recommender.recipe};
  }
  if (recipe->kind == RecipeKind::trending_items &&
      (recommender.parts.empty() || recommender.parts.front().kind != ScorePart::Kind::item_scores)) {
    return Error{ErrorCode::invalid_input,
                 "recommender " + recommender.name + ": expected item scores as the first part of trending items"};
  }
  RecommenderPlan plan;
  plan.recommender = &recommender;
  plan.recipe = *recipe;
  Parameters parameters(recommender);
  double max_history = kDefaultMaxHistory;
  parameters.number("max_history", 1, static_cast<double>(kMaxHistory), max_history);
  plan.max_history = static_cast<std::size_t>(max_history);
  parameters.number("softmax_scale", 0, 1e6, plan.softmax_scale);
  parameters.flag("demote_seen", plan.demote_seen);
  parameters.trend_interval("trend_discovery_frequency", plan.trend_interval);
  if (parameters.error()) return *parameters.error();
  plan.base = std::make_shared<const BaseScores>(base_scores(model, recommender.parts, n_items));
  plan.softmax = std::make_shared<const CatalogueSoftmax>(*plan.base, plan.softmax_scale);
  return plan;
}

/// A placeholder of the filter; nullptr when it has none. One without a value would switch an EXCLUDE off.
const Parameter* first_parameter(const BoundFilter& filter) {
  const Parameter* found = nullptr;
  for (const BoundClause& clause : filter.clauses()) {
    for_each_operand(clause, [&](const BoundOperand& operand) {
      if (const auto* parameter = std::get_if<Parameter>(&operand)) found = parameter;
    });
  }
  return found;
}

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

template <typename Entries>
std::string names_of(const Entries& entries) {
  std::string names;
  for (const auto& [name, entry] : entries) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? "none" : names;
}

}  // namespace

Snapshot::Snapshot(std::shared_ptr<const Model> model, std::span<const PutItem> put,
                   std::vector<std::vector<StandIn>> stand_ins, std::shared_ptr<const NamedFilters> filters)
    : model_(std::move(model)),
      catalog_(model_->items(), put),
      stand_ins_(std::move(stand_ins)),
      id_(next_id()),
      filters_(filters ? std::move(filters) : std::make_shared<const NamedFilters>(*model_)) {
  for (const Recommender& recommender : model_->recommenders()) {
    auto ready = plan(*model_, catalog_.size(), recommender);
    if (ready) {
      const auto rules = bind_rules(recommender.name);
      // Without its rules a recommender would show what they keep out.
      if (rules) {
        ready->rules = *rules;
      } else {
        ready = rules.error();
      }
    }
    recommenders_.emplace(recommender.name, std::move(ready));
  }
  for (const Recipe& recipe : all_recipes()) add_recipe_name(recipe);
}

void Snapshot::add_recipe_name(const Recipe& recipe) {
  const auto named = [&](std::string_view name) {
    std::vector<const Recommender*> found;
    for (const Recommender& recommender : model_->recommenders()) {
      if (recommender.recipe == name) found.push_back(&recommender);
    }
    return found;
  };
  auto found = named(recipe.name);
  if (found.empty() && !recipe.stand_in.empty()) found = named(recipe.stand_in);
  if (found.empty()) return;
  if (found.size() > 1) {
    std::string names;
    for (const Recommender* one : found) names += (names.empty() ? "" : ", ") + one->name;
    by_recipe_.emplace(recipe.name, Error{ErrorCode::resource_not_found,
                                          "several recommenders have the recipe " + std::string(recipe.name) +
                                              "; expected one of their names: " + names});
    return;
  }
  Result<RecommenderPlan> only = recommenders_.find(found.front()->name)->second;
  if (only) only->recipe = recipe;
  by_recipe_.emplace(recipe.name, std::move(only));
}

Result<const RecommenderPlan*> Snapshot::recommender(std::string_view arn_or_name) const {
  const auto name = resource_name(arn_or_name);
  if (!name) return name.error();
  const auto found = recommenders_.find(*name);
  if (found == recommenders_.end()) {
    if (const auto recipe = find_recipe_by_short_name(*name)) {
      if (const auto only = by_recipe_.find(recipe->name); only != by_recipe_.end()) {
        if (!only->second) return only->second.error();
        return &*only->second;
      }
    }
    return Error{ErrorCode::resource_not_found,
                 "there is no recommender '" + *name + "'; the model has " + names_of(recommenders_)};
  }
  if (!found->second) return found->second.error();
  return &*found->second;
}

Result<std::shared_ptr<const RecommenderRules>> Snapshot::bind_rules(std::string_view recommender) const {
  const auto refuse = [&](const Error& error) {
    return Error{error.code, "rules of recommender " + std::string(recommender) + ": " + error.message};
  };
  const auto rules = rules_of(model_->list_rules(), recommender);
  if (!rules) return refuse(rules.error());
  if (rules->empty()) return std::shared_ptr<const RecommenderRules>();
  std::vector<RecommenderRules::Filter> filters;
  for (const std::string& expression : rules->filters) {
    const auto bound = bind_to_model(parse_filter(expression), *model_);
    if (!bound) return refuse(bound.error());
    if (const Parameter* parameter = first_parameter(*bound)) {
      return refuse({ErrorCode::invalid_input,
                     "filter: expected no placeholder, since no request gives it a value, got $" + parameter->name});
    }
    filters.push_back({expression, *bound});
  }
  ListRules gate_rules;
  gate_rules.blocked = rules->blocked;
  const auto bound = BoundRules::bind(*rules, catalog_);
  if (!bound) return refuse(bound.error());
  const auto gate = BoundRules::bind(gate_rules, catalog_);
  if (!gate) return refuse(gate.error());
  return std::make_shared<const RecommenderRules>(RecommenderRules{*rules, std::move(filters), *bound, *gate});
}

Result<void> Snapshot::check_rules() const {
  for (const NamedRules& named : model_->list_rules()) {
    if (named.recommender != kEveryRecommender && !recommenders_.contains(named.recommender)) {
      return Error{ErrorCode::invalid_input, "rules of recommender " + named.recommender +
                                                 ": expected the name of one of the model's recommenders, which are " +
                                                 names_of(recommenders_)};
    }
  }
  for (const auto& [name, plan] : recommenders_) {
    if (const auto rules = bind_rules(name); !rules) return rules.error();
  }
  return {};
}

Result<ItemMask> Snapshot::apply_filter(const FilterReference& filter, FilterRequest request) const {
  request.values = &filter.values;
  if (filter.arn.empty()) {
    const auto bound = bind_to_model(parse_filter(filter.expression, filters_->language()), *model_);
    if (!bound) return bound.error();
    return passing(*bound, request);
  }
  const auto named = filters_->find(filter.arn);
  if (!named) return named.error();
  return passing(**named, request);
}

std::vector<std::string> Snapshot::refusing_clauses(const FilterReference& filter, FilterRequest request,
                                                    ItemIndex item) const {
  request.values = &filter.values;
  const auto whole =
      parse_filter(filter.arn.empty() ? filter.expression : filters_->expression(filter.arn), filters_->language());
  std::vector<std::string> excludes;
  std::vector<std::string> includes;
  for (const Clause& clause : whole->clauses) {
    const FilterExpression alone{{clause}, whole->text, whole->language};
    const auto bound = bind_to_model(alone, *model_);
    const auto passing = this->passing(*bound, request);
    if (!passing->contains(item)) (clause.verb == Verb::exclude ? excludes : includes).push_back(to_text(alone));
  }
  return excludes.empty() ? includes : excludes;
}

}  // namespace pocketrec
