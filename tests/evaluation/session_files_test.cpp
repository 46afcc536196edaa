#include "evaluation/session_files.h"

#include <doctest/doctest.h>

#include <numeric>

#include "message_of.h"
#include "temporary_folder.h"

using namespace pocketrec;
using Strings = std::vector<std::string>;
using Rows = std::vector<std::uint32_t>;
using Items = std::vector<ItemIndex>;

namespace {

Result<GivenSplit> read_sessions(const std::string& train, const std::string& test) {
  const TemporaryFolder folder;
  folder.write("train.txt", train);
  folder.write("test.txt", test);
  return read_session_files(folder / "train.txt", folder / "test.txt");
}

Rows first(std::uint32_t count) {
  Rows rows(count);
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

}  // namespace

TEST_SUITE("session files") {
  TEST_CASE("make each session a user, and ask for the last item of those of the test file") {
    const auto split = read_sessions("7 5 7\n\n30\n", "5 30 100\n7\n9 5\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->item_ids == Strings{"5", "7", "9", "30", "100"});
    CHECK(split->user_ids == Strings{"1", "2", "3", "4", "5"});
    CHECK(split->user == Rows{0, 0, 0, 1, 2, 2, 4});
    CHECK(split->item == Items{1, 0, 1, 3, 0, 3, 2});
    CHECK(split->time == std::vector<std::int64_t>{0, 1, 2, 0, 0, 1, 0});
    CHECK(split->test.training == first(4));
    CHECK(split->test.users == std::vector<TestUser>{{2, {4, 5}, {4}}, {4, {6}, {0}}});
    CHECK(split->test.users_skipped == 1);  // has but one item
    CHECK(split->test.item_count == 5);
    CHECK_FALSE(split->test.hides_history);
  }

  TEST_CASE("of fewer than ten sessions have no validation") {
    const auto split = read_sessions("1 2\n1 2\n1 2\n1 2\n1 2\n1 2\n1 2\n1 2\n1 2\n", "1 2\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->validation.users.empty());
    CHECK(split->test.training == first(18));
    CHECK(split->test.users.size() == 1);
  }

  TEST_CASE("validate on the last tenth of the training file, trained on what is before") {
    std::string train;
    for (int session = 0; session < 27; ++session) train += "1 2 3\n";
    const auto split = read_sessions(train + "4 4 1\n2\n3 1\n", "1 2\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->validation.training == first(81));
    // The history is without the truth, which stands in the columns for the training of the test.
    CHECK(split->validation.users == std::vector<TestUser>{{27, {81, 82}, {0}}, {29, {85}, {0}}});
    CHECK(split->validation.users_skipped == 1);
    CHECK(split->validation.item_count == 4);
    CHECK_FALSE(split->validation.hides_history);
    CHECK(split->item[83] == 0);
    CHECK(split->test.training == first(87));
    CHECK(split->test.users == std::vector<TestUser>{{30, {87}, {1}}});
  }

  TEST_CASE("may ask for an item that is in the history, or in no training") {
    const auto split = read_sessions("1 2\n", "3 3\n1 4\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->test.users == std::vector<TestUser>{{1, {2}, {2}}, {2, {3}, {3}}});
  }

  TEST_CASE("say what is wrong with a file, and where") {
    CHECK(message_of(read_sessions("1 2\n3 a\n", "1 2\n")) ==
          "train.txt, line 2: expected a number from 0 to 4294967295, got \"a\" (column 3)");
    CHECK(message_of(read_sessions("1 2\n", "1,2\n")) ==
          "test.txt, line 1: expected a number from 0 to 4294967295, got \"1,2\" (column 1)");
    CHECK(message_of(read_sessions("\n", "1 2\n")) == "train.txt: expected lines `item item …`, got none");
    CHECK(message_of(read_sessions("1 2\n", "")) == "test.txt: expected lines `item item …`, got none");
    const auto missing = read_session_files("/nowhere/train.txt", "/nowhere/test.txt");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::resource_not_found);
  }
}
