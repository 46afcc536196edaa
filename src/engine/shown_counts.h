#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/get_recommendations.h"

namespace pocketrec {

/// In how many lists each user was shown an item since the last event with it, of the kUsers users who were asked for
/// last and the kItems items of each that were shown last. In memory, as ShownLists and for the same reason: after a
/// restart counting begins anew. The same calls in the same order, the same counts. Thread-safe.
class ShownCounts {
 public:
  static constexpr std::size_t kUsers = 256;
  static constexpr std::size_t kItems = 500;

  /// Counts a list that a user was shown.
  void add(const std::string& user_id, const std::vector<PredictedItem>& items);

  /// The user had an event with the item: it counts from 0 again.
  void forget(std::string_view user_id, const std::string& item_id);

  /// Forgets all that the user was shown.
  void forget(std::string_view user_id);

  /// One count for each id. item_ids: views of any lifetime.
  std::vector<std::uint32_t> of(std::string_view user_id, const std::vector<std::string_view>& item_ids) const;

 private:
  struct Item {
    std::string id;
    std::uint32_t lists = 0;
  };
  struct User {
    std::string id;
    std::list<Item> items;  ///< shown last first
    std::unordered_map<std::string_view, std::list<Item>::iterator> by_id;
  };

  User& user(const std::string& user_id);

  mutable std::mutex mutex_;
  std::list<User> users_;  // asked for last first
  std::unordered_map<std::string_view, std::list<User>::iterator> by_id_;
};

}  // namespace pocketrec
