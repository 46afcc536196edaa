#include "evaluation/split_files.h"

#include <doctest/doctest.h>

#include <string>

#include "message_of.h"
#include "temporary_folder.h"

using namespace pocketrec;
using Strings = std::vector<std::string>;
using Rows = std::vector<std::uint32_t>;
using Items = std::vector<ItemIndex>;

namespace {

Result<GivenSplit> read_split(const std::string& train, const std::string& validation, const std::string& test,
                              ValidationUse use = ValidationUse::context) {
  const TemporaryFolder folder;
  folder.write("train.txt", train);
  folder.write("valid.txt", validation);
  folder.write("test.txt", test);
  return read_split_files(split_paths_in(folder.path()), use);
}

}  // namespace

TEST_SUITE("split files") {
  TEST_CASE("give training rows, histories and truths") {
    const auto split = read_split("7 30 10\n2 20\n", "2 40\n7 20 50\n", "7 40\n2 50 30 50\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->user_ids == Strings{"2", "7"});
    CHECK(split->item_ids == Strings{"10", "20", "30", "40", "50"});
    CHECK(split->user == Rows{0, 1, 1, 0, 1, 1});
    CHECK(split->item == Items{1, 2, 0, 3, 1, 4});
    CHECK(split->time == std::vector<std::int64_t>{0, 0, 1, 1, 2, 3});

    CHECK(split->validation.training == Rows{0, 1, 2});
    CHECK(split->validation.users == std::vector<TestUser>{{0, {0}, {3}}, {1, {1, 2}, {1, 4}}});
    CHECK(split->test.training == Rows{0, 1, 2});
    CHECK(split->test.users == std::vector<TestUser>{{0, {0, 3}, {2, 4}}, {1, {1, 2, 4, 5}, {3}}});
    for (const Split* part : {&split->validation, &split->test}) {
      CHECK(part->item_count == 5);
      CHECK(part->hides_history);
    }
    CHECK(split->events().user.size() == 6);
    CHECK(split->events().item_count == 5);
  }

  TEST_CASE("train on the validation for the test only when told to") {
    const auto split = read_split("1 5 6\n", "1 7\n", "1 8\n", ValidationUse::training);
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->validation.training == Rows{0, 1});
    CHECK(split->test.training == Rows{0, 1, 2});
  }

  TEST_CASE("order ids as numbers, not as text") {
    const auto split = read_split("10 100\n9 99\n", "9 1\n", "9 2\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->user_ids == Strings{"9", "10"});
    CHECK(split->item_ids == Strings{"1", "2", "99", "100"});
  }

  TEST_CASE("may lack the validation") {
    const TemporaryFolder folder;
    folder.write("train.txt", "1 5 6\n");
    folder.write("test.txt", "1 7\n");
    const auto split = read_split_files(split_paths_in(folder.path()));
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->validation.users.empty());
    CHECK(split->test.users == std::vector<TestUser>{{0, {0, 1}, {2}}});
  }

  TEST_CASE("may have tabs, repeated spaces, line ends of Windows, empty lines and no last line end") {
    const auto split = read_split("1\t5  6 \r\n\r\n\n 2 5", "1 7\r\n", "1 8");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->user_ids == Strings{"1", "2"});
    CHECK(split->item == Items{0, 1, 0, 2});
  }

  TEST_CASE("may name a user without items, and one without training") {
    const auto split = read_split("1 5\n2\n", "1 6\n", "2 5\n3 6\n1\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->test.users == std::vector<TestUser>{{0, {0, 1}, {}}, {1, {}, {0}}, {2, {}, {1}}});
  }

  TEST_CASE("may have the largest number and repeated items in training") {
    const auto split = read_split("4294967295 5 5 4294967295\n", "1 6\n", "1 7\n");
    REQUIRE_MESSAGE(split, message_of(split));
    CHECK(split->item_ids.back() == "4294967295");
    CHECK(split->test.training.size() == 3);
  }

  TEST_CASE("say file, line and column of what is no number") {
    CHECK(message_of(read_split("1 5\n\n2 5 x7 9\n", "1 6\n", "1 7\n")) ==
          "train.txt, line 3: expected a number from 0 to 4294967295, got \"x7\" (column 5)");
    CHECK(message_of(read_split("1 5\n", "1::6::3\n", "1 7\n")) ==
          "valid.txt, line 1: expected a number from 0 to 4294967295, got \"1::6::3\" (column 1)");
    CHECK(message_of(read_split("1 5\n", "1 6\n", "1 -7\n")) ==
          "test.txt, line 1: expected a number from 0 to 4294967295, got \"-7\" (column 3)");
    CHECK(message_of(read_split("1 5\n", "1 6\n", "1 4294967296\n")) ==
          "test.txt, line 1: expected a number from 0 to 4294967295, got \"4294967296\" (column 3)");
    CHECK(message_of(read_split("1 5\n", "1 6.5\n", "1 7\n")) ==
          "valid.txt, line 1: expected a number from 0 to 4294967295, got \"6.5\" (column 3)");
  }

  TEST_CASE("say which user has two lines") {
    const auto split = read_split("1 5\n2 6\n1 7\n", "1 8\n", "1 9\n");
    CHECK(message_of(split) == "train.txt, line 3: expected a line per user, got user 1 again, who has line 1");
    REQUIRE_FALSE(split);
    CHECK(split.error().code == ErrorCode::invalid_input);
  }

  TEST_CASE("say which truth the user had already") {
    CHECK(message_of(read_split("1 5 6\n", "1 8\n", "1 9 6\n")) ==
          "test.txt, line 1: expected items that are new to user 1, got item 6, which an earlier file gives that user");
    CHECK(message_of(read_split("1 5 6\n", "1 8\n", "1 9 8\n")) ==
          "test.txt, line 1: expected items that are new to user 1, got item 8, which an earlier file gives that user");
    CHECK(
        message_of(read_split("1 5 6\n", "\n1 5\n", "1 9\n")) ==
        "valid.txt, line 2: expected items that are new to user 1, got item 5, which an earlier file gives that user");
  }

  TEST_CASE("say which file has no lines") {
    CHECK(message_of(read_split("", "1 8\n", "1 9\n")) == "train.txt: expected lines `user item item …`, got none");
    CHECK(message_of(read_split("1 5\n", "1 8\n", "\n \n")) == "test.txt: expected lines `user item item …`, got none");
  }

  TEST_CASE("say which file is missing or is none") {
    const TemporaryFolder folder;
    folder.write("train.txt", "1 5\n");
    const auto missing = read_split_files(split_paths_in(folder.path()));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::resource_not_found);
    CHECK(missing.error().message ==
          (folder.path() / "test.txt").string() + ": cannot be opened: No such file or directory");

    const auto is_folder = read_split_files({folder.path(), {}, folder.path() / "train.txt"});
    REQUIRE_FALSE(is_folder);
    CHECK(is_folder.error().code == ErrorCode::io);
    CHECK(is_folder.error().message == folder.path().string() + ": cannot be read: Is a directory");
  }
}
