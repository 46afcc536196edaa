#include "metrics/process_metrics.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace pocketrec {
namespace {

/// Second number of /proc/self/statm, in pages.
std::optional<std::uint64_t> resident_pages(int file) {
  char block[128];
  const ssize_t size = ::pread(file, block, sizeof block, 0);
  const std::string_view text(block, size < 0 ? 0 : static_cast<std::size_t>(size));
  const std::size_t space = text.find(' ');
  if (space == text.npos) return std::nullopt;
  std::uint64_t pages = 0;
  const auto read = std::from_chars(text.data() + space + 1, text.data() + text.size(), pages);
  return read.ec == std::errc() ? std::optional(pages) : std::nullopt;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

ProcessMetrics::ProcessMetrics() : memory_(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}

void ProcessMetrics::write(MetricsText& text) const {
  if (const auto pages = resident_pages(memory_.get())) {
    text.single("process_resident_memory_bytes", "gauge", "Resident memory, with the mapped parts of the model.",
                static_cast<double>(*pages) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  }
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) == 0) {
    text.single("process_cpu_seconds_total", "counter", "Time on processors, of the program and for it.",
                seconds(usage.ru_utime) + seconds(usage.ru_stime));
  }
}

}  // namespace pocketrec
