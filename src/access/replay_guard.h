#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <unordered_map>

#include "access/sha256.h"

namespace pocketrec {

/// The signatures of the requests that change something: those being worked on, and the last that succeeded. Bounded:
/// the oldest of the latter is forgotten first. Thread-safe.
class ReplayGuard {
 public:
  enum class Seen { never, in_progress, succeeded };

  /// capacity: signatures of requests that succeeded; each takes about 100 bytes.
  explicit ReplayGuard(std::size_t capacity) : capacity_(capacity) {}

  /// What is known of the signature. After `never` it is in progress, and the caller has to call end().
  Seen begin(const Sha256& signature);
  /// The request that begin() had never seen is done. One that failed is forgotten, so that it can be tried again.
  void end(const Sha256& signature, bool succeeded);

 private:
  struct Hash {
    std::size_t operator()(const Sha256& signature) const;
  };

  const std::size_t capacity_;
  std::mutex mutex_;
  std::unordered_map<Sha256, Seen, Hash> known_;
  std::deque<Sha256> oldest_first_;  ///< that succeeded
};

}  // namespace pocketrec
