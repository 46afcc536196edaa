#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/recommender.h"
#include "recipes/blend.h"
#include "recipes/context_setting.h"
#include "result/result.h"
#include "training/sequence_model.h"

namespace pocketrec {

/// Hyper-parameters of a model, with their defaults. Names for `--set` and ranges: setting_descriptions().
struct ModelSettings {
  std::vector<std::string> recipes;  ///< to train, whole names; empty: all that the data allow. Set by add_recipe()
  std::vector<EventWeight> events;   ///< what models are trained on, and what counts in a history; empty: all
  unsigned neighbors = 200;
  unsigned candidate_ratio = 2;
  double user_exponent = 0.25;
  double item_exponent = 0.25;
  double regularization = 5;
  double refit_ratio = 0.5;
  double memory_gib = 8;  ///< that each training may plan with; the model is the same for any that suffices
  unsigned sequence_neighbors = 300;
  double sequence_regularization = 0.4;
  std::vector<TimeScale> time_scales = SequenceModelOptions().scales;
  unsigned content_neighbors = 200;
  unsigned content_similar = 300;
  double content_regularization = 6;
  unsigned content_most_users = 20;
  double word_weight = 0.5;         ///< of the words of a textual column beside the other metadata
  double attribute_shrinkage = 10;  ///< users with a value of a context or user column that are doubted
  unsigned attribute_items = 200;   ///< items scored by each value
  double user_fade = 5;             ///< distinct items of a history at which user metadata count half
  /// How much events of another context count; nothing: whatever serves the validation users best, none by default.
  std::optional<std::vector<NamedContextWeight>> context_weights;
  std::optional<Blend> blend;       ///< nothing: whatever serves the validation users best
  std::optional<unsigned> factors;  ///< dimensions of dense item vectors, 0: none; nothing: see factor_dimensions()
  double factor_regularization = 0.006;
  double factor_unobserved_weight = 0.01;
  unsigned factor_sweeps = 10;
  unsigned similar_neighbors = 50;
  double similar_popularity_discount = 0.5;
  double similar_shrinkage = 10;
  unsigned min_cointeraction_count = 3;  ///< sims: users that two items must share
  double basket_hours = 24;              ///< purchases of a user within that of the first one are one basket
  double session_hours = 6;              ///< the same for views
  unsigned sequence_window = 10;         ///< events that "next" reaches in because-you-watched-x
  std::string trend_discovery_frequency = "2 hours";  ///< one of trend_interval()'s
  unsigned history = 200;               ///< events a user that are packed; 0: none, and users are unknown to the model
  unsigned max_history = 4000;          ///< distinct items that count in an answer
  std::optional<bool> demote_seen;      ///< nothing: whatever serves the validation users better
  std::optional<double> softmax_scale;  ///< nothing: the most likely one on the validation users
};

/// Dimensions of dense item vectors: the setting, or 128 from 10,000 items on, below which item-to-item lists leave
/// them nothing to add.
unsigned factor_dimensions(const ModelSettings& settings, std::size_t n_items);

/// Adds a recipe by its name or short name ("aws-sims", "sims"); one that another stands in for adds that one
/// (engine/recipe.h). Errors: invalid_input with the known names.
Result<void> add_recipe(ModelSettings& settings, std::string_view name);

/// Whether a recipe is to be trained.
bool wants_recipe(const ModelSettings& settings, std::string_view recipe);

/// Whether the blend may have a component, whose column may be spelled in any case.
bool wants_component(const ModelSettings& settings, std::string_view component);

/// A setting as people see it.
struct SettingDescription {
  std::string_view name;
  std::string default_value;
  std::string range;
  std::string_view meaning;
};

/// All settings, in the order in which help shows them.
std::vector<SettingDescription> setting_descriptions();

/// The value of a setting as set() reads it. Precondition: the name is one of setting_descriptions().
std::string setting_text(const ModelSettings& settings, std::string_view name);

/// Applies "name=value". Errors: invalid_input that names the known settings, or the range.
Result<void> set(ModelSettings& settings, std::string_view assignment);

}  // namespace pocketrec
