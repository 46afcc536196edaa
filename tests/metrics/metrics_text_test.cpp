#include "metrics/metrics_text.h"

#include <doctest/doctest.h>

namespace pocketrec {

TEST_SUITE("metrics text") {
  TEST_CASE("writes a family, its samples and their labels") {
    MetricsText text;
    text.family("a_total", "counter", "Things.");
    text.sample(3, {{"kind", "x"}, {"status", "200"}});
    text.sample(0.25, {}, "_sum");
    text.single("b", "gauge", "One thing.", 1e9);
    CHECK(text.take() ==
          "# HELP a_total Things.\n# TYPE a_total counter\na_total{kind=\"x\",status=\"200\"} 3\na_total_sum 0.25\n"
          "# HELP b One thing.\n# TYPE b gauge\nb 1e+09\n");
  }

  TEST_CASE("escapes what would end a label's value") {
    MetricsText text;
    text.family("a", "gauge", "A.");
    text.sample(1, {{"l", "\"}\\\n"}});
    CHECK(text.take() == "# HELP a A.\n# TYPE a gauge\na{l=\"\\\"}\\\\\\n\"} 1\n");
  }
}

}  // namespace pocketrec
