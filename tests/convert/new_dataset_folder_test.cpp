#include "convert/new_dataset_folder.h"

#include <sys/resource.h>

#include <csignal>
#include <string>
#include <vector>

#include "temporary_folder.h"

using namespace pocketrec;

namespace {

Schema titles() {
  return {DatasetType::items,
          {{.name = "ITEM_ID"}, {.name = "TITLE"}, {.name = "YEAR", .type = FieldType::integer32, .nullable = true}}};
}

}  // namespace

TEST_SUITE("new dataset folder") {
  TEST_CASE("becomes the target in one step") {
    TemporaryFolder folder;
    auto made = NewDatasetFolder::begin(folder / "parent/set");
    REQUIRE(bool(made));
    auto table = made->create_table(titles());
    REQUIRE(bool(table));
    table->text("1");
    table->text("Heat");
    table->number(-1995);
    table->end_row();
    REQUIRE(bool(table->close()));
    REQUIRE(bool(made->write_file("filters.json", "[]\n")));
    CHECK_FALSE(std::filesystem::exists(folder / "parent/set"));
    REQUIRE(bool(made->publish()));
    CHECK(folder.read("parent/set/items.csv") == "ITEM_ID,TITLE,YEAR\n1,Heat,-1995\n");
    CHECK(folder.read("parent/set/filters.json") == "[]\n");
    auto schema = parse_schema(folder.read("parent/set/items.schema.json"), DatasetType::items);
    REQUIRE(bool(schema));
    CHECK(*schema == titles());
  }
  TEST_CASE("leaves nothing behind when it is given up") {
    TemporaryFolder folder;
    {
      auto made = NewDatasetFolder::begin(folder / "set");
      REQUIRE(bool(made));
      REQUIRE(bool(made->write_file("a", "b")));
      CHECK(folder.entries() == 1);
    }
    CHECK(folder.entries() == 0);
  }
  TEST_CASE("may replace an empty folder") {
    TemporaryFolder folder;
    std::filesystem::create_directory(folder / "set");
    auto made = NewDatasetFolder::begin((folder / "set").string() + "/");
    REQUIRE(bool(made));
    REQUIRE(bool(made->write_file("a", "b")));
    REQUIRE(bool(made->publish()));
    CHECK(folder.read("set/a") == "b");
    CHECK(folder.entries() == 1);
  }
  TEST_CASE("refuses a folder with files in it") {
    TemporaryFolder folder;
    folder.write("set/mine.txt", "keep");
    auto made = NewDatasetFolder::begin(folder / "set");
    REQUIRE_FALSE(bool(made));
    CHECK(made.error().code == ErrorCode::resource_in_use);
    CHECK(made.error().message ==
          (folder / "set").string() +
              ": expected a new or empty folder, got one with files in it; nothing was changed");
    CHECK(folder.read("set/mine.txt") == "keep");
    CHECK(folder.entries() == 1);
  }
  TEST_CASE("refuses a file as target") {
    TemporaryFolder folder;
    folder.write("set", "keep");
    auto made = NewDatasetFolder::begin(folder / "set");
    REQUIRE_FALSE(bool(made));
    CHECK(made.error().code == ErrorCode::invalid_input);
    CHECK(folder.read("set") == "keep");
  }
  TEST_CASE("refuses an empty path") {
    auto made = NewDatasetFolder::begin("");
    REQUIRE_FALSE(bool(made));
    CHECK(made.error().code == ErrorCode::invalid_input);
  }
  TEST_CASE("leaves a target alone that was filled meanwhile") {
    TemporaryFolder folder;
    auto made = NewDatasetFolder::begin(folder / "set");
    REQUIRE(bool(made));
    folder.write("set/mine.txt", "keep");
    auto published = made->publish();
    REQUIRE_FALSE(bool(published));
    CHECK(published.error().code == ErrorCode::io);
    CHECK(folder.read("set/mine.txt") == "keep");
  }
}

TEST_SUITE("csv writer") {
  TEST_CASE("quotes what needs it and escapes with backslashes") {
    TemporaryFolder folder;
    const std::vector<std::string> columns{"A", "B"};
    auto table = CsvWriter::create(folder / "a.csv", columns);
    REQUIRE(bool(table));
    table->text("one, two");
    table->text("say \"yes\"");
    table->end_row();
    table->text("back\\slash");
    table->text(" blank");
    table->end_row();
    table->text("two\nlines");
    table->null();
    table->end_row();
    CHECK(table->rows() == 3);
    REQUIRE(bool(table->close()));
    CHECK(folder.read("a.csv") ==
          "A,B\n\"one, two\",\"say \\\"yes\\\"\"\n\"back\\\\slash\",\" blank\"\n\"two lines\",\n");
  }
  TEST_CASE("writes more than its buffer holds") {
    TemporaryFolder folder;
    const std::vector<std::string> columns{"N"};
    auto table = CsvWriter::create(folder / "a.csv", columns);
    REQUIRE(bool(table));
    std::string expected = "N\n";
    for (int i = 0; i < 100'000; ++i) {
      table->number(i);
      table->end_row();
      expected += std::to_string(i) + "\n";
    }
    REQUIRE(bool(table->close()));
    CHECK(folder.read("a.csv") == expected);
  }
  TEST_CASE("tells at the end of a write that failed") {
    TemporaryFolder folder;
    const std::vector<std::string> columns{"N"};
    auto table = CsvWriter::create(folder / "a.csv", columns);
    REQUIRE(bool(table));
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, before.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    for (int i = 0; i < 100'000; ++i) {
      table->number(i);
      table->end_row();
    }
    auto closed = table->close();
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(bool(closed));
    CHECK(closed.error().code == ErrorCode::io);
    CHECK(closed.error().message ==
          (folder / "a.csv").string() + ": expected to write a CSV file, got: File too large");
  }
  TEST_CASE("does not overwrite a file") {
    TemporaryFolder folder;
    folder.write("a.csv", "keep");
    const std::vector<std::string> columns{"N"};
    auto table = CsvWriter::create(folder / "a.csv", columns);
    REQUIRE_FALSE(bool(table));
    CHECK(table.error().code == ErrorCode::io);
    CHECK(folder.read("a.csv") == "keep");
  }
}
