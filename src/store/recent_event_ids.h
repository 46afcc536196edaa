#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace pocketrec {

/// Where in the log the latest event ids are: a hash table over a ring, about 450 kB, in memory only. It answers with
/// candidates, because different ids may share a key; the log itself has the last word.
class RecentEventIds {
 public:
  /// Number of ids that are remembered: the next one takes the place of the oldest.
  static constexpr std::size_t kCapacity = 16'384;

  RecentEventIds();

  /// Key of an event id within the scope of its sender. The same on every start and every target.
  /// known: `visitor` is a user, else a session without one.
  static std::uint64_t key(bool known, std::int64_t visitor, std::string_view event_id);

  /// Remembers that the event at `sequence` has that key.
  void add(std::uint64_t key, std::int64_t sequence);

  /// Sequence numbers of the remembered events with that key, the latest first.
  std::vector<std::int64_t> find(std::uint64_t key) const;

 private:
  struct Entry {
    std::uint64_t key;
    std::int64_t sequence;
    std::uint32_t next;  // older entry with the same head
  };

  std::uint32_t& head(std::uint64_t key);
  void forget(std::uint32_t oldest);

  std::vector<Entry> ring_;
  std::size_t place_ = 0;  // of the next entry, once the ring is full
  std::vector<std::uint32_t> heads_;
};

}  // namespace pocketrec
