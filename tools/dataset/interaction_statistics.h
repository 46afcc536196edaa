#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dataset/hash_counts.h"

namespace pocketrec {

/// What is counted of interactions or action interactions.
class InteractionStatistics {
 public:
  /// Event types are counted by name up to this number of them.
  static constexpr std::size_t kMaxEventTypes = 1000;

  /// Counts a row. Empty texts are not counted as ids or types; timestamp: seconds since 1970, when it is one.
  void add(std::string_view user, std::string_view item, std::string_view event_type,
           std::optional<std::int64_t> timestamp);

  std::uint64_t rows() const { return rows_; }

  /// Numbers of distinct ids, told by their hashes.
  std::size_t users() const { return users_.size(); }
  std::size_t items() const { return items_.size(); }

  /// Rows by event type.
  const std::map<std::string, std::uint64_t, std::less<>>& event_types() const { return event_types_; }
  /// Rows of event types after the first kMaxEventTypes.
  std::uint64_t other_event_types() const { return other_event_types_; }

  /// Seconds since 1970; nothing when no row has a timestamp.
  std::optional<std::int64_t> first_timestamp() const { return first_; }
  std::optional<std::int64_t> last_timestamp() const { return last_; }

  /// Interactions of a user over all users.
  struct PerUser {
    std::uint32_t min = 0;
    double median = 0;  ///< of an even number of users, the mean of the middle two
    std::uint32_t max = 0;
    std::size_t with_two = 0;  ///< users with at least two
  };
  /// All zero when there are no users. Takes four bytes for each user while it runs.
  PerUser per_user() const;

  /// rows / (users × items); 0 when there are none.
  double density() const;

 private:
  std::uint64_t rows_ = 0;
  HashCounts users_;
  HashSet items_;
  std::map<std::string, std::uint64_t, std::less<>> event_types_;
  std::uint64_t other_event_types_ = 0;
  std::optional<std::int64_t> first_;
  std::optional<std::int64_t> last_;
};

}  // namespace pocketrec
