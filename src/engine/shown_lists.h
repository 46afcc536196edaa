#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/get_recommendations.h"

namespace pocketrec {

/// The lists that were answered lately, by their recommendationId, so that an event that names one is stored with what
/// its user saw: an implicit impression (contract/events-api.md §2). In memory: a write for every answer would wear the
/// device's flash, so lists from before the last start, and the oldest beyond kBytes, are not known. Thread-safe.
class ShownLists {
 public:
  static constexpr std::size_t kBytes = std::size_t{2} << 20;  ///< of ids that are kept

  /// Remembers a list; one that is known already stays where it is.
  void remember(const std::string& recommendation_id, const std::vector<PredictedItem>& items);

  /// The ids of a list as the log keeps them, joined by '|'; an id that has this character itself is left out. Nothing
  /// for an unknown id.
  std::optional<std::string> find(std::string_view recommendation_id) const;

 private:
  struct List {
    std::string recommendation_id;
    std::string items;
  };

  mutable std::mutex mutex_;
  std::deque<List> lists_;  // the oldest first; entries keep their addresses
  std::unordered_map<std::string_view, const List*> by_id_;
  std::size_t bytes_ = 0;
};

}  // namespace pocketrec
