#include "dataset/record_rows.h"

#include <doctest/doctest.h>

#include <string>

#include "temporary_folder.h"

using namespace pocketrec;

namespace {

constexpr const char* kSchema =
    R"({"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0",
        "fields":[{"name":"GENRES","type":["null","string"],"categorical":true},{"name":"ITEM_ID","type":"string"},
                  {"name":"YEAR","type":"int"},{"name":"PRICE","type":["null","double"]},
                  {"name":"LIVE","type":"boolean"}]})";

DatasetFolder open(const TemporaryFolder& folder, std::string_view items) {
  folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\n");
  folder.write("items.csv", items);
  folder.write("items.schema.json", kSchema);
  auto opened = open_dataset(folder.path());
  REQUIRE(opened);
  return *std::move(opened);
}

FieldValue text(const char* value) {
  return std::string(value);
}

}  // namespace

TEST_SUITE("records") {
  TEST_CASE("values have the types of the schema, in its order, whatever the order of the file") {
    const TemporaryFolder folder;
    const DatasetFolder opened =
        open(folder, "ITEM_ID,live,PRICE,YEAR,GENRES,OTHER\nb,true,2.5,1999,Drama|Crime,x\na,False,,2000.0,,\n");
    std::vector<Record> records;
    REQUIRE(for_each_record(opened, DatasetType::items, [&](const Record& record) -> Result<void> {
      records.push_back(record);
      return {};
    }));
    REQUIRE(records.size() == 2);
    CHECK(records[0].values == std::vector<FieldValue>{text("Drama|Crime"), text("b"), std::int64_t{1999}, 2.5, true});
    CHECK(records[1].values == std::vector<FieldValue>{{}, text("a"), std::int64_t{2000}, {}, false});
  }

  TEST_CASE("an error of the visitor ends the reading") {
    const TemporaryFolder folder;
    const DatasetFolder opened = open(folder, "ITEM_ID,LIVE,PRICE,YEAR,GENRES\na,true,,1,\nb,true,,1,\n");
    int visited = 0;
    const auto ok = for_each_record(opened, DatasetType::items, [&](const Record&) -> Result<void> {
      ++visited;
      return Error{ErrorCode::io, "full"};
    });
    REQUIRE_FALSE(ok);
    CHECK(ok.error().message == "full");
    CHECK(visited == 1);
  }

  TEST_CASE("rows are sorted by id, and of one id the last record counts") {
    const TemporaryFolder folder;
    const DatasetFolder opened =
        open(folder, "ITEM_ID,LIVE,PRICE,YEAR,GENRES\nb,true,1,1,x\n10,true,,2,y\nb,false,,3,\n9,true,4,4,z\n");
    const auto rows = read_records(opened, DatasetType::items);
    REQUIRE(rows);
    CHECK(rows->ids == std::vector<std::string>{"10", "9", "b"});
    REQUIRE(rows->fields.size() == 4);
    CHECK(rows->fields[0].name == "GENRES");
    CHECK(rows->fields[1].name == "YEAR");
    CHECK(rows->columns[0] == std::vector<FieldValue>{text("y"), text("z"), {}});
    CHECK(rows->columns[1] == std::vector<FieldValue>{std::int64_t{2}, std::int64_t{4}, std::int64_t{3}});
    CHECK(rows->columns[2] == std::vector<FieldValue>{{}, 4.0, {}});
    CHECK(rows->columns[3] == std::vector<FieldValue>{true, true, false});
  }

  TEST_CASE("records with an error are refused") {
    const TemporaryFolder folder;
    const DatasetFolder opened = open(folder, "ITEM_ID,LIVE,PRICE,YEAR,GENRES\na,true,,1,\nb,maybe,,1,\n");
    const auto rows = read_records(opened, DatasetType::items);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().message.starts_with(
        "items.csv:3: LIVE: expected boolean, got \"maybe\" (`pocketrec-model check "));
  }

  TEST_CASE("a dataset that the folder lacks is told") {
    const TemporaryFolder folder;
    const DatasetFolder opened = open(folder, "ITEM_ID,LIVE,PRICE,YEAR,GENRES\n");
    const auto rows = read_records(opened, DatasetType::users);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().code == ErrorCode::resource_not_found);
    CHECK(rows.error().message == folder.path().string() + ": expected a file users.csv, got none");
  }
}
