#include "dataset/csv_reader.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "temporary_folder.h"

using namespace pocketrec;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// "12: [after_quote] cell 1: expected …, got …" for a malformed line, as it stands in the list of what was read.
std::string told(const CsvReader& reader) {
  const char* kinds[] = {"long_line", "open_quote", "after_quote", "cell_count"};
  const CsvFault& fault = reader.fault();
  return std::to_string(reader.line()) + ": [" + kinds[static_cast<int>(fault.kind)] + "] cell " +
         std::to_string(fault.cell) + ": expected " + fault.expected + ", got " + fault.got;
}

// All rows; a malformed line is a row of one text.
Rows rows_of(CsvReader& reader) {
  Rows rows;
  while (true) {
    const auto step = reader.next();
    REQUIRE(step);
    if (*step == CsvReader::Step::end) return rows;
    if (*step == CsvReader::Step::malformed) {
      CHECK(reader.cells().empty());
      rows.push_back({told(reader)});
    } else {
      rows.emplace_back(reader.cells().begin(), reader.cells().end());
    }
  }
}

Rows read_rows(std::string_view text, CsvLimits limits = {}) {
  const TemporaryFolder folder;
  auto reader = CsvReader::open(folder.write("a.csv", text), limits);
  REQUIRE(reader);
  return rows_of(*reader);
}

std::string refusal(std::string_view text) {
  const TemporaryFolder folder;
  const auto reader = CsvReader::open(folder.write("a.csv", text));
  if (reader) return "";
  CHECK(reader.error().code == ErrorCode::invalid_input);
  return reader.error().message;
}

}  // namespace

