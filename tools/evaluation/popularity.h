#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/evaluate_lists.h"
#include "evaluation/split.h"

namespace pocketrec {

/// Number of distinct users of every item of the catalogue in the given rows of `events`.
std::vector<std::uint32_t> users_per_item(const EventColumns& events, std::span<const std::uint32_t> rows);

/// Self-information of every item, in bits: −log2(users of the item / user_count), what it tells about a user to have
/// chosen that item (Zhou et al. 2010). An item of no user counts as if it had one, so the value stays finite.
/// Precondition: no item has more than user_count users.
std::vector<double> self_information(std::span<const std::uint32_t> users_per_item, std::size_t user_count);

/// The recommender that every other is compared with: the items with the most distinct users in the training rows, of
/// equally many the lower row first; without the user's history where the split hides it, and only the split's
/// candidates where it has any. `events` is copied as views, which must outlive the result; `split` is used during the
/// call only.
Recommend popularity_baseline(const EventColumns& events, const Split& split);

}  // namespace pocketrec
