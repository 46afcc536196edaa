#include "dataset/check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "dataset/interaction_table.h"
#include "dataset/record_rows.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

// Good interactions of 30 users with 40 events each, so that nothing but what a test adds is wrong.
std::string good_rows() {
  std::string text;
  for (int user = 0; user < 30; ++user) {
    for (int n = 0; n < 40; ++n) {
      text += "u" + std::to_string(user) + ",i" + std::to_string((user + n) % 50) + "," +
              std::to_string(1700000000 + n * 60) + "\n";
    }
  }
  return text;
}
constexpr std::uint64_t kGoodRows = 1200;
// The line on which rows after good_rows() begin.
constexpr std::uint64_t kNextLine = kGoodRows + 2;

class Data {
 public:
  Data() { interactions(""); }

  // interactions.csv with more rows after the good ones.
  void interactions(std::string_view more) {
    folder_.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\n" + good_rows() + std::string(more));
  }
  void write(std::string_view name, std::string_view text) { folder_.write(name, text); }

  // items.csv with rows for all that good_rows() names, after a header and cells of other columns.
  void items(const std::string& columns, const std::string& cells, const std::string& more) {
    std::string text = "ITEM_ID" + columns + "\n";
    for (int i = 0; i < 50; ++i) text += "i" + std::to_string(i) + cells + "\n";
    write("items.csv", text + more);
  }

  CheckReport check() const {
    auto report = check_dataset(folder_.path());
    REQUIRE(report);
    return *std::move(report);
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

std::string items_schema(const std::string& fields) {
  return R"({"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0","fields":[)"
         R"({"name":"ITEM_ID","type":"string"},)" +
         fields + "]}";
}

// The only group of problems in the report.
ProblemGroup only_problem(const Data& data) {
  const CheckReport report = data.check();
  CAPTURE(to_text(report));
  REQUIRE(report.problems.size() == 1);
  return report.problems[0];
}

// Expects that the only problem of the data is of the kind, once, and stands at the text.
void expect_one(const Data& data, ProblemKind kind, const std::string& text) {
  const ProblemGroup group = only_problem(data);
  CHECK(problem_name(group.kind) == problem_name(kind));
  CHECK(group.count == 1);
  REQUIRE(group.first.size() == 1);
  CHECK(to_text(group.first[0]) == text);
}

std::string next_line(const char* file = "interactions.csv") {
  return std::string(file) + ":" + std::to_string(kNextLine) + ": ";
}

}  // namespace

TEST_SUITE("check of a data set") {
  TEST_CASE("good data has no problems") {
    Data data;
    data.items(",GENRE", ",x", "");
    data.write("users.csv", [] {
      std::string text = "USER_ID,GROUP\n";
      for (int i = 0; i < 30; ++i) text += "u" + std::to_string(i) + ",g\n";
      return text;
    }());
    data.write("filters.json",
               R"json([{"name":"a","filterExpression":"INCLUDE ItemID WHERE Items.GENRE IN (\"x\")"}])json");
    const CheckReport report = data.check();
    CAPTURE(to_text(report));
    CHECK(report.problems.empty());
    CHECK_FALSE(report.has_errors());
    CHECK(report.filters == 1);
    CHECK(report.files.size() == 3);
  }

  TEST_CASE("a path that is no folder is an error, not a report") {
    const TemporaryFolder folder;
    const auto report = check_dataset(folder.path() / "x");
    REQUIRE_FALSE(report);
    CHECK(report.error().code == ErrorCode::resource_not_found);
  }

  TEST_CASE("places are the first five, in the order of the file, and all are counted") {
    Data data;
    std::string rows;
    for (int i = 0; i < 9; ++i) rows += "u0,i0,x" + std::to_string(i) + "\n";
    data.interactions(rows);
    const ProblemGroup group = only_problem(data);
    CHECK(group.count == 9);
    CHECK(group.column == "TIMESTAMP");
    REQUIRE(group.first.size() == 5);
    CHECK(group.first[0].line == kNextLine);
    CHECK(group.first[4].line == kNextLine + 4);
    CHECK(group.first[4].value == "\"x4\"");
  }

  TEST_CASE("errors come before warnings before notes") {
    Data data;
    data.write("other.csv", "");
    data.interactions("u0,i0,x\nu0,i1,5\n");
    const CheckReport report = data.check();
    REQUIRE(report.problems.size() == 3);
    CHECK(severity_of(report.problems[0].kind) == Severity::error);
    CHECK(severity_of(report.problems[1].kind) == Severity::warning);
    CHECK(severity_of(report.problems[2].kind) == Severity::note);
    CHECK(report.count(Severity::error) == 1);
    CHECK(report.count(Severity::warning) == 1);
    CHECK(report.count(Severity::note) == 1);
  }
}