TEST_SUITE("csv reader") {
  TEST_CASE("a record has a cell for each column") {
    CHECK(read_rows("A,B\n1,2\n,\n x , y\n") == Rows{{"1", "2"}, {"", ""}, {" x ", " y"}});
  }

  TEST_CASE("lines end with LF or CRLF, the last one with nothing too") {
    CHECK(read_rows("A,B\r\n1,2\r\n3,4") == Rows{{"1", "2"}, {"3", "4"}});
    CHECK(read_rows("A,B\n1,\r\n") == Rows{{"1", ""}});
    CHECK(read_rows("A,B\n1,2\r") == Rows{{"1", "2"}});
  }

  TEST_CASE("a byte order mark is no part of the first name") {
    const TemporaryFolder folder;
    const auto reader = CsvReader::open(folder.write("a.csv", "\xEF\xBB\xBFITEM_ID,B\n"));
    REQUIRE(reader);
    CHECK(reader->header() == std::vector<std::string>{"ITEM_ID", "B"});
  }

  TEST_CASE("blank lines are passed over and counted") {
    const TemporaryFolder folder;
    auto reader = CsvReader::open(folder.write("a.csv", "A,B\n\n1,2\n\r\n\n3,4\n\n"));
    REQUIRE(reader);
    REQUIRE(reader->next());
    CHECK(reader->line() == 3);
    REQUIRE(reader->next());
    CHECK(reader->line() == 6);
    CHECK(*reader->next() == CsvReader::Step::end);
    CHECK(*reader->next() == CsvReader::Step::end);
  }

  TEST_CASE("a quoted value may hold commas and be empty") {
    CHECK(read_rows("A,B\n\"1,5\",\"\"\n\"\",\"x\"\n") == Rows{{"1,5", ""}, {"", "x"}});
  }

  TEST_CASE("in a quoted value a backslash escapes a quote and itself, and nothing else") {
    CHECK(read_rows("A,B\n\"say \\\"hi\\\"\",\"C:\\\\dir\\new\"\n") == Rows{{"say \"hi\"", "C:\\dir\\new"}});
  }

  TEST_CASE("in a quoted value a doubled quote is a quote") {
    CHECK(read_rows("A,B\n\"say \"\"hi\"\"\",\"\"\"\"\n") == Rows{{"say \"hi\"", "\""}});
  }

  TEST_CASE("in a plain value quotes and backslashes are themselves") {
    CHECK(read_rows("A,B\n5\" disk,a\\\"b\n") == Rows{{"5\" disk", "a\\\"b"}});
  }

  TEST_CASE("the header may be quoted") {
    const TemporaryFolder folder;
    const auto reader = CsvReader::open(folder.write("a.csv", "\"A\",\"B\"\n1,2\n"));
    REQUIRE(reader);
    CHECK(reader->header() == std::vector<std::string>{"A", "B"});
  }

  TEST_CASE("a quote that does not close on its line is malformed, and the next line is read") {
    CHECK(read_rows("A,B\n1,\"two\nlines\"\n3,4\n") ==
          Rows{{"2: [open_quote] cell 1: expected a closing '\"' on the same line, got the end of the line after "
                "\"two\""},
               {"3: [cell_count] cell 0: expected 2 cells as in the header, got 1"},
               {"3", "4"}});
    CHECK(read_rows("A,B\n1,\"ends with\\\"\n")[0][0].starts_with("2: [open_quote] cell 1"));
  }

  TEST_CASE("text behind a closing quote is malformed") {
    CHECK(read_rows("A,B\n\"x\" y,2\n") ==
          Rows{{"2: [after_quote] cell 0: expected a comma or the end of the line after the closing '\"', got \" "
                "y,2\""}});
  }

  TEST_CASE("too few and too many cells are malformed") {
    CHECK(read_rows("A,B\n1\n1,2,3\n4,5\n") ==
          Rows{{"2: [cell_count] cell 0: expected 2 cells as in the header, got 1"},
               {"3: [cell_count] cell 0: expected 2 cells as in the header, got 3"},
               {"4", "5"}});
  }

  TEST_CASE("a line is long when it is longer than the limit, wherever blocks begin") {
    const CsvLimits limits{.line_bytes = 10};
    const std::string fault = ": [long_line] cell 0: expected a line of at most 10 bytes, got a longer one";
    CHECK(read_rows("A,B\n1234,67890\n1234,678901\n1,2\n", limits) ==
          Rows{{"1234", "67890"}, {"3" + fault}, {"1", "2"}});
    CHECK(read_rows("A,B\n1234,67890\r\n3,4\n", limits) == Rows{{"1234", "67890"}, {"3", "4"}});
    for (std::size_t size : {11U, 262130U, 262144U, 262160U, 1000000U}) {
      CAPTURE(size);
      CHECK(read_rows("A,B\n" + std::string(size, 'x') + "\n1,2\n", limits) == Rows{{"2" + fault}, {"1", "2"}});
      CHECK(read_rows("A,B\n" + std::string(size, 'x'), limits) == Rows{{"2" + fault}});
    }
  }

  TEST_CASE("cells are the same wherever blocks begin") {
    // Lines of many lengths over several blocks of the reader.
    std::string text = "A,B\n";
    Rows expected;
    for (std::size_t i = 0; i < 3000; ++i) {
      const std::string number = std::to_string(i);
      const std::string filler(i * 7919 % 701, static_cast<char>('a' + i % 26));
      text += number + ",\"" + filler + "\"\"\"\n";
      expected.push_back({number, filler + "\""});
    }
    REQUIRE(text.size() > 1000000);
    CHECK(read_rows(text, CsvLimits{.line_bytes = 800}) == expected);
    CHECK(read_rows(text) == expected);
  }

  TEST_CASE("any values come back from either way of quoting them") {
    // Small numbers of a few characters that matter, from a generator with a fixed beginning.
    std::uint32_t state = 1;
    const auto draw = [&](std::uint32_t n) {
      state = state * 1664525 + 1013904223;
      return (state >> 16) % n;
    };
    std::string text = "A,B,C\n";
    Rows expected;
    for (int i = 0; i < 5000; ++i) {
      std::vector<std::string> row;
      for (int cell = 0; cell < 3; ++cell) {
        const bool backslash = draw(2) == 0;
        std::string value;
        std::string quoted;
        for (std::uint32_t n = draw(6); n > 0; --n) {
          const char c = "a,\"\\ \r"[draw(6)];
          value += c;
          if (c == '"') quoted += backslash ? '\\' : '"';
          if (c == '\\') quoted += '\\';
          quoted += c;
        }
        text += "\"" + quoted + (cell == 2 ? "\"\n" : "\",");
        row.push_back(value);
      }
      expected.push_back(row);
    }
    CHECK(read_rows(text) == expected);
  }

  TEST_CASE("it tells which records are ASCII throughout") {
    const TemporaryFolder folder;
    auto reader = CsvReader::open(folder.write("a.csv", std::string("A\n~\x7F\n\xC3\xA4\na\0b\n\x01\n", 15)));
    REQUIRE(reader);
    for (bool ascii : {true, false, false, true}) {
      REQUIRE(*reader->next() == CsvReader::Step::row);
      CHECK(reader->ascii() == ascii);
    }
  }

  TEST_CASE("a file needs a header in UTF-8") {
    CHECK(refusal("") == "a.csv: header: expected the names of the columns, got an empty file");
    CHECK(refusal("\xEF\xBB\xBF") == "a.csv: header: expected the names of the columns, got an empty file");
    CHECK(refusal("\nA,B\n") == "a.csv: header: expected the names of the columns, got an empty line");
    CHECK(refusal(std::string("\xFF\xFE"
                              "A\0,\0",
                              6)) == "a.csv: expected UTF-8 text, got UTF-16");
    CHECK(refusal("A,\"B\n1,2\n") ==
          "a.csv: header: expected a closing '\"' on the same line, got the end of the line after \"B\"");
    CHECK(refusal(std::string(2000000, 'A')) ==
          "a.csv: header: expected a line of at most 1048576 bytes, got a longer one");
  }

  TEST_CASE("what cannot be opened or read is told with the reason") {
    const TemporaryFolder folder;
    const auto missing = CsvReader::open(folder.path() / "a.csv");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::resource_not_found);
    CHECK(missing.error().message ==
          (folder.path() / "a.csv").string() + ": cannot be opened: No such file or directory");
    std::filesystem::create_directory(folder.path() / "b.csv");
    const auto directory = CsvReader::open(folder.path() / "b.csv");
    REQUIRE_FALSE(directory);
    CHECK(directory.error().code == ErrorCode::io);
    CHECK(directory.error().message == "b.csv: cannot be read: Is a directory");
  }
}
