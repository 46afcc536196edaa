#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "model/model.h"

namespace pocketrec {

/// A model of any size that was made up instead of trained. Items have the columns GENRES (g0 to g19), YEAR and PRICE,
/// and the filters filter-0 to filter-4 are typical_filters(). The recommender `home` adds two neighbour lists and
/// popularity, every tenth item leads to 200 others, popular ones more often, and the user `visitor` has 10 events with
/// such items. Made on first use of a size, at least 2,000.
std::shared_ptr<const Model> generated_model(std::uint32_t items);

/// A filter as shops have them.
struct TypicalFilter {
  const char* label;
  const char* expression;  ///< with the placeholder PRICE at most
};

const std::array<TypicalFilter, 5>& typical_filters();

}  // namespace pocketrec