TEST_SUITE("check: errors") {
  TEST_CASE("a folder without interactions") {
    const TemporaryFolder folder;
    const auto report = check_dataset(folder.path());
    REQUIRE(report);
    REQUIRE(report->problems.size() == 1);
    CHECK(report->problems[0].kind == ProblemKind::missing_file);
    CHECK(to_text(report->problems[0].first[0]) == "interactions.csv: expected a file of that name");
    CHECK(report->has_errors());
  }

  TEST_CASE("a file that cannot be read") {
    Data data;
    data.write("items.csv", std::string("\xFF\xFEI\0", 4));
    expect_one(data, ProblemKind::unreadable_file, "items.csv: expected UTF-8 text, got UTF-16");
  }

  TEST_CASE("an empty file") {
    Data data;
    data.write("users.csv", "");
    expect_one(data, ProblemKind::unreadable_file,
               "users.csv: header: expected the names of the columns, got an empty file");
  }

  TEST_CASE("a schema that breaks a rule") {
    Data data;
    data.items(",YEAR", ",1", "");
    data.write("items.schema.json", items_schema(R"({"name":"YEAR","type":"map"})"));
    expect_one(data, ProblemKind::bad_schema,
               "items.schema.json: schema: field YEAR: expected a type (string, int, long, float, double, boolean or "
               "null), got \"map\"");
  }

  TEST_CASE("filters of another form") {
    Data data;
    data.write("filters.json", "{}");
    expect_one(data, ProblemKind::bad_filters, "filters.json: expected a JSON list, got object");
  }

  TEST_CASE("columns that are missing") {
    Data data;
    data.write("items.csv", "ITEM_ID\n");
    data.write("items.schema.json", items_schema(R"({"name":"A","type":"int"},{"name":"B","type":["null","int"]})"));
    expect_one(data, ProblemKind::missing_column, "items.csv:1: Input CSV is missing the following columns:[A, B].");
  }

  TEST_CASE("a column that occurs twice") {
    Data data;
    data.items(",A,a", ",1,2", "");
    expect_one(data, ProblemKind::repeated_column,
               "items.csv:1: A: expected one column of that name, got columns 2 and 3");
  }

  TEST_CASE("a malformed line") {
    Data data;
    data.interactions("u0,\"i0,1700000000\n");
    expect_one(data, ProblemKind::malformed_line,
               next_line() +
                   "ITEM_ID: expected a closing '\"' on the same line, got the end of the line after "
                   "\"i0,1700000000\"");
  }

  TEST_CASE("a line over the limit") {
    Data data;
    data.interactions("u0,i0," + std::string(1100000, '1') + "\n");
    expect_one(data, ProblemKind::long_line,
               next_line() + "expected a line of at most 1048576 bytes, got a longer one");
  }

  TEST_CASE("a row with another number of cells") {
    Data data;
    data.interactions("u0,i0,1700000000,x\n");
    expect_one(data, ProblemKind::cell_count, next_line() + "expected 3 cells as in the header, got 4");
  }

  TEST_CASE("a value that is not UTF-8") {
    Data data;
    data.interactions("u0,Caf\xE9,1700000000\n");
    expect_one(data, ProblemKind::invalid_text,
               next_line() + "ITEM_ID: expected UTF-8 text without NUL, got \"Caf\xE9\"");
  }

  TEST_CASE("an empty value where null is not allowed") {
    Data data;
    data.interactions("u0,,1700000000\n");
    expect_one(data, ProblemKind::empty_value, next_line() + "ITEM_ID: expected string, got an empty value");
  }

  TEST_CASE("a value of another type") {
    Data data;
    data.interactions("u0,i0,2023-11-14\n");
    expect_one(data, ProblemKind::wrong_type, next_line() + "TIMESTAMP: expected long, got \"2023-11-14\"");
  }

  TEST_CASE("ids over 256 characters") {
    Data data;
    std::string characters;
    for (int i = 0; i < 256; ++i) characters += "ä";
    data.interactions("u0," + characters + ",1700000000\n");
    CHECK(data.check().problems.empty());
    data.interactions("u0," + characters + "x,1700000000\n");
    CHECK(only_problem(data).kind == ProblemKind::long_value);
    CHECK(only_problem(data).first[0].expected == "at most 256 characters");
  }

  TEST_CASE("strings over 1000 characters") {
    Data data;
    data.items(",GENRE", ",x", "i99," + std::string(1000, 'g') + "\n");
    CHECK(data.check().problems.empty());
    data.items(",GENRE", ",x", "i99," + std::string(1001, 'g') + "\n");
    expect_one(data, ProblemKind::long_value,
               "items.csv:52: GENRE: expected at most 1000 characters, got \"" + std::string(40, 'g') + "…\"");
  }

  TEST_CASE("timestamps in smaller units than seconds") {
    struct Case {
      const char* time;
      const char* unit;
    };
    for (const Case& each : {Case{"1700000000000", "milliseconds"}, Case{"631152000000", "milliseconds"},
                             Case{"1700000000000000", "microseconds"}, Case{"1700000000000000000", "nanoseconds"}}) {
      CAPTURE(each.time);
      Data data;
      data.interactions("u0,i0," + std::string(each.time) + "\n");
      expect_one(data, ProblemKind::timestamp_unit,
                 next_line() + "TIMESTAMP: expected seconds since 1970 (these look like " + each.unit + "), got \"" +
                     each.time + "\"");
    }
  }

  TEST_CASE("what counts as an error is what the readers refuse") {
    const char* rows[] = {"u0,\"i0,1\n",
                          "u0,i0,1700000000,x\n",
                          "u0,Caf\xE9,1700000000\n",
                          "u0,,1700000000\n",
                          "u0,i0,x\n",
                          "u0,i0,1700000000000\n",
                          "u0,i0,5\n",
                          "USER_ID,i0,1700000000\n",
                          "u0,i0,1700000000\n"};
    int refused = 0;
    for (const char* row : rows) {
      CAPTURE(row);
      Data data;
      data.interactions(row);
      const auto opened = open_dataset(data.path());
      REQUIRE(opened);
      const bool accepted = static_cast<bool>(read_interactions(*opened));
      CHECK(data.check().has_errors() == !accepted);
      if (!accepted) ++refused;
    }
    CHECK(refused == 6);
  }
}

