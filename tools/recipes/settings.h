#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recipes/blend.h"
#include "result/result.h"
#include "training/sequence_model.h"

namespace pocketrec {

/// Hyper-parameters of a model, with their defaults. Names for `--set` and ranges: setting_descriptions().
struct ModelSettings {
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
  std::optional<Blend> blend;  ///< nothing: whatever serves the validation users best
  unsigned similar_neighbors = 50;
  double similar_popularity_discount = 0.5;
  double similar_shrinkage = 10;
  unsigned history = 200;               ///< events a user that are packed; 0: none, and users are unknown to the model
  unsigned max_history = 4000;          ///< distinct items that count in an answer
  std::optional<bool> demote_seen;      ///< nothing: whatever serves the validation users better
  std::optional<double> softmax_scale;  ///< nothing: the most likely one on the validation users
};

/// A setting as people see it.
struct SettingDescription {
  std::string_view name;
  std::string default_value;
  std::string range;
  std::string_view meaning;
};

/// All settings, in the order in which help shows them.
std::vector<SettingDescription> setting_descriptions();

/// Applies "name=value". Errors: invalid_input that names the known settings, or the range.
Result<void> set(ModelSettings& settings, std::string_view assignment);

}  // namespace pocketrec
