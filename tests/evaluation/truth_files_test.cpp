#include "evaluation/truth_files.h"

#include <doctest/doctest.h>

#include "message_of.h"
#include "random_events.h"
#include "temporary_folder.h"

using namespace pocketrec;
using Rows = std::vector<std::uint32_t>;
using Items = std::vector<ItemIndex>;

namespace {

const std::vector<std::string> kItems = {"a", "b", "c", "d", "e"};

/// Users ann, bob and cid; ann chose b, then (earlier in time) a, bob c, cid nothing.
OwnedEvents some_events() {
  OwnedEvents events;
  events.item_count = kItems.size();
  events.user_ids = {"ann", "bob", "cid"};
  events.add(0, 1, 20);
  events.add(1, 2, 5);
  events.add(0, 0, 10);
  events.add(0, 1, 20);
  return events;
}

Result<Split> read_truth(const std::string& text) {
  const TemporaryFolder folder;
  const OwnedEvents events = some_events();
  return read_truth_file(folder.write("truth.txt", text), events.columns(), kItems);
}

Result<Items> candidates(const std::string& text) {
  const TemporaryFolder folder;
  return read_candidates(folder.write("ids.txt", text), kItems);
}

}  // namespace

TEST_SUITE("truth file") {
  TEST_CASE("asks its users by all of their events, and trains on all") {
    const auto split = read_truth("cid e\nann\te  c\r\n\nbob d");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->training == Rows{0, 1, 2, 3});
    CHECK(split->users == std::vector<TestUser>{{0, {2, 0, 3}, {2, 4}}, {1, {1}, {3}}, {2, {}, {4}}});
    CHECK(split->item_count == 5);
    CHECK(split->users_skipped == 0);
    CHECK(split->hides_history);
    CHECK(split->candidates.empty());
  }

  TEST_CASE("hides no histories when a truth repeats one of its own") {
    const auto other = read_truth("ann c\nbob a\n");
    REQUIRE(other);
    CHECK(other->hides_history);  // ann has a, bob has c
    const auto own = read_truth("ann c\nbob c\n");
    REQUIRE(own);
    CHECK_FALSE(own->hides_history);
  }

  TEST_CASE("counts a repeated item once, and does not ask a user without items") {
    const auto split = read_truth("ann e e d e\nbob\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->users == std::vector<TestUser>{{0, {2, 0, 3}, {3, 4}}});
  }

  TEST_CASE("says which user or item the data do not have, and where") {
    CHECK(message_of(read_truth("ann e\n\ndan e\n")) == "truth.txt, line 3: expected a user of the data, got 'dan'");
    CHECK(message_of(read_truth("ann e\nbob e x\n")) == "truth.txt, line 2: expected an item of the data, got 'x'");
    CHECK(message_of(read_truth("ann " + std::string(60, 'x'))) ==
          "truth.txt, line 1: expected an item of the data, got '" + std::string(40, 'x') + "'");
  }

  TEST_CASE("has a line per user, also when the first one has no items") {
    CHECK(message_of(read_truth("ann e\nbob d\nann d\n")) ==
          "truth.txt, line 3: expected a line per user, got a second one");
    CHECK(message_of(read_truth("bob d\nann\nann d\n")) ==
          "truth.txt, line 3: expected a line per user, got a second one");
    CHECK(message_of(read_truth("bob d\nann\nann\n")) ==
          "truth.txt, line 3: expected a line per user, got a second one");
  }

  TEST_CASE("has somebody to ask") {
    CHECK(message_of(read_truth("")) == "truth.txt: expected lines `user item item …`, got none");
    CHECK(message_of(read_truth(" \n\r\n")) == "truth.txt: expected lines `user item item …`, got none");
    CHECK(message_of(read_truth("ann\n")) == "truth.txt: expected lines `user item item …`, got none");
  }

  TEST_CASE("that is missing is named") {
    const OwnedEvents events = some_events();
    const auto missing = read_truth_file("/nowhere/truth.txt", events.columns(), kItems);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::resource_not_found);
    CHECK(missing.error().message.find("/nowhere/truth.txt: cannot be opened") == 0);
  }
}

TEST_SUITE("candidates") {
  TEST_CASE("are words in any number of lines, ascending and distinct") {
    const auto items = candidates("d\r\na e\n\n\td  a");
    REQUIRE_MESSAGE(items, message_of(items));
    CHECK(*items == Items{0, 3, 4});
  }

  TEST_CASE("have to be items of the data") {
    CHECK(message_of(candidates("a\nb z\n")) == "ids.txt, line 2: expected an item of the data, got 'z'");
    CHECK(message_of(candidates("\n \n")) == "ids.txt: expected item ids, got none");
    const auto missing = read_candidates("/nowhere/ids.txt", kItems);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::resource_not_found);
  }
}
