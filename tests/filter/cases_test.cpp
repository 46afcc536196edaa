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
//   only     personalize or extended: the language of which the case is true; both when left out
//
// # begins a comment. In a page of the docs the same stands in blocks of the kind filter-case.

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
  std::string only;
};

constexpr std::size_t kValueColumn = 9;

class CaseReader {
 public:
  explicit CaseReader(const std::filesystem::path& path) : path_(path), file_(path) {}

  std::vector<Case> read() {
    REQUIRE_MESSAGE(file_, "cannot read " << path_.string());
    const bool is_page = path_.extension() == ".md";
    bool is_case = !is_page;
    for (std::string line; std::getline(file_, line);) {
      ++line_;
      if (is_page && line.starts_with("```")) {
        is_case = line == "```filter-case";
        line = "---";
      } else if (!is_case) {
        continue;
      }
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
    } else if (key_ == "only") {
      REQUIRE_MESSAGE((pending_ == "personalize" || pending_ == "extended"),
                      path_.string() << ":" << line_ << ": expected personalize or extended");
      current_.only = pending_;
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

void run(const Case& test, const SampleData& data, FilterLanguage language) {
  INFO(test.place);
  INFO((language == FilterLanguage::extended ? "extended" : "personalize"));
  INFO(test.filter);
  const UserState user = data.user(test.user);
  FilterRequest request;
  request.values = &test.values;
  if (test.user != "-") {
    request.user = &user;
    request.user_id = test.user;
  }
  if (test.item) request.current_item = data.catalog().find(*test.item).value_or(kNoItem);
  request.now = 10'000;
  const auto passing = data.filter(test.filter, request, language);

  if (test.error) {
    if (passing) {
      FAIL_CHECK("expected an error, got the items " << data.ids_of(*passing));
      return;
    }
    CHECK(passing.error().code == ErrorCode::invalid_input);
    CHECK(passing.error().message == *test.error);
    return;
  }
  if (!passing) {
    FAIL_CHECK(passing.error().message);
    return;
  }
  CHECK(data.ids_of(*passing) == *test.items);

  const auto expression = parse_filter(test.filter, language);
  const auto again = parse_filter(to_text(*expression), language);
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
        if (test.only != "extended") run(test, data, FilterLanguage::personalize);
        if (test.only != "personalize") run(test, data, FilterLanguage::extended);
        ++cases;
      }
    }
    CHECK(cases >= 80);  // contract/filters.md §9 alone has that many
  }

  TEST_CASE("every example of the page about filters gives what it says") {
    const std::filesystem::path tests = POCKETREC_TEST_DATA;
    const SampleData data = SampleData::read((tests / "filter" / "sample_data.txt").string());
    const auto examples = CaseReader(tests.parent_path() / "docs" / "filters.md").read();
    CHECK(examples.size() >= 25);
    for (const Case& example : examples) {
      if (example.only != "extended") run(example, data, FilterLanguage::personalize);
      run(example, data, FilterLanguage::extended);
    }
  }

  TEST_CASE("what is our own is refused in Personalize's language") {
    const std::filesystem::path tests = POCKETREC_TEST_DATA;
    const SampleData data = SampleData::read((tests / "filter" / "sample_data.txt").string());
    for (const Case& example : CaseReader(tests.parent_path() / "docs" / "filters.md").read()) {
      if (example.only != "extended" || example.error) continue;
      INFO(example.place);
      const auto expression = parse_filter(example.filter, FilterLanguage::personalize);
      if (expression) CHECK_FALSE(bind_filter(*expression, data.schemas()));
    }
  }
}

}  // namespace pocketrec
