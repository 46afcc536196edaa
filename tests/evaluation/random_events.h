#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "evaluation/split.h"

namespace pocketrec {

/// Interactions that own their columns.
struct OwnedEvents {
  std::vector<std::uint32_t> user;
  std::vector<ItemIndex> item;
  std::vector<std::int64_t> time;
  std::vector<std::string> user_ids;
  std::size_t item_count = 0;

  EventColumns columns() const { return {user, item, time, user_ids, item_count}; }

  void add(std::uint32_t of_user, ItemIndex of_item, std::int64_t at) {
    user.push_back(of_user);
    item.push_back(of_item);
    time.push_back(at);
  }
};

/// Events in no order, with ties of time, repeated items, and some users with no or one event.
inline OwnedEvents random_events(std::uint32_t seed, std::uint32_t users, std::uint32_t items, std::size_t rows) {
  std::mt19937 engine(seed);
  const auto below = [&engine](std::uint32_t bound) { return static_cast<std::uint32_t>(engine() % bound); };
  OwnedEvents events;
  events.item_count = items;
  for (std::uint32_t user = 0; user < users; ++user) events.user_ids.push_back("user-" + std::to_string(user));
  for (std::size_t row = 0; row < rows; ++row) {
    // The product of two draws: some users have many events, some have none.
    const std::uint32_t user = below(users) * below(users) / users;
    const ItemIndex item = below(items);
    events.add(user, item, below(50));
  }
  return events;
}

}  // namespace pocketrec
