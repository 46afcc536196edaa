#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// How much events of another context count (model/recommender.h, ContextWeight), by the name of the column.
struct NamedContextWeight {
  std::string column;
  double mismatch = 1;

  bool operator==(const NamedContextWeight&) const = default;
};

/// "DEVICE:0.25,DAYPART:0.5": columns of the interactions and weights from 0 to 1; "none": no weights.
/// Errors: invalid_input for another form, or a column twice.
Result<std::vector<NamedContextWeight>> parse_context_weights(std::string_view text);

/// What parse_context_weights reads as the same weights, to the last bit.
std::string context_weights_text(const std::vector<NamedContextWeight>& weights);

}  // namespace pocketrec
