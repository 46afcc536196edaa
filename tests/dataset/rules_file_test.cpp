#include "dataset/rules_file.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "dataset/check.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr char kEverything[] =
    R"json({"*":{"blocked":["t1"],"filter":"EXCLUDE ItemID WHERE Items.MATURITY IN (\"18\")","fixed":true},)json"
    R"json("home":{"boosts":[{"column":"GENRES","values":["Drama"],"points":0.5},)json"
    R"json({"column":"YEAR","least":1999.0,"points":-1.0}],"minimumRelevance":0.25,"rotation":3,"diversity":0.0,)json"
    R"json("caps":[{"column":"GENRES","most":2}],"pinned":[{"itemId":"t2","position":1}]}})json";

std::string refusal(std::string_view text) {
  const TemporaryFolder folder;
  folder.write("rules.json", text);
  const auto rules = read_rules(folder.path());
  return rules ? std::string() : rules.error().message;
}

}  // namespace

TEST_SUITE("rules file") {
  TEST_CASE("no file: no rules") {
    const TemporaryFolder folder;
    REQUIRE(read_rules(folder.path()));
    CHECK(read_rules(folder.path())->empty());
    CHECK(rules_text({}).empty());
  }

  TEST_CASE("rules are read, and written as the same text") {
    const auto rules = parse_rules(kEverything);
    REQUIRE_MESSAGE(rules, rules.error().message);
    REQUIRE(rules->size() == 2);
    CHECK((*rules)[0].rules.fixed);
    CHECK((*rules)[0].rules.filters.size() == 1);
    CHECK((*rules)[1].rules.boosts->at(1) == FieldBoost{"YEAR", {}, 1999, {}, -1});
    CHECK((*rules)[1].rules.diversity == 0);
    CHECK(!(*rules)[1].rules.fixed);
    CHECK(rules_text(*rules) == kEverything);
  }

  TEST_CASE("each wrong form has its message") {
    CHECK(refusal("{").starts_with("rules.json: expected a JSON object, got text that is not JSON"));
    CHECK(refusal("[]") == "rules.json: expected a JSON object, got array");
    CHECK(refusal(R"({"home":1})") == "rules.json: home: expected an object, got 1");
    CHECK(refusal(R"({"home":{"cap":[]}})") ==
          "rules.json: home.cap: expected one of boosts minimumRelevance rotation diversity caps pinned blocked filter "
          "fixed, got a member that is none of these");
    CHECK(refusal(R"({"home":{"caps":[{"column":"GENRES"}]}})") ==
          "rules.json: home.caps[0].most: expected an integer from 1 to 10000, got nothing");
    CHECK(refusal(R"({"home":{"diversity":2}})") == "rules.json: home.diversity: expected a number from 0 to 1, got 2");
    CHECK(refusal(R"({"*":{"diversity":1,"fixed":true},"home":{"diversity":0}})") ==
          "rules.json: home.diversity: expected none beside the recommender's own, which is fixed, got another");
  }

  TEST_CASE("the check tells mistakes with their place, and columns that are not there") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,t1,1700000000\n");
    folder.write("items.csv", "ITEM_ID,GENRES\nt1,Drama\n");
    const auto told = [&](std::string_view rules) {
      folder.write("rules.json", rules);
      const auto report = check_dataset(folder.path());
      REQUIRE(report);
      std::string text;
      for (const ProblemGroup& group : report->problems) {
        if (group.kind == ProblemKind::bad_rules) text += to_text(group.first.front());
      }
      return text;
    };
    CHECK(told(R"({"*":{"caps":[{"column":"genres","most":2}]}})").empty());
    CHECK(told(R"({"*":{"caps":[{"column":"GENRE","most":2}]}})") ==
          "rules.json: *.caps[0].column: expected a column of items.csv, got 'GENRE'");
    CHECK(told(R"({"*":{"boosts":[{"column":"AGE","least":2,"points":1}]}})") ==
          "rules.json: *.boosts[0].column: expected a column of items.csv, got 'AGE'");
    CHECK(told(R"({"*":7})") == "rules.json: *: expected an object, got 7");
  }
}

}  // namespace pocketrec
