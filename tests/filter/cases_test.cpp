#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "filter/filter.h"
#include "sample_data.h"

// Reads tests/filter/cases/*.txt. A case is a block of lines `key value`, the value from column 10 on, and blocks are
// separated by ---. A line that begins with blanks continues the value above it. Keys:
//
//   filter   the expression
//   values   one entry of filterValues, NAME=text; any number of them
//   user     who asks: an id of sample_data.txt, or - for a request without one; ann when left out
//   item     the item of a related-items request, by id
//   items    ids of the items that pass
//   error    the complete message of the mistake, instead of items
//
// # begins a comment.

namespace pocketrec {
namespace {

struct Case {
  std::string place;  // file:line
  std::string filter;
  std::map<std::string, std::string> values;
  std::string user = "ann";
  std::optional<std::string> item;
  std::optional<std::string> items;
  std::optional<std::string> error;
};

constexpr std::size_t kValueColumn = 9;

class CaseReader {
 public:
  explicit CaseReader(const std::filesystem::path& path) : path_(path), file_(path) {}

  std::vector<Case> read() {
    REQUIRE_MESSAGE(file_, "cannot read " << path_.string());
    for (std::string line; std::getline(file_, line);) {
      ++line_;
      if (line == "---") {
        finish_case();
      } else if (line.starts_with(' ')) {
        pending_ += '\n' + line.substr(std::min(kValueColumn, line.size()));
      } else if (!line.empty() && !line.starts_with('#')) {
        finish_key();
        key_ = line.substr(0, line.find(' '));
        pending_ = line.substr(std::min(kValueColumn, line.size()));
        if (key_ == "filter") current_.place = path_.filename().string() + ":" + std::to_string(line_);
      }
    }
    finish_case();
    return cases_;
  }

 private:
  void finish_key() {
    if (key_ == "filter") {
      current_.filter = pending_;
    } else if (key_ == "values") {
      const std::size_t equals = pending_.find('=');
      REQUIRE_MESSAGE(equals != std::string::npos, path_.string() << ":" << line_ << ": expected NAME=text");
      current_.values[pending_.substr(0, equals)] = pending_.substr(equals + 1);
    } else if (key_ == "user") {
      current_.user = pending_;
    } else if (key_ == "item") {
      current_.item = pending_;
    } else if (key_ == "items") {
      current_.items = pending_;
    } else if (key_ == "error") {
      current_.error = pending_;
    } else {
      REQUIRE_MESSAGE(key_.empty(), path_.string() << ":" << line_ << ": unknown key " << key_);
    }
    key_.clear();
  }

  void finish_case() {
    finish_key();
    if (!current_.place.empty()) {
      REQUIRE_MESSAGE(current_.items.has_value() != current_.error.has_value(),
                      current_.place << ": expected either items or error");
      cases_.push_back(std::move(current_));
    }
    current_ = {};
  }

  std::filesystem::path path_;
  std::ifstream file_;
  std::size_t line_ = 0;
  std::string key_;
  std::string pending_;
  Case current_;
  std::vector<Case> cases_;
};

void run(const Case& test, const SampleData& data) {
  INFO(test.place);
  INFO(test.filter);
  const UserState user = data.user(test.user);
  FilterRequest request;
  request.values = &test.values;
  if (test.user != "-") {
    request.user = &user;
    request.user_id = test.user;
  }
  if (test.item) request.current_item = data.catalog().find(*test.item).value_or(kNoItem);
  const auto passing = data.filter(test.filter, request);

  if (test.error) {
    REQUIRE_MESSAGE(!passing, "expected an error, got the items " << data.ids_of(*passing));
    CHECK(passing.error().code == ErrorCode::invalid_input);
    CHECK(passing.error().message == *test.error);
    return;
  }
  REQUIRE_MESSAGE(passing, passing.error().message);
  CHECK(data.ids_of(*passing) == *test.items);

  const auto expression = parse_filter(test.filter);
  const auto again = parse_filter(to_text(*expression));
  REQUIRE_MESSAGE(again, again.error().message);
  CHECK(*again == *expression);
}

}  // namespace

TEST_SUITE("filter cases") {
  TEST_CASE("every case gives its items or its message") {
    const std::filesystem::path folder = std::filesystem::path(POCKETREC_TEST_DATA) / "filter";
    const SampleData data = SampleData::read((folder / "sample_data.txt").string());
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "cases")) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::size_t cases = 0;
    for (const auto& file : files) {
      for (const Case& test : CaseReader(file).read()) {
        run(test, data);
        ++cases;
      }
    }
    CHECK(cases >= 80);  // contract/filters.md §9 alone has that many
  }
}

}  // namespace pocketrec
