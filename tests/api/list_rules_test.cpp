#include "api/list_rules.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

namespace pocketrec {
namespace {

std::string message_of(const ListRules& rules) {
  const auto checked = check_list_rules(rules);
  return checked ? "" : checked.error().message;
}

}  // namespace

TEST_SUITE("list rules") {
  TEST_CASE("rules that lift others are empty") {
    ListRules rules;
    CHECK(rules.empty());
    rules = {.boosts = {{}}, .minimum_relevance = 0, .rotation = 0, .diversity = 0, .caps = {{}}, .pinned = {{}}};
    CHECK(rules.empty());
    rules.blocked = {"x"};
    CHECK(!rules.empty());
  }

  TEST_CASE("each limit has its message") {
    CHECK(message_of({.boosts = {{{"GENRES", {"Drama"}, {}, {}, 1000}}}}).empty());
    CHECK(message_of({.boosts = {{{"GENRES", {"Drama"}, {}, {}, -1000.5}}}}) ==
          "boosts[0].points: expected a number from -1000 to 1000, got -1000.5");
    CHECK(message_of({.boosts = {{{"GENRES", {}, {}, {}, 1}}}}) ==
          "boosts[0].values: expected either values, or least, most or both, got neither");
    CHECK(message_of({.boosts = {{{"YEAR", {"1999"}, 1, {}, 1}}}}) ==
          "boosts[0].values: expected either values, or least, most or both, got all of these");
    CHECK(message_of({.boosts = {{{"YEAR", {}, 5, 4, 1}}}}) == "boosts[0].most: expected a number from 5, got 4");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(message_of({.boosts = {{{"YEAR", {}, nan, {}, 1}}}}) == "boosts[0].least: expected a finite number, got nan");
    CHECK(message_of({.minimum_relevance = 1.5}) == "minimumRelevance: expected a number from 0 to 1, got 1.5");
    CHECK(message_of({.diversity = nan}) == "diversity: expected a number from 0 to 1, got nan");
    CHECK(message_of({.rotation = 1001}) == "rotation: expected a number from 0 to 1000, got 1001");
    CHECK(message_of({.caps = {{{"GENRES", 0}}}}) == "caps[0].most: expected an integer from 1 to 10000, got 0");
    CHECK(message_of({.caps = {std::vector<ValueCap>(17, {"A", 1})}}) == "caps: expected at most 16 entries, got 17");
    CHECK(message_of({.pinned = {{{"a", 0}}}}) == "pinned[0].position: expected an integer from 1 to 10000, got 0");
    CHECK(message_of({.pinned = {{{"a", 1}, {"a", 2}}}}) == "pinned[1].itemId: expected each item once, got a again");
    CHECK(message_of({.pinned = {{{"a", 1}, {"b", 1}}}}) ==
          "pinned[1].position: expected each position once, got 1 again");
    CHECK(message_of({.blocked = {""}}) == "blocked: expected 1 to 256 characters, got 0");
    CHECK(message_of({.filters = {std::string(2501, 'x')}}) == "filter: expected 1 to 2500 characters, got 2501");
    CHECK(message_of({.blocked = {"\xFF"}}) == "blocked: expected UTF-8, got other bytes");
  }

  TEST_CASE("a kind of rule takes the place of the same kind, blocked items and filters add up") {
    const ListRules lower = {.diversity = 0.5, .caps = {{{"GENRES", 1}}}, .blocked = {"a", "b"}, .filters = {"f"}};
    const ListRules upper = {.rotation = 2, .caps = {{}}, .blocked = {"b", "c"}, .filters = {"g"}};
    const auto rules = replace_rules(lower, upper);
    REQUIRE(rules);
    CHECK(rules->diversity == 0.5);
    CHECK(rules->rotation == 2);
    CHECK(rules->caps == std::vector<ValueCap>());
    CHECK(rules->blocked == std::vector<std::string>{"a", "b", "c"});
    CHECK(rules->filters == std::vector<std::string>{"f", "g"});
  }

  TEST_CASE("a fixed kind is not replaced, and other kinds may be added") {
    const ListRules lower = {.caps = {{{"GENRES", 1}}}, .blocked = {"a"}, .fixed = true};
    const auto lifted = replace_rules(lower, {.caps = {{}}});
    REQUIRE(!lifted);
    CHECK(lifted.error().code == ErrorCode::invalid_input);
    CHECK(lifted.error().message == "caps: expected none beside the recommender's own, which is fixed, got another");
    const auto added = replace_rules(lower, {.diversity = 1, .blocked = {"b"}});
    REQUIRE(added);
    CHECK(added->caps == lower.caps);
    CHECK(added->blocked == std::vector<std::string>{"a", "b"});
    CHECK(added->fixed);
  }

  TEST_CASE("a recommender's own rules stand over those of all") {
    const std::vector<NamedRules> all = {{"home", {.diversity = 0.25}}, {"*", {.diversity = 0.5, .blocked = {"x"}}}};
    CHECK(rules_of(all, "home")->diversity == 0.25);
    CHECK(rules_of(all, "home")->blocked == std::vector<std::string>{"x"});
    CHECK(rules_of(all, "other")->diversity == 0.5);
    CHECK(rules_of({}, "home")->empty());
    const std::vector<NamedRules> fixed = {{"*", {.diversity = 0.5, .fixed = true}}};
    CHECK(rules_of(fixed, "*")->diversity == 0.5);
    CHECK(rules_of(fixed, "home")->diversity == 0.5);
  }
}

}  // namespace pocketrec
