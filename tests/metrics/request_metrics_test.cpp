#include "metrics/request_metrics.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

namespace pocketrec {
namespace {

using namespace std::chrono_literals;

std::string written(const RequestMetrics& metrics) {
  MetricsText text;
  metrics.write(text);
  return text.take();
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_SUITE("request metrics") {
  TEST_CASE("have no series before the first request") {
    CHECK(written(RequestMetrics()) ==
          "# HELP pocketrec_requests_total Requests that were answered, by operation and HTTP status.\n"
          "# TYPE pocketrec_requests_total counter\n"
          "# HELP pocketrec_request_duration_seconds Time of the work on a request, by operation.\n"
          "# TYPE pocketrec_request_duration_seconds histogram\n"
          "# HELP pocketrec_refusals_total What the listener refused before it was a request to the service, by HTTP "
          "status.\n"
          "# TYPE pocketrec_refusals_total counter\n");
  }

  TEST_CASE("count by operation and status") {
    RequestMetrics metrics;
    metrics.count("A", 200, 1ms);
    metrics.count("A", 200, 1ms);
    metrics.count("A", 400, 1ms);
    metrics.count("B", 503, 1ms);
    const std::string text = written(metrics);
    CHECK(has_line(text, R"(pocketrec_requests_total{operation="A",status="200"} 2)"));
    CHECK(has_line(text, R"(pocketrec_requests_total{operation="A",status="400"} 1)"));
    CHECK(has_line(text, R"(pocketrec_requests_total{operation="B",status="503"} 1)"));
    CHECK(text.find(R"(operation="B",status="200")") == std::string::npos);
    CHECK(has_line(text, R"(pocketrec_request_duration_seconds_count{operation="A"} 3)"));
    CHECK(has_line(text, R"(pocketrec_request_duration_seconds_count{operation="B"} 1)"));
  }

  TEST_CASE("a duration is in the first bucket whose bound it does not exceed, and in all after it") {
    RequestMetrics metrics;
    metrics.count("A", 200, 100us);  // the bound itself
    metrics.count("A", 200, 101us);
    metrics.count("A", 200, 2s);
    const std::string text = written(metrics);
    const std::string bucket = R"(pocketrec_request_duration_seconds_bucket{operation="A",le=)";
    CHECK(has_line(text, bucket + R"("0.0001"} 1)"));
    CHECK(has_line(text, bucket + R"("0.0005"} 2)"));
    CHECK(has_line(text, bucket + R"("0.001"} 2)"));
    CHECK(has_line(text, bucket + R"("1"} 2)"));
    CHECK(has_line(text, bucket + R"("+Inf"} 3)"));
    CHECK(has_line(text, R"(pocketrec_request_duration_seconds_sum{operation="A"} 2.000201)"));
  }

  TEST_CASE("count refusals by status, apart from requests and their durations") {
    RequestMetrics metrics;
    metrics.count_refusal(408);
    metrics.count_refusal(421);
    metrics.count_refusal(408);
    const std::string text = written(metrics);
    CHECK(has_line(text, R"(pocketrec_refusals_total{status="408"} 2)"));
    CHECK(has_line(text, R"(pocketrec_refusals_total{status="421"} 1)"));
    CHECK(text.find("pocketrec_requests_total{") == std::string::npos);
  }

  TEST_CASE("lose no count of several threads") {
    RequestMetrics metrics;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 5'000; ++n) metrics.count(n % 2 == 0 ? "A" : "B", 200, 1us);
      });
    }
    for (std::thread& thread : threads) thread.join();
    const std::string text = written(metrics);
    CHECK(has_line(text, R"(pocketrec_requests_total{operation="A",status="200"} 10000)"));
    CHECK(has_line(text, R"(pocketrec_request_duration_seconds_count{operation="B"} 10000)"));
  }
}

}  // namespace pocketrec
