#include "evaluation/number_lines.h"

#include <doctest/doctest.h>

#include "message_of.h"
#include "temporary_folder.h"

using namespace pocketrec;
using Numbers = std::vector<std::uint32_t>;

namespace {

Result<NumberFile> read_numbers(const std::string& text) {
  const TemporaryFolder folder;
  return read_number_lines(folder.write("some.txt", text), "number number …");
}

}  // namespace

TEST_SUITE("lines of numbers") {
  TEST_CASE("are read with their places in the file, without those that are empty") {
    const auto file = read_numbers("1 22\n\n \t\n333\t4  0 \r\n4294967295");
    REQUIRE_MESSAGE(file, message_of(file));
    CHECK(file->name == "some.txt");
    REQUIRE(file->lines.size() == 3);
    CHECK(file->lines[0].values == Numbers{1, 22});
    CHECK(file->lines[0].number == 1);
    CHECK(file->lines[1].values == Numbers{333, 4, 0});
    CHECK(file->lines[1].number == 4);
    CHECK(file->lines[2].values == Numbers{4294967295});
    CHECK(file->lines[2].number == 5);
  }

  TEST_CASE("have file, line and column for what is no number, and the beginning of it") {
    CHECK(message_of(read_numbers("1 2\n3 x4 5\n")) ==
          "some.txt, line 2: expected a number from 0 to 4294967295, got \"x4\" (column 3)");
    CHECK(message_of(read_numbers("1,2\n")) ==
          "some.txt, line 1: expected a number from 0 to 4294967295, got \"1,2\" (column 1)");
    CHECK(message_of(read_numbers("\t4294967296")) ==
          "some.txt, line 1: expected a number from 0 to 4294967295, got \"4294967296\" (column 2)");
    CHECK(message_of(read_numbers("1 -0")) ==
          "some.txt, line 1: expected a number from 0 to 4294967295, got \"-0\" (column 3)");
    CHECK(message_of(read_numbers("+1")) ==
          "some.txt, line 1: expected a number from 0 to 4294967295, got \"+1\" (column 1)");
    CHECK(message_of(read_numbers(std::string(100, 'y'))) ==
          "some.txt, line 1: expected a number from 0 to 4294967295, got \"" + std::string(40, 'y') + "\" (column 1)");
  }

  TEST_CASE("are expected in the form that the caller says") {
    CHECK(message_of(read_numbers("")) == "some.txt: expected lines `number number …`, got none");
    CHECK(message_of(read_numbers("\n \r\n\t")) == "some.txt: expected lines `number number …`, got none");
  }

  TEST_CASE("say where no file is, and what is none") {
    const TemporaryFolder folder;
    const auto missing = read_number_lines(folder / "missing", "x");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::resource_not_found);
    CHECK(missing.error().message == (folder / "missing").string() + ": cannot be opened: No such file or directory");
    const auto is_folder = read_text_file(folder.path());
    REQUIRE_FALSE(is_folder);
    CHECK(is_folder.error().code == ErrorCode::io);
    CHECK(is_folder.error().message == folder.path().string() + ": cannot be read: Is a directory");
  }

  TEST_CASE("come from text of any length, zeros included") {
    const TemporaryFolder folder;
    std::string text(200'000, 'z');
    text[77'777] = '\0';
    const auto read_back = read_text_file(folder.write("long", text));
    REQUIRE(read_back);
    CHECK(*read_back == text);
    CHECK(read_text_file(folder.write("empty", ""))->empty());
  }
}

TEST_SUITE("a vocabulary of numbers") {
  TEST_CASE("has each number once, in their order") {
    NumberVocabulary numbers;
    for (const std::uint32_t number : {10U, 9U, 4294967295U, 10U, 0U, 9U}) numbers.add(number);
    numbers.finish();
    CHECK(numbers.ids() == std::vector<std::string>{"0", "9", "10", "4294967295"});
    CHECK(numbers.code(0) == 0);
    CHECK(numbers.code(9) == 1);
    CHECK(numbers.code(10) == 2);
    CHECK(numbers.code(4294967295U) == 3);
  }

  TEST_CASE("may be empty") {
    NumberVocabulary numbers;
    numbers.finish();
    CHECK(numbers.ids().empty());
  }
}
