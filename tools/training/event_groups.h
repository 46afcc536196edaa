#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/item_index.h"

namespace pocketrec {

/// Events that belong together, in order of time within a group: a basket, a session, or all that a user did.
struct EventGroups {
  std::vector<std::uint64_t> begin{0};  ///< size() + 1 positions in `item`
  std::vector<ItemIndex> item;
  std::uint32_t n_items = 0;  ///< of the catalogue

  std::size_t size() const { return begin.size() - 1; }

  bool operator==(const EventGroups&) const = default;
};

/// Groups events that are ordered by user, then time. A group has one user; with `seconds` it ends before the first
/// event that is more than that after the group's first one, so that 0 means events of the same time. Without, a group
/// is all of a user. An event of the same item as the one before it in its group is left out.
/// Precondition: user, item and time are of equal length; items are below n_items.
EventGroups group_events(std::span<const std::uint32_t> user, std::span<const ItemIndex> item,
                         std::span<const std::int64_t> time, std::optional<std::int64_t> seconds,
                         std::uint32_t n_items);

}  // namespace pocketrec
