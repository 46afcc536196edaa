#include "resources/arn.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pocketrec {
namespace {

struct Row {
  std::string text;
  std::string name;      // of a good one
  std::string expected;  // what the message asks for, of a bad one
};

const char* const kForm = "an ARN of the form arn:aws:personalize:REGION:ACCOUNT:TYPE/NAME";

}  // namespace

TEST_SUITE("resource name") {
  TEST_CASE("follows the table") {
    const std::string prefix = "arn:aws:personalize:eu-west-1:000000000000:";
    const std::string longest(256 - prefix.size() - 9, 'n');
    const std::vector<Row> rows = {
        {"home", "home", ""},
        {"Home 2", "Home 2", ""},
        {prefix + "campaign/home", "home", ""},
        {prefix + "recommender/home", "home", ""},
        {prefix + "filter/by-genre", "by-genre", ""},
        {"arn:aws-cn:personalize:cn-north-1:1:campaign/a", "a", ""},
        {"arn:aws:personalize:::recipe/aws-similar-items", "aws-similar-items", ""},
        {"arn:aws:personalize:::algorithm/x/y", "y", ""},
        {"arn:aws:personalize:::home", "home", ""},
        {"arn:aws:personalize:::campaign/a:b", "a:b", ""},
        {prefix + "campaign/" + longest, longest, ""},
        {std::string(256, 'n'), std::string(256, 'n'), ""},
        {"", "", "a name"},
        {prefix + "campaign/", "", "a name"},
        {"arn:aws:personalize:::", "", kForm},
        {"arn:", "", kForm},
        {"arn:aws:s3:::bucket/home", "", kForm},
        {"arn::personalize:::campaign/home", "", kForm},
        {"arn:AWS:personalize:::campaign/home", "", kForm},
        {"arn:aws:personalize:eu-west-1:campaign/home", "", kForm},
        {std::string(257, 'n'), "", "an ARN or a name of at most 256 characters"},
        {prefix + "campaign/" + longest + "n", "", "an ARN or a name of at most 256 characters"},
    };
    for (const Row& row : rows) {
      CAPTURE(row.text);
      const auto name = resource_name(row.text);
      if (row.expected.empty()) {
        REQUIRE_MESSAGE(name, name.error().message);
        CHECK(*name == row.name);
      } else {
        REQUIRE(!name);
        CHECK(name.error().code == ErrorCode::invalid_input);
        CHECK(name.error().message == "expected " + row.expected + ", got '" + row.text + "'");
      }
    }
  }
  TEST_CASE("shows only the start of a very long text") {
    const auto name = resource_name(std::string(100'000, 'n'));
    REQUIRE(!name);
    CHECK(name.error().message.size() < 400);
  }
  TEST_CASE("a new name has letters, digits, - and _ alone, and no more than 63") {
    for (const std::string& name : {std::string("a"), std::string("7-days_ago"), std::string(63, 'n')}) {
      CHECK_MESSAGE(check_new_name(name), name);
    }
    for (const std::string& name : {std::string(), std::string("-a"), std::string("_a"), std::string("a b"),
                                    std::string("a/b"), std::string("\xc3\xa4"), std::string(64, 'n')}) {
      const auto refused = check_new_name(name);
      REQUIRE_MESSAGE(!refused, name);
      CHECK(refused.error().code == ErrorCode::invalid_input);
    }
  }
  TEST_CASE("the ARN of a filter has its name") {
    CHECK(*resource_name(filter_arn("by-genre")) == "by-genre");
  }
}

}  // namespace pocketrec
