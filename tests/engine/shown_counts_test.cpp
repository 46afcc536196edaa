#include "engine/shown_counts.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pocketrec {
namespace {

PredictedItem item(const std::string& id) {
  PredictedItem shown;
  shown.item_id = id;
  return shown;
}

}  // namespace

TEST_SUITE("shown counts") {
  TEST_CASE("counts lists by user and item, from 0 again after an event") {
    ShownCounts shown;
    shown.add("ann", {item("a"), item("b")});
    shown.add("ann", {item("b")});
    shown.add("bob", {item("a")});
    CHECK(shown.of("ann", {"a", "b", "c"}) == std::vector<std::uint32_t>{1, 2, 0});
    CHECK(shown.of("nobody", {"a"}) == std::vector<std::uint32_t>{0});
    shown.forget("ann", "b");
    shown.forget("ann", "never shown");
    shown.forget("nobody", "b");
    CHECK(shown.of("ann", {"a", "b"}) == std::vector<std::uint32_t>{1, 0});
    CHECK(shown.of("bob", {"a"}) == std::vector<std::uint32_t>{1});
    shown.add("ann", {item("b")});
    CHECK(shown.of("ann", {"b"}) == std::vector<std::uint32_t>{1});
  }

  TEST_CASE("forgets a user whole") {
    ShownCounts shown;
    shown.add("ann", {item("a"), item("b")});
    shown.add("bob", {item("a")});
    shown.forget("ann");
    shown.forget("nobody");
    CHECK(shown.of("ann", {"a", "b"}) == std::vector<std::uint32_t>{0, 0});
    CHECK(shown.of("bob", {"a"}) == std::vector<std::uint32_t>{1});
    shown.add("ann", {item("b")});
    CHECK(shown.of("ann", {"b"}) == std::vector<std::uint32_t>{1});
  }

  TEST_CASE("keeps the items that were shown last") {
    ShownCounts shown;
    shown.add("ann", {item("first"), item("second")});
    for (std::size_t i = 0; i + 2 < ShownCounts::kItems; ++i) shown.add("ann", {item(std::to_string(i))});
    shown.add("ann", {item("first")});
    shown.add("ann", {item("one more")});
    CHECK(shown.of("ann", {"first", "second", "0", "one more"}) == std::vector<std::uint32_t>{2, 0, 1, 1});
  }

  TEST_CASE("keeps the users who were shown lists last") {
    ShownCounts shown;
    for (std::size_t i = 0; i < ShownCounts::kUsers; ++i) shown.add(std::to_string(i), {item("a")});
    shown.add("0", {item("a")});
    shown.add("new", {item("a")});
    CHECK(shown.of("0", {"a"}) == std::vector<std::uint32_t>{2});
    CHECK(shown.of("1", {"a"}) == std::vector<std::uint32_t>{0});
    CHECK(shown.of("2", {"a"}) == std::vector<std::uint32_t>{1});
  }
}

}  // namespace pocketrec
