#include "evaluation/metric_table.h"

#include <doctest/doctest.h>

using namespace pocketrec;

namespace {

std::vector<MetricColumn> two_columns() {
  MetricReport model{{{"coverage", 0.26034}, {"normalized_discounted_cumulative_gain_at_10", 0.5}}, 604, 2};
  MetricReport popularity{{{"coverage", 0.25}}, 604, 2};
  return {{"model", model, {{"model_bytes", 2097152, 0}, {"training_seconds", 1.26, 1}}},
          {"popularity", popularity, {{"training_seconds", 0, 1}}}};
}

}  // namespace

TEST_SUITE("metric table") {
  TEST_CASE("stands in aligned columns") {
    CHECK(metric_text(two_columns()) ==
          "                                               model  popularity\n"
          "coverage                                      0.2603      0.2500\n"
          "normalized_discounted_cumulative_gain_at_10   0.5000           -\n"
          "users                                            604         604\n"
          "users_without_truth                                2           2\n"
          "model_bytes                                  2097152           -\n"
          "training_seconds                                 1.3         0.0\n");
  }

  TEST_CASE("is JSON in the same order, not rounded") {
    CHECK(metric_json(two_columns()) ==
          R"({
  "model": {
    "metrics": {
      "coverage": 0.26034,
      "normalized_discounted_cumulative_gain_at_10": 0.5
    },
    "users": 604,
    "users_without_truth": 2,
    "figures": {
      "model_bytes": 2097152,
      "training_seconds": 1.26
    }
  },
  "popularity": {
    "metrics": {
      "coverage": 0.25
    },
    "users": 604,
    "users_without_truth": 2,
    "figures": {
      "training_seconds": 0.0
    }
  }
}
)");
  }

  TEST_CASE("counts characters of UTF-8, and JSON escapes and repairs names") {
    const std::vector<MetricColumn> columns{{"für \"x\"", {}, {}}, {"\xff", {}, {}}};
    CHECK(metric_text(columns) ==
          "                     für \"x\"  \xff\n"
          "users                      0  0\n"
          "users_without_truth        0  0\n");
    const std::string json = metric_json(columns);
    CHECK(json.find(R"("für \"x\"": {)") != std::string::npos);
    CHECK(json.find('\xff') == std::string::npos);
  }

  TEST_CASE("has no columns without recommenders") {
    CHECK(metric_json({}) == "{}\n");
  }
}
