#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_set>

#include "access/sha256.h"

namespace pocketrec {

/// The signatures of the last requests that changed something. Bounded: the oldest is forgotten first. Thread-safe.
class ReplayGuard {
 public:
  /// capacity: signatures; each takes about 100 bytes.
  explicit ReplayGuard(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] bool has(const Sha256& signature) const;
  void remember(const Sha256& signature);

 private:
  struct Hash {
    std::size_t operator()(const Sha256& signature) const;
  };

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::unordered_set<Sha256, Hash> known_;
  std::deque<Sha256> oldest_first_;
};

}  // namespace pocketrec
