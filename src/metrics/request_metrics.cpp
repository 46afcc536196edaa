#include "metrics/request_metrics.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace pocketrec {
namespace {

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

/// As people write it, "0.0005" and not "5e-04".
std::string bound_text(double bound) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, bound, std::chars_format::fixed).ptr};
}

}  // namespace

void RequestMetrics::count(std::string_view operation, int status, std::chrono::nanoseconds duration) {
  const auto bucket = std::ranges::lower_bound(kBuckets, seconds(duration)) - kBuckets.begin();
  const std::lock_guard lock(mutex_);
  auto found = operations_.find(operation);
  if (found == operations_.end()) found = operations_.emplace(operation, Operation()).first;
  Operation& counts = found->second;
  ++counts.by_status[status];
  ++counts.by_duration[static_cast<std::size_t>(bucket)];
  counts.total += duration;
}

void RequestMetrics::count_refusal(int status) {
  const std::lock_guard lock(mutex_);
  ++refusals_[status];
}

void RequestMetrics::write(MetricsText& text) const {
  const std::lock_guard lock(mutex_);
  text.family("pocketrec_requests_total", "counter", "Requests that were answered, by operation and HTTP status.");
  for (const auto& [name, counts] : operations_) {
    for (const auto& [status, count] : counts.by_status) {
      text.sample(static_cast<double>(count), {{"operation", name}, {"status", std::to_string(status)}});
    }
  }
  text.family("pocketrec_request_duration_seconds", "histogram", "Time of the work on a request, by operation.");
  for (const auto& [name, counts] : operations_) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < counts.by_duration.size(); ++i) {
      sum += counts.by_duration[i];
      const std::string bound = i < kBuckets.size() ? bound_text(kBuckets[i]) : "+Inf";
      text.sample(static_cast<double>(sum), {{"operation", name}, {"le", bound}}, "_bucket");
    }
    text.sample(seconds(counts.total), {{"operation", name}}, "_sum");
    text.sample(static_cast<double>(sum), {{"operation", name}}, "_count");
  }
  text.family("pocketrec_refusals_total", "counter",
              "What the listener refused before it was a request to the service, by HTTP status.");
  for (const auto& [status, count] : refusals_) {
    text.sample(static_cast<double>(count), {{"status", std::to_string(status)}});
  }
}

}  // namespace pocketrec
