#include <doctest/doctest.h>

#include <string>

#include "dataset/check.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

CheckReport report_of(const TemporaryFolder& folder) {
  folder.write("items.csv", "ITEM_ID,GENRE,PRICE\na,Drama|Crime,2.5\nb,Drama,\nc,,3\n");
  folder.write("interactions.csv",
               "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n"
               "u,a,Watch,874724710\nu,b,Watch,874724711\nu,c,Click,893286638\nv,a,Watch,soon\n");
  auto report = check_dataset(folder.path());
  REQUIRE(report);
  report->root = "DIR";
  return *std::move(report);
}

}  // namespace

TEST_SUITE("check report") {
  TEST_CASE("statistics are those of the rows") {
    const TemporaryFolder folder;
    const CheckReport report = report_of(folder);
    REQUIRE(report.interactions);
    const InteractionStatistics& statistics = *report.interactions;
    CHECK(statistics.rows() == 4);
    CHECK(statistics.users() == 2);
    CHECK(statistics.items() == 3);
    CHECK(statistics.density() == doctest::Approx(4.0 / 6));
    CHECK(statistics.event_types().at("Watch") == 3);
    CHECK(statistics.event_types().at("Click") == 1);
    CHECK(statistics.first_timestamp() == 874724710);
    CHECK(statistics.last_timestamp() == 893286638);
    const auto per_user = statistics.per_user();
    CHECK(per_user.min == 1);
    CHECK(per_user.median == 2.0);
    CHECK(per_user.max == 3);
    CHECK(per_user.with_two == 1);
    CHECK_FALSE(report.action_interactions);
    REQUIRE(report.files.size() == 2);
    const ColumnStatistics& genre = report.files[0].columns[1];
    CHECK(genre.field().name == "GENRE");
    CHECK(genre.filled() == 2);
    CHECK(genre.rows() == 3);
    CHECK(genre.distinct() == 2);
  }

  TEST_CASE("the median of an odd number of users is the middle one") {
    InteractionStatistics statistics;
    for (const char* user : {"a", "b", "b", "c", "c", "c", "c", "c"}) statistics.add(user, "i", "", std::nullopt);
    CHECK(statistics.per_user().median == 2.0);
    CHECK_FALSE(statistics.first_timestamp());
    CHECK(statistics.event_types().empty());
  }

  TEST_CASE("without interactions all statistics are zero") {
    const InteractionStatistics statistics;
    CHECK(statistics.per_user().max == 0);
    CHECK(statistics.density() == 0.0);
  }

  TEST_CASE("event types over the limit are counted together") {
    InteractionStatistics statistics;
    for (int i = 0; i < 1005; ++i) statistics.add("u", "i", std::to_string(i), 0);
    statistics.add("u", "i", "3", 0);
    CHECK(statistics.event_types().size() == 1000);
    CHECK(statistics.event_types().at("3") == 2);
    CHECK(statistics.other_event_types() == 5);
  }

  TEST_CASE("the text is readable and ends with the verdict") {
    const TemporaryFolder folder;
    CHECK(to_text(report_of(folder)) == R"(Data set DIR

  file              rows  schema
  items.csv            3  by default
  interactions.csv     4  by default

Interactions
  users        2
  items        3
  density      66.7 %
  per user     min 1, median 2.0, max 3
  time         1997-09-20 03:05:10 UTC to 1998-04-22 23:10:38 UTC
  event types  Watch 3, Click 1

items.csv
  column   type                          filled  distinct
  ITEM_ID  string                       100.0 %         3
  GENRE    string or null, categorical   66.7 %         2
  PRICE    float or null                 66.7 %         2

interactions.csv
  column      type     filled  distinct
  USER_ID     string  100.0 %         2
  ITEM_ID     string  100.0 %         3
  TIMESTAMP   long    100.0 %         4
  EVENT_TYPE  string  100.0 %         2

Problems
  error: wrong type in interactions.csv, TIMESTAMP
    line 5: expected long, got "soon"
  warning: sparse column in items.csv, GENRE
    expected values in 70 % of the rows, got 2 of 3 rows
  warning: sparse column in items.csv, PRICE
    expected values in 70 % of the rows, got 2 of 3 rows
  note: few interactions in interactions.csv
    expected 1000 interactions, as Amazon Personalize does; training works with any number, got 4
  note: few users in interactions.csv
    expected 25 users with two interactions or more, as Amazon Personalize does; training works with any number, got 1

1 error, 2 warnings, 2 notes: this data set cannot be trained on
)");
  }

  TEST_CASE("the JSON has the same content") {
    const TemporaryFolder folder;
    const std::string json = to_json(report_of(folder));
    CHECK(json.starts_with(R"({
  "dataSet": "DIR",
  "verdict": "errors",
  "errors": 1,
  "warnings": 2,
  "notes": 2,
  "files": [
    {
      "name": "items.csv",
      "datasetType": "ITEMS",
      "schema": null,
      "rows": 3,
      "columns": [
        {
          "name": "ITEM_ID",
          "type": "string",
          "nullable": false,
          "categorical": false,
          "textual": false,
          "filled": 3,
          "completeness": 1.0,
          "distinct": 3,
          "distinctIsExact": true
        },)"));
    CHECK(json.find(R"(
    "perUser": {
      "min": 1,
      "median": 2.0,
      "max": 3
    },
    "usersWithTwo": 1,
    "firstTimestamp": 874724710,
    "lastTimestamp": 893286638,
    "eventTypes": {
      "Click": 1,
      "Watch": 3
    },
    "otherEventTypes": 0
  },
  "actionInteractions": null,
  "filters": 0,
  "rules": 0,
  "problems": [
    {
      "kind": "wrong_type",
      "severity": "error",
      "file": "interactions.csv",
      "column": "TIMESTAMP",
      "count": 1,
      "countIsExact": true,
      "first": [
        {
          "line": 5,
          "message": "expected long, got \"soon\"",
          "value": "\"soon\"",
          "expected": "long"
        }
      ]
    },)") != std::string::npos);
  }

  TEST_CASE("bytes that are not UTF-8 do not break the JSON") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,Caf\xE9,1700000000\n");
    const auto report = check_dataset(folder.path());
    REQUIRE(report);
    CHECK(to_json(*report).find("Caf\xEF\xBF\xBD") != std::string::npos);
  }

  TEST_CASE("times that no calendar has are shown as numbers") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,a,9223372036854775807\nu,a,-9223372036854775808\n");
    const auto report = check_dataset(folder.path());
    REQUIRE(report);
    CHECK(to_text(*report).find("-9223372036854775808 s to 9223372036854775807 s") != std::string::npos);
  }

  TEST_CASE("large numbers are grouped, and places beyond the fifth are counted") {
    const TemporaryFolder folder;
    std::string text = "USER_ID,ITEM_ID,TIMESTAMP\n";
    for (int i = 0; i < 1234; ++i) text += "u,i" + std::to_string(i) + ",x\n";
    folder.write("interactions.csv", text);
    const auto report = check_dataset(folder.path());
    REQUIRE(report);
    const std::string shown = to_text(*report);
    CHECK(shown.find("  interactions.csv  1,234  by default\n") != std::string::npos);
    CHECK(shown.find("  error: wrong type in interactions.csv, TIMESTAMP, 1,234 times\n") != std::string::npos);
    CHECK(shown.find("    line 6: expected long, got \"x\"\n    … and 1,229 more\n") != std::string::npos);
  }

  TEST_CASE("a good data set can be trained on") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,a,1700000000\n");
    const auto report = check_dataset(folder.path());
    REQUIRE(report);
    CHECK(to_text(*report).ends_with("0 errors, 0 warnings, 2 notes: this data set can be trained on\n"));
  }
}
