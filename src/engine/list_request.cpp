#include "engine/list_request.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <utility>

#include "domain/event_type.h"
#include "engine/request_attributes.h"
#include "engine/request_time.h"
#include "engine/score_units.h"
#include "model/neighbor_lists.h"
#include "scoring/part_weight.h"
#include "scoring/score_items.h"
#include "user/event_weight.h"

namespace pocketrec {
namespace {

bool starts_from_user(RecipeKind kind) {
  return kind == RecipeKind::user_personalization || kind == RecipeKind::personalized_ranking;
}

/// An event with an item that the model does not know counts as one with the most similar item that it knows.
void add_event(WeightedItem event, const Snapshot& snapshot, std::vector<WeightedItem>& events) {
  if (event.item >= snapshot.catalog().model_size()) {
    const auto stand_ins = snapshot.stand_ins(event.item);
    if (stand_ins.empty()) return;
    const std::int64_t weight = (std::int64_t{event.weight} * stand_ins.front().similarity) >> kStandInFractionBits;
    event = {stand_ins.front().item, static_cast<std::int32_t>(weight)};
    if (event.weight == 0) return;
  }
  events.push_back(event);
}

/// Scores of the items that the model does not know, from the scores of those that stand in for them.
void add_put_items(const Snapshot& snapshot, Scores& scores) {
  const Catalog& catalog = snapshot.catalog();
  for (std::size_t item = catalog.model_size(); item < catalog.size(); ++item) {
    Score sum = 0;
    for (const StandIn& other : snapshot.stand_ins(static_cast<ItemIndex>(item))) {
      sum += other.part_of(scores[other.item]);
    }
    scores.add(static_cast<ItemIndex>(item), sum);
  }
}

std::string metadata_text(const FieldValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  char buffer[32];
  const double number = std::get<double>(value);
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  std::string text(buffer, end);
  // The service shows a decimal of a whole float: "130.0" (contract/runtime-api.md §2).
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

ListRequest::ListRequest(const Snapshot& snapshot, const RecommenderPlan& plan)
    : snapshot_(&snapshot), plan_(&plan), now_(request_time(snapshot.model(), std::chrono::system_clock::now())) {}

Result<ListRequest> ListRequest::open(const Snapshot& snapshot, UserStates& users, std::string_view recommender,
                                      std::string_view user_id, std::string_view item_id) {
  const auto plan = snapshot.recommender(recommender);
  if (!plan) return plan.error();
  ListRequest request(snapshot, **plan);
  if (!user_id.empty()) {
    KnownUser user = users.of(user_id, snapshot);
    // What the recipe leaves out would be in the list.
    if (user.unread && !(*plan)->recipe.leaves_out.empty()) return *user.unread;
    request.user_ = std::move(user.state);
    request.unread_ = std::move(user.unread);
    request.user_id_ = user_id;
  }
  if (!item_id.empty() && (*plan)->recipe.kind == RecipeKind::related_items) {
    request.item_ = snapshot.catalog().find(item_id).value_or(kNoItem);
  }
  return request;
}

Result<ListRequest> ListRequest::open(const Snapshot& snapshot, std::string_view recommender,
                                      std::shared_ptr<const UserState> state) {
  const auto plan = snapshot.recommender(recommender);
  if (!plan) return plan.error();
  ListRequest request(snapshot, **plan);
  if ((*plan)->recipe.kind == RecipeKind::related_items && !state->events.empty()) {
    request.item_ = state->events.back().item;
  }
  request.user_ = std::move(state);
  return request;
}

void ListRequest::use_context(const std::map<std::string, std::string>& context) {
  for (const auto& [name, value] : context) {
    set_context(snapshot_->model().context_columns(), name, value, context_);
  }
}

Result<ItemMask> ListRequest::candidates(const std::optional<FilterReference>& filter) const {
  auto mask = filtered(filter);
  if (!mask || user_ == nullptr || plan_->recipe.leaves_out.empty()) return mask;
  for (const UserEvent& event : user_->events) {
    if (is_left_out_by(event)) mask->erase(event.item);
  }
  return mask;
}

Result<ItemMask> ListRequest::filtered(const std::optional<FilterReference>& filter) const {
  Result<ItemMask> mask = ItemMask(snapshot_->catalog().size(), true);
  if (filter) mask = snapshot_->apply_filter(*filter, filter_request());
  if (!mask || rules_ == nullptr) return mask;
  for (const RecommenderRules::Filter& required : rule_filters()) {
    const auto passing = snapshot_->passing(required.bound, filter_request());
    if (!passing) {
      return Error{passing.error().code,
                   "rules of recommender " + plan_->recommender->name + ": filter: " + passing.error().message};
    }
    *mask &= *passing;
  }
  rules_->remove_blocked(*mask);
  return mask;
}

std::vector<std::string> ListRequest::refusing_clauses(const std::optional<FilterReference>& filter,
                                                       ItemIndex item) const {
  std::vector<FilterReference> filters;
  for (const RecommenderRules::Filter& required : rule_filters()) filters.push_back({"", required.expression, {}});
  if (filter) filters.push_back(*filter);
  std::vector<std::string> clauses;
  for (const FilterReference& one : filters) {
    const auto passing = snapshot_->apply_filter(one, filter_request());
    if (!passing || passing->contains(item)) continue;
    for (std::string& clause : snapshot_->refusing_clauses(one, filter_request(), item)) {
      clauses.push_back(std::move(clause));
    }
  }
  return clauses;
}

bool ListRequest::is_refused_by_rules(ItemIndex item) const {
  return std::ranges::any_of(rule_filters(), [&](const RecommenderRules::Filter& required) {
    const auto passing = snapshot_->passing(required.bound, filter_request());
    return passing && !passing->contains(item);
  });
}

std::span<const RecommenderRules::Filter> ListRequest::rule_filters() const {
  if (rules_ == nullptr || plan_->rules == nullptr) return {};
  return plan_->rules->filters;
}

Result<void> ListRequest::use_rules(const ListRules& of_request) {
  const ListRules none;
  if (of_request == none) {
    if (plan_->rules != nullptr) rules_ = {plan_->rules, &plan_->rules->bound};
    return {};
  }
  const auto refuse = [](const Error& error) { return Error{error.code, "rules." + error.message}; };
  const auto replaced = replace_rules(plan_->rules == nullptr ? none : plan_->rules->rules, of_request);
  if (!replaced) return refuse(replaced.error());
  if (replaced->empty()) return {};
  const auto bound = BoundRules::bind(*replaced, snapshot_->catalog());
  if (!bound) return refuse(bound.error());
  rules_ = std::make_shared<const BoundRules>(*bound);
  return {};
}

void ListRequest::use_gate() {
  if (plan_->rules != nullptr) rules_ = {plan_->rules, &plan_->rules->gate};
}

Relevance ListRequest::relevance(Score best) const {
  return starts_from_user(plan_->recipe.kind) ? Relevance::by_likelihood(plan_->softmax_scale, best)
                                              : Relevance::by_ratio(best);
}

FilterRequest ListRequest::filter_request() const {
  FilterRequest request;
  request.user = user_.get();
  request.unread_user = unread_ ? &*unread_ : nullptr;
  request.user_id = user_id_;
  request.current_item = item_;
  request.now = now_;
  return request;
}

bool ListRequest::leaves_out(ItemIndex item) const {
  return user_ != nullptr && !plan_->recipe.leaves_out.empty() &&
         std::any_of(user_->events.begin(), user_->events.end(),
                     [&](const UserEvent& event) { return event.item == item && is_left_out_by(event); });
}

bool ListRequest::is_left_out_by(const UserEvent& event) const {
  return same_event_type(event.event_type, plan_->recipe.leaves_out);
}

History ListRequest::history() const {
  const Recommender& recommender = *plan_->recommender;
  std::vector<WeightedItem> events;
  if (plan_->recipe.kind == RecipeKind::related_items) {
    if (const auto item = current_item(); item && *item < snapshot_->catalog().model_size()) {
      events.push_back({*item, kFullHistoryWeight});
    }
  } else if (starts_from_user(plan_->recipe.kind) && user_ != nullptr) {
    for (auto event = user_->events.rbegin(); event != user_->events.rend(); ++event) {
      if (events.size() == plan_->max_history) break;
      const double weight = event_weight(recommender.event_weights, *event) *
                            context_weight(recommender.context_weights, event->context, context_);
      const auto fixed = static_cast<std::int32_t>(std::lround(weight * kFullHistoryWeight));
      if (fixed != 0) add_event({event->item, fixed}, *snapshot_, events);
    }
  }
  History history = make_history(events, snapshot_->catalog().size());
  if (starts_from_user(plan_->recipe.kind)) {
    history.attributes = request_attributes(snapshot_->model(), context_, user_.get());
  }
  return history;
}

bool ListRequest::has_personal_scores() const {
  return plan_->recipe.kind != RecipeKind::popular_items && plan_->recipe.kind != RecipeKind::trending_items;
}

bool ListRequest::is_demoted(ItemIndex item) const {
  return plan_->demote_seen && user_ != nullptr &&
         std::any_of(user_->events.begin(), user_->events.end(),
                     [item](const UserEvent& event) { return event.item == item; });
}

const Scores& ListRequest::score(std::optional<std::span<const ItemIndex>> only) const {
  thread_local ScoringScratch scratch;
  thread_local Scores scores;
  const std::span<const ScorePart> parts = plan_->recommender->parts;
  scores.start(*plan_->base);
  const Catalog& catalog = snapshot_->catalog();
  const bool has_put_items = catalog.size() > catalog.model_size();
  // The scores of items that were put are made from those of any others.
  if (has_put_items) only = std::nullopt;
  score_items(snapshot_->model(), parts, history(), only, scratch, scores);
  if (const auto item = current_item(); item && *item >= catalog.model_size()) {
    for (const StandIn& other : snapshot_->stand_ins(*item)) {
      scores.add(other.item, other.points());
    }
  }
  if (has_put_items && has_personal_scores()) add_put_items(*snapshot_, scores);
  if (trend_ != nullptr) {
    const auto baseline = snapshot_->model().item_scores()[parts.front().index].values;
    const std::int64_t weight = fixed_weight(parts.front().weight);
    for (const ItemIndex item : scores.touch_all()) {
      scores.add(item, as_score((*trend_)[item]));
      // The last term: what the base scores have of the first part.
      if (item < baseline.size()) {
        scores.add(item, (as_score(baseline[item]) >> kBaselineShift) - weight * baseline[item]);
      }
    }
  }
  if (plan_->demote_seen && user_ != nullptr) {
    ItemMask seen(scores.size());
    for (const UserEvent& event : user_->events) {
      if (!seen.contains(event.item)) scores.add(event.item, -kSeenPenalty);
      seen.insert(event.item);
    }
  }
  if (rules_ != nullptr) rules_->add_boosts(scores);
  return scores;
}

std::optional<ItemIndex> ListRequest::current_item() const {
  if (!item_ || *item_ == kNoItem) return std::nullopt;
  return item_;
}

Result<std::vector<const Column*>> ListRequest::metadata_columns(const std::vector<std::string>& names) const {
  std::vector<const Column*> columns;
  for (const std::string& name : names) {
    const Column* column = snapshot_->catalog().column(name);
    if (column == nullptr) {
      return Error{ErrorCode::invalid_input, "metadataColumns: there is no item column '" + name + "'"};
    }
    columns.push_back(column);
  }
  return columns;
}

PredictedItem ListRequest::show(ItemIndex item, const std::vector<const Column*>& columns) const {
  PredictedItem shown;
  shown.item_id = snapshot_->catalog().id(item);
  for (const Column* column : columns) {
    const FieldValue value = column->value(item);
    if (std::holds_alternative<std::monostate>(value)) continue;
    std::string name = column->field().name;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    shown.metadata.emplace_back(std::move(name), metadata_text(value));
  }
  return shown;
}

}  // namespace pocketrec
