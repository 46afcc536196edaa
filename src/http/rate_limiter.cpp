#include "http/rate_limiter.h"

#include <algorithm>

namespace pocketrec {
namespace {

constexpr std::chrono::seconds kBurst{1};
/// No client's name is empty.
constexpr std::string_view kEveryoneElse;

}  // namespace

bool RateLimiter::admit(std::string_view client, TimePoint now) {
  if (rate_ == 0) return true;
  const std::lock_guard lock(mutex_);
  TimePoint& full_again = bucket_of(client, now);
  const TimePoint after = std::max(full_again, now) + std::chrono::nanoseconds(std::chrono::seconds(1)) / rate_;
  if (after > now + kBurst) return false;
  full_again = after;
  return true;
}

RateLimiter::TimePoint& RateLimiter::bucket_of(std::string_view client, TimePoint now) {
  const auto found = full_again_.find(std::string(client));
  if (found != full_again_.end()) return found->second;
  // A full bucket is what a client that was never seen has.
  if (full_again_.size() >= capacity_) std::erase_if(full_again_, [now](const auto& e) { return e.second <= now; });
  const bool has_room = full_again_.size() < capacity_;
  return full_again_.try_emplace(std::string(has_room ? client : kEveryoneElse), now).first->second;
}

}  // namespace pocketrec
