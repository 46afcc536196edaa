#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Components that speak of a column are called by one of these and the column's name.
inline constexpr std::string_view kContextComponent = "context:";
inline constexpr std::string_view kUserComponent = "user:";

/// A summand of the scores of user-personalization and personalized-ranking.
struct BlendTerm {
  std::string component;  ///< one of blend_component_names(), or "context:" or "user:" and the name of a column
  double time_scale = 0;  ///< in events, of components that let the history fade by choice; 0: it doesn't
  double weight = 1;

  bool operator==(const BlendTerm&) const = default;
};

/// Only the ratios of the weights matter.
using Blend = std::vector<BlendTerm>;

/// "item-to-item", "sequence", "repeat", "factors", "content", "popularity", "recent": those without a column.
const std::vector<std::string_view>& blend_component_names();

/// "sequence:1,item-to-item@50:0.06,user:COUNTRY:0.1": component, perhaps @ and time scale, and : and weight. Errors:
/// invalid_input for another form, an unknown or repeated component, a weight outside [-1000, 1000], a time scale
/// outside [0.001, 1e6].
Result<Blend> parse_blend(std::string_view text);

/// What parse_blend reads as the same blend, to the last bit.
std::string blend_text(const Blend& blend);

}  // namespace pocketrec
