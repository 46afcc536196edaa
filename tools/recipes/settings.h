#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Hyper-parameters of a model, with their defaults. Names for `--set` and ranges: setting_descriptions().
struct ModelSettings {
  unsigned neighbors = 200;
  double user_exponent = 0.25;
  double item_exponent = 0.25;
  double regularization = 5;
  double refit_ratio = 0.5;
  /// Memory that the inverse may need. A fixed number and not a share of the machine's, so that every machine takes the
  /// same way and makes the same bytes.
  double memory_gib = 8;
  unsigned factors = 0;  ///< dimensions of dense item vectors; 0: none
  double factor_weight = 0.5;
  double factor_regularization = 0.006;
  double factor_unobserved_weight = 0.01;
  unsigned factor_sweeps = 10;
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