TEST_SUITE("check: warnings") {
  TEST_CASE("two records with one id") {
    Data data;
    data.items(",GENRE", ",x", "i7,y\n");
    expect_one(data, ProblemKind::repeated_record,
               "items.csv:52: ITEM_ID: expected an id of its own; the last record counts, got \"i7\"");
  }

  TEST_CASE("an interaction that repeats another") {
    Data data;
    data.interactions("u0,i0,1700000000\n");
    expect_one(data, ProblemKind::repeated_interaction,
               next_line() + "expected a row that differs from all before it, got \"u0\"");
  }

  TEST_CASE("a date before 1990 or after 2099") {
    for (const char* time : {"0", "631151999", "-1", "4102444800"}) {
      CAPTURE(time);
      Data data;
      data.interactions("u0,i0," + std::string(time) + "\n");
      expect_one(
          data, ProblemKind::timestamp_range,
          next_line() + "TIMESTAMP: expected seconds since 1970 of a date between 1990 and 2099, got \"" + time + "\"");
    }
    Data data;
    data.interactions("u0,i0,631152000\nu0,i0,4102444799\n");
    CHECK(data.check().problems.empty());
  }

  TEST_CASE("an item may be older than 1990, but not of the far future") {
    Data data;
    data.items(",CREATION_TIMESTAMP", ",100", "i99,4102444800\n");
    CHECK(only_problem(data).kind == ProblemKind::timestamp_range);
    CHECK(only_problem(data).count == 1);
  }

  TEST_CASE("numbers of an action outside their range") {
    Data data;
    data.write("actions.csv", "ACTION_ID,VALUE,REPEAT_FREQUENCY\na,10,30\nb,11,0\nc,,31\nd,1,1\n");
    const CheckReport report = data.check();
    REQUIRE(report.problems.size() == 2);
    CHECK(to_text(report.problems[0].first[0]) == "actions.csv:3: VALUE: expected a number from 1 to 10, got \"11\"");
    CHECK(to_text(report.problems[1].first[0]) ==
          "actions.csv:4: REPEAT_FREQUENCY: expected a number from 0 to 30, got \"31\"");
  }

  TEST_CASE("a textual value over 20000 characters") {
    Data data;
    data.items(",PRODUCT_DESCRIPTION", ",x", "i99," + std::string(20001, 't') + "\n");
    expect_one(
        data, ProblemKind::cut_text,
        "items.csv:52: PRODUCT_DESCRIPTION: expected at most 20000 characters, got \"" + std::string(40, 't') + "…\"");
    CHECK_FALSE(data.check().has_errors());
  }

  TEST_CASE("ids that point nowhere") {
    Data data;
    data.items(",GENRE", ",x", "");
    data.write("users.csv", [] {
      std::string text = "USER_ID,GROUP\n";
      for (int i = 0; i < 30; ++i) text += "u" + std::to_string(i) + ",g\n";
      return text;
    }());
    data.interactions("u0,i99,1700000000\nu99,i0,1700000000\nu99,i0,1700000001\n");
    const CheckReport report = data.check();
    REQUIRE(report.problems.size() == 2);
    CHECK(to_text(report.problems[0].first[0]) ==
          "interactions.csv:1203: USER_ID: expected the id of a row of users.csv, got \"u99\"");
    CHECK(report.problems[0].count == 2);
    CHECK(to_text(report.problems[1].first[0]) ==
          "interactions.csv:1202: ITEM_ID: expected the id of a row of items.csv, got \"i99\"");
    CHECK_FALSE(report.has_errors());
  }

  TEST_CASE("action interactions point to actions and users") {
    Data data;
    data.write("actions.csv", "ACTION_ID,KIND\na,x\n");
    data.write("action_interactions.csv",
               "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\nu0,a,Taken,1700000000\nu0,b,Taken,1700000000\n");
    expect_one(data, ProblemKind::unknown_action,
               "action_interactions.csv:3: ACTION_ID: expected the id of a row of actions.csv, got \"b\"");
  }

  TEST_CASE("a reserved name as a value") {
    Data data;
    data.interactions("USER_ID,i0,1700000000\n");
    expect_one(data, ProblemKind::reserved_word,
               next_line() + "USER_ID: expected a value that is no reserved field name, got \"USER_ID\"");
  }

  TEST_CASE("a column with values in fewer than 70 % of the rows") {
    Data data;
    data.items(",GENRE", ",x", "");
    data.write("items.csv", "ITEM_ID,A,B\n1,x,\n2,x,\n3,x,\n4,x,x\n5,x,x\n6,x,x\n7,x,x\n8,,x\n9,,x\n0,,x\n");
    const CheckReport report = data.check();
    // A is filled in exactly 70 %; the ids of the interactions now point nowhere.
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems[0].kind == ProblemKind::unknown_item);
    data.write("items.csv", "ITEM_ID,A\ni0,x\ni1,x\ni2,\n");
    const CheckReport sparse = data.check();
    REQUIRE(sparse.problems.size() == 2);
    CHECK(to_text(sparse.problems[1].first[0]) == "items.csv: A: expected values in 70 % of the rows, got 2 of 3 rows");
  }
}

