#include "convert/source_lines.h"

#include <string>
#include <vector>

#include "temporary_folder.h"

using namespace pocketrec;

namespace {

std::vector<std::string> all_lines(const std::filesystem::path& path) {
  auto lines = SourceLines::open(path);
  REQUIRE(bool(lines));
  std::vector<std::string> all;
  for (;;) {
    auto line = lines->next();
    REQUIRE(bool(line));
    if (!*line) return all;
    all.emplace_back(**line);
  }
}

std::vector<std::string> csv(std::string_view line) {
  std::vector<std::string> fields;
  REQUIRE(split_csv(line, fields));
  return fields;
}

}  // namespace

TEST_SUITE("source lines") {
  TEST_CASE("come without ends, blank lines and byte order mark") {
    TemporaryFolder folder;
    folder.write("a.txt",
                 "\xEF\xBB\xBF"
                 "one\r\n\n  \ntwo\nthree");
    CHECK(all_lines(folder / "a.txt") == std::vector<std::string>{"one", "two", "three"});
  }
  TEST_CASE("are whole when they are longer than a block") {
    TemporaryFolder folder;
    const std::string longest(200'000, 'x');
    folder.write("a.txt", "a\n" + longest + "\nb\n");
    CHECK(all_lines(folder / "a.txt") == std::vector<std::string>{"a", longest, "b"});
  }
  TEST_CASE("have a limit") {
    TemporaryFolder folder;
    folder.write("a.txt", "a\n" + std::string((std::size_t{16} << 20) + 70'000, 'x'));
    auto lines = SourceLines::open(folder / "a.txt");
    REQUIRE(bool(lines));
    REQUIRE(bool(lines->next()));
    auto second = lines->next();
    REQUIRE_FALSE(bool(second));
    CHECK(second.error().message ==
          (folder / "a.txt").string() + ":2: expected a line of at most 16 MiB, got a longer one");
  }
  TEST_CASE("turn Latin-1 into UTF-8 and leave UTF-8 alone") {
    TemporaryFolder folder;
    folder.write("a.txt", "Mis\xE9rables\nMis\xC3\xA9rables\n");
    CHECK(all_lines(folder / "a.txt") == std::vector<std::string>{"Misérables", "Misérables"});
  }
  TEST_CASE("count blank lines in the places they tell") {
    TemporaryFolder folder;
    folder.write("a.txt", "one\n\ntwo\n");
    auto lines = SourceLines::open(folder / "a.txt");
    REQUIRE(bool(lines));
    REQUIRE(bool(lines->next()));
    REQUIRE(bool(lines->next()));
    CHECK(lines->problem("bad").message == (folder / "a.txt").string() + ":3: bad");
  }
  TEST_CASE("of a file that is not there are an error") {
    TemporaryFolder folder;
    auto lines = SourceLines::open(folder / "absent");
    REQUIRE_FALSE(bool(lines));
    CHECK(lines.error().code == ErrorCode::resource_not_found);
  }
}

TEST_SUITE("split_fields") {
  TEST_CASE("keeps empty fields") {
    std::vector<std::string_view> fields;
    split_fields("1::b::", "::", fields);
    CHECK(fields == std::vector<std::string_view>{"1", "b", ""});
    split_fields("", "|", fields);
    CHECK(fields == std::vector<std::string_view>{""});
  }
}

TEST_SUITE("split_words") {
  TEST_CASE("knows no empty fields") {
    std::vector<std::string_view> fields;
    split_words("  7 \t 8 9 ", fields);
    CHECK(fields == std::vector<std::string_view>{"7", "8", "9"});
  }
}

TEST_SUITE("split_csv") {
  TEST_CASE("takes quotes off") {
    CHECK(csv("1,\"President, The\",Comedy|Drama") == std::vector<std::string>{"1", "President, The", "Comedy|Drama"});
    CHECK(csv("\"say \"\"yes\"\"\",") == std::vector<std::string>{"say \"yes\"", ""});
    CHECK(csv("a \"b\" c") == std::vector<std::string>{"a \"b\" c"});
  }
  TEST_CASE("refuses quotes that are not around a whole value") {
    std::vector<std::string> fields;
    CHECK_FALSE(split_csv("1,\"open", fields));
    CHECK_FALSE(split_csv("1,\"shut\"more,2", fields));
  }
}
