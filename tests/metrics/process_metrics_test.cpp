#include "metrics/process_metrics.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

namespace pocketrec {
namespace {

double value_of(const std::string& text, const std::string& name) {
  const std::size_t at = text.find("\n" + name + " ");
  REQUIRE(at != std::string::npos);
  return std::strtod(text.c_str() + at + name.size() + 2, nullptr);
}

std::string written() {
  static const ProcessMetrics process;
  MetricsText text;
  process.write(text);
  return text.take();
}

}  // namespace

TEST_SUITE("process metrics") {
  TEST_CASE("memory that is touched shows") {
    const double before = value_of(written(), "process_resident_memory_bytes");
    CHECK(before > 100'000);
    const std::string block(64 << 20, 'x');
    CHECK(value_of(written(), "process_resident_memory_bytes") >= before + static_cast<double>(block.size()) / 2);
  }

  TEST_CASE("time on processors grows with work") {
    const double before = value_of(written(), "process_cpu_seconds_total");
    volatile unsigned sum = 0;
    double now = before;
    for (int round = 0; round < 10'000 && now < before + 0.02; ++round) {
      for (unsigned i = 0; i < 1'000'000; ++i) sum = sum + i;
      now = value_of(written(), "process_cpu_seconds_total");
    }
    CHECK(now >= before + 0.02);
  }
}

}  // namespace pocketrec
