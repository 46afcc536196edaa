#include "filter/explain_filter.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "filter/filter.h"

namespace pocketrec {
namespace {

/// Runs tests/filter/explain_cases.txt, which says how it is written.
class ExplanationCases {
 public:
  explicit ExplanationCases(const std::filesystem::path& path) : file_(path) {
    REQUIRE_MESSAGE(file_, "cannot read " << path.string());
  }

  std::size_t run() {
    constexpr std::size_t kTextColumn = 9;
    for (std::string line; std::getline(file_, line);) {
      if (line.starts_with("filter ")) filter_ = line.substr(kTextColumn);
      if (line.starts_with("words ")) check(line.substr(kTextColumn));
    }
    return cases_;
  }

 private:
  void check(const std::string& words) {
    INFO(filter_);
    const auto expression = parse_filter(filter_);
    REQUIRE_MESSAGE(expression, expression.error().message);
    CHECK(explain_filter(*expression) == words);
    ++cases_;
  }

  std::ifstream file_;
  std::string filter_;
  std::size_t cases_ = 0;
};

}  // namespace

TEST_SUITE("explain filter") {
  TEST_CASE("every case is explained in its words") {
    CHECK(ExplanationCases(std::filesystem::path(POCKETREC_TEST_DATA) / "filter/explain_cases.txt").run() >= 20);
  }

  TEST_CASE("placeholders are named once, in their order") {
    const auto expression = parse_filter(
        R"(INCLUDE ItemID WHERE Items.YEAR > $B AND Items.A IN ("$A") | )"
        R"(EXCLUDE ItemID WHERE Items.YEAR < $B AND Items.T IN ("$ 1", "cost: $C") IF CurrentUser.AGE > $c)");
    REQUIRE(expression);
    CHECK(placeholders_of(*expression) == std::vector<std::string>{"B", "A", "c"});
  }
}

}  // namespace pocketrec
