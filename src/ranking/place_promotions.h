#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/scored_item.h"

namespace pocketrec {

/// An item of the final list, and whether a promotion put it there.
struct PlacedItem {
  ScoredItem item;
  bool promoted = false;

  bool operator==(const PlacedItem&) const = default;
};

/// Number of promoted slots of a list: percent of num_results, half rounded up, at least 1 (contract/runtime-api.md
/// §6).
std::size_t promoted_slots(std::size_t num_results, unsigned percent);

/// Puts `promoted` among `others`, both best first: each kind keeps its own order, the positions of the promoted ones
/// are spread by `seed`, the same seed giving the same positions (the contract asks for random positions; a request
/// that is repeated shall see the same list). Items of `others` that are promoted too are left out of `others`.
/// The result holds at most num_results items.
std::vector<PlacedItem> place_promotions(const std::vector<ScoredItem>& others, const std::vector<ScoredItem>& promoted,
                                         std::size_t num_results, std::uint64_t seed);

}  // namespace pocketrec
