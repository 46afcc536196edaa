#include "access/replay_guard.h"

#include <cassert>
#include <cstring>

namespace pocketrec {

std::size_t ReplayGuard::Hash::operator()(const Sha256& signature) const {
  std::size_t bits = 0;  // only signatures that matched come here, and those are as good as random
  std::memcpy(&bits, signature.data(), sizeof bits);
  return bits;
}

ReplayGuard::Seen ReplayGuard::begin(const Sha256& signature) {
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = known_.emplace(signature, Seen::in_progress);
  return is_new ? Seen::never : known->second;
}

void ReplayGuard::end(const Sha256& signature, bool succeeded) {
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(signature);
  assert(known != known_.end() && known->second == Seen::in_progress);
  if (!succeeded) {
    known_.erase(known);
    return;
  }
  known->second = Seen::succeeded;
  oldest_first_.push_back(signature);
  if (oldest_first_.size() <= capacity_) return;
  known_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

}  // namespace pocketrec
