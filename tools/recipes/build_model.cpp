#include "recipes/build_model.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "recipes/event_weights.h"
#include "recipes/histories.h"
#include "recipes/personalization.h"
#include "recipes/popular_items.h"
#include "recipes/related_items.h"
#include "recipes/trending_items.h"
#include "recipes/use_cases.h"

namespace pocketrec {
namespace {

Provenance provenance_of(const TrainingData& data, std::span<const std::uint32_t> rows, std::string part) {
  Provenance origin;
  origin.tool_version = POCKETREC_VERSION;
  origin.data_fingerprint = data.fingerprint;
  origin.users = data.users.ids.size();
  origin.items = data.items.ids.size();
  origin.interactions = rows.size();
  origin.training_part = std::move(part);
  if (!rows.empty()) {
    origin.first_event = std::numeric_limits<std::int64_t>::max();
    origin.last_event = std::numeric_limits<std::int64_t>::min();
    for (const std::uint32_t row : rows) {
      origin.first_event = std::min(origin.first_event, data.time[row]);
      origin.last_event = std::max(origin.last_event, data.time[row]);
    }
  }
  return origin;
}

}  // namespace

Result<ModelContents> build_model(const TrainingData& data, std::span<const std::uint32_t> rows, std::string part,
                                  const ModelSettings& settings, const BuildOptions& options) {
  ModelContents contents;
  contents.items = data.items;
  contents.event_types = data.event_types;
  contents.interaction_fields = data.interaction_fields;
  contents.filters = data.filters;
  contents.list_rules = data.list_rules;

  const std::vector<std::uint32_t> counted = rows_with_weight(data, rows, settings.events);
  const RecipeInput input{data, counted, rows, settings, options};
  add_popular_items(input, contents);
  add_trending_items(input, contents);
  if (auto ok = add_personalization(input, contents); !ok) return ok.error();
  if (auto ok = add_related_items(input, contents); !ok) return ok.error();
  if (auto ok = add_use_cases(input, contents); !ok) return ok.error();
  std::erase_if(contents.recommenders,
                [&](const Recommender& recommender) { return !wants_recipe(settings, recommender.recipe); });
  if (contents.recommenders.empty()) {
    std::string recipes;
    for (const std::string& recipe : settings.recipes) recipes += (recipes.empty() ? "" : ", ") + recipe;
    return Error{ErrorCode::invalid_input, "the data have no events of the type that " + recipes + " is about"};
  }
  apply_answer_settings(settings, contents);
  add_users(input, contents);
  contents.provenance = provenance_of(data, rows, std::move(part));
  return contents;
}

}  // namespace pocketrec
