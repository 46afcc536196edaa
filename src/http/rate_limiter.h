#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace pocketrec {

/// How many requests each client may make: a bucket for each, which holds the requests of one second and is refilled
/// evenly. Of a bucket only the time is kept at which it will be full again (the generic cell rate algorithm), so a
/// client that rests for a second costs no memory. Thread-safe.
class RateLimiter {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// rate: requests per second of each client; 0: no limit · capacity: clients that are told apart at once; further
  /// ones share a bucket.
  explicit RateLimiter(std::uint32_t rate, std::size_t capacity = 4'096) : rate_(rate), capacity_(capacity) {}

  /// Counts a request of the client. False: it is one too many, and is not counted.
  bool admit(std::string_view client, TimePoint now);

  [[nodiscard]] std::uint32_t rate() const { return rate_; }

 private:
  TimePoint& bucket_of(std::string_view client, TimePoint now);

  const std::uint32_t rate_;
  const std::size_t capacity_;
  std::mutex mutex_;
  std::unordered_map<std::string, TimePoint> full_again_;
};

}  // namespace pocketrec
