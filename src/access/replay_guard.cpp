#include "access/replay_guard.h"

#include <cstring>

namespace pocketrec {

std::size_t ReplayGuard::Hash::operator()(const Sha256& signature) const {
  std::size_t bits = 0;  // only signatures that matched come here, and those are as good as random
  std::memcpy(&bits, signature.data(), sizeof bits);
  return bits;
}

bool ReplayGuard::has(const Sha256& signature) const {
  const std::lock_guard lock(mutex_);
  return known_.contains(signature);
}

void ReplayGuard::remember(const Sha256& signature) {
  const std::lock_guard lock(mutex_);
  if (!known_.insert(signature).second) return;
  oldest_first_.push_back(signature);
  if (oldest_first_.size() <= capacity_) return;
  known_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

}  // namespace pocketrec