TEST_SUITE("check: notes") {
  TEST_CASE("a column that the schema does not have") {
    Data data;
    data.items(",A,B", ",1,2", "");
    data.write("items.schema.json", items_schema(R"({"name":"B","type":"int"})"));
    expect_one(data, ProblemKind::extra_column,
               "items.csv:1: A: expected a field of the schema; the column is not read, got \"A\"");
  }

  TEST_CASE("files whose names mean nothing") {
    Data data;
    data.write("item.csv", "ITEM_ID\n");
    data.write("users.schema.json", "{}");
    data.write("README.md", "");
    const CheckReport report = data.check();
    REQUIRE(report.problems.size() == 2);
    CHECK(report.problems[0].kind == ProblemKind::unused_file);
    CHECK(report.problems[0].file == "item.csv");
    CHECK(report.problems[1].file == "users.schema.json");
    CHECK_FALSE(report.has_errors());
  }

  TEST_CASE("more than 1000 categories, of elements between bars") {
    const auto items = [](int categories) {
      std::string text;
      for (int i = 0; i < categories; i += 2) {
        text += "x" + std::to_string(i) + ",c" + std::to_string(i) + "|c" + std::to_string(i + 1) + "\n";
      }
      return text;
    };
    Data data;
    data.items(",GENRE", ",c0", items(1000));
    CHECK(data.check().problems.empty());
    data.items(",GENRE", ",c0", items(1002));
    expect_one(data, ProblemKind::many_categories, "items.csv: GENRE: expected at most 1000 distinct values, got 1002");
    data.items(",GENRE", ",c0", items(20000));
    CHECK(only_problem(data).first[0].value == "more than 10000");
  }

  TEST_CASE("fewer interactions and users than Amazon Personalize asks for") {
    Data data;
    data.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,a,1700000000\nu,b,1700000000\nv,a,1700000000\n");
    const CheckReport report = data.check();
    REQUIRE(report.problems.size() == 2);
    CHECK(report.problems[0].kind == ProblemKind::few_interactions);
    CHECK(report.problems[0].first[0].value == "3");
    CHECK(report.problems[1].kind == ProblemKind::few_users);
    CHECK(report.problems[1].first[0].value == "1");
    CHECK_FALSE(report.has_errors());
  }
}
