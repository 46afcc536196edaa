#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "metrics/metrics_text.h"

namespace pocketrec {

/// How many requests of each operation were answered with which status, and how long that took. Thread-safe; counting
/// is two searches of small maps under a lock.
class RequestMetrics {
 public:
  /// Upper bounds of the histogram's buckets, in seconds: lists take tenths of a millisecond, events wait for the disk.
  static constexpr std::array<double, 8> kBuckets = {0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 1};

  /// operation: one of a fixed set, never text that a client chose, because each has series of its own.
  void count(std::string_view operation, int status, std::chrono::nanoseconds duration);

  /// A request, or what should have become one, that the listener refused before it was known what it asks for.
  void count_refusal(int status);

  /// Writes pocketrec_requests_total, pocketrec_request_duration_seconds and pocketrec_refusals_total, all as of one
  /// moment. Operations that
  /// nobody has asked for have no series.
  void write(MetricsText& text) const;

 private:
  struct Operation {
    std::map<int, std::uint64_t> by_status;
    std::array<std::uint64_t, kBuckets.size() + 1> by_duration{};  ///< the last one: longer than all bounds
    std::chrono::nanoseconds total{};
  };

  mutable std::mutex mutex_;
  std::map<std::string, Operation, std::less<>> operations_;
  std::map<int, std::uint64_t> refusals_;
};

}  // namespace pocketrec
