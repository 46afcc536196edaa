#include "training/training_options.h"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

using namespace pocketrec;

TEST_SUITE("training_options") {
  TEST_CASE("the first option outside its range is told, with what was expected and what came") {
    CHECK(OptionCheck("ridge").in_range("a", 0, 0, 1).in_range("b", 1, 0, 1).threads(1024).result());
    const auto two = OptionCheck("ridge").in_range("a", 1.5, 0, 1).in_range("b", 7, 0, 1).result();
    REQUIRE(!two);
    CHECK(two.error().message == "ridge options: expected a from 0 to 1, got 1.5");
    const auto open = OptionCheck("ridge").in_range("n", 0, 1, HUGE_VAL).result();
    REQUIRE(!open);
    CHECK(open.error().message == "ridge options: expected n at least 1, got 0");
    CHECK(!OptionCheck("ridge").in_range("a", NAN, 0, 1).result());
    CHECK(!OptionCheck("ridge").threads(1025).result());
  }

  TEST_CASE("a stage report passes on its stage, and never more than its total") {
    std::vector<std::pair<std::size_t, std::size_t>> heard;
    const auto report = stage_report(
        [&](std::string_view stage, std::size_t done, std::size_t total) {
          CHECK(stage == "sums");
          heard.emplace_back(done, total);
        },
        "sums", steps_of(33, 16));
    report(1);
    report(4);
    CHECK(heard == std::vector<std::pair<std::size_t, std::size_t>>{{1, 3}, {3, 3}});
    CHECK(stage_report({}, "sums", 1) == nullptr);
  }
}
