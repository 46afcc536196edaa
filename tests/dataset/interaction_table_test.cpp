#include "dataset/interaction_table.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "temporary_folder.h"

using namespace pocketrec;

namespace {

using Names = std::vector<std::string>;
using Codes = std::vector<std::uint32_t>;

Result<InteractionTable> read_table(std::string_view csv) {
  const TemporaryFolder folder;
  folder.write("interactions.csv", csv);
  const auto opened = open_dataset(folder.path());
  REQUIRE(opened);
  auto table = read_interactions(*opened);
  if (table) return table;
  // The folder's name differs from run to run.
  Error error = table.error();
  if (const std::size_t at = error.message.find(folder.path().string()); at != std::string::npos) {
    error.message.replace(at, folder.path().string().size(), "DIR");
  }
  return error;
}

}  // namespace

TEST_SUITE("interaction table") {
  TEST_CASE("rows keep the order of the file, names are sorted bytewise") {
    const auto table = read_table(
        "TIMESTAMP,ITEM_ID,USER_ID,EVENT_TYPE,EVENT_VALUE\n"
        "1700000003,7,u2,Watch,0.5\n"
        "1700000001,007,u10,Click,\n"
        "1700000002,7,u10,Watch,-1\n");
    REQUIRE(table);
    CHECK(table->size() == 3);
    CHECK(table->user_ids == Names{"u10", "u2"});
    CHECK(table->item_ids == Names{"007", "7"});
    CHECK(table->event_types == Names{"Click", "Watch"});
    CHECK(table->users == Codes{1, 0, 0});
    CHECK(table->items == Codes{1, 0, 1});
    CHECK(table->types == Codes{1, 0, 1});
    CHECK(table->timestamps == std::vector<std::int64_t>{1700000003, 1700000001, 1700000002});
    CHECK(table->event_values[0] == 0.5F);
    CHECK(std::isnan(table->event_values[1]));
    CHECK(table->event_values[2] == -1.0F);
  }

  TEST_CASE("without event types and values there is one empty type and no value") {
    const auto table = read_table("USER_ID,ITEM_ID,TIMESTAMP\nu,a,1700000000\nu,b,1700000000\n");
    REQUIRE(table);
    CHECK(table->event_types == Names{""});
    CHECK(table->types == Codes{0, 0});
    CHECK(std::isnan(table->event_values[1]));
  }

  TEST_CASE("a row that repeats another in every field is left out, and counted") {
    const auto table = read_table(
        "USER_ID,ITEM_ID,TIMESTAMP\nu,a,1700000000\nu,b,1700000000\nu,a,1700000000\n\"u\",a,1700000000\n"
        "u,a,1700000001\n");
    REQUIRE(table);
    CHECK(table->size() == 3);
    CHECK(table->repeated == 2);
    CHECK(table->timestamps.back() == 1700000001);
  }

  TEST_CASE("categorical columns are kept whole, with 0 for null") {
    const TemporaryFolder folder;
    folder.write("interactions.csv",
                 "USER_ID,ITEM_ID,DEVICE,NOTE,TIMESTAMP\n1,1,tv,x,1\n1,2,,y,2\n1,3,phone,z,3\n1,4,tv,x,4\n");
    folder.write(
        "interactions.schema.json",
        R"({"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema","version":"1.0",
                     "fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
                               {"name":"DEVICE","type":["null","string"],"categorical":true},
                               {"name":"NOTE","type":"string"},{"name":"TIMESTAMP","type":"long"}]})");
    const auto opened = open_dataset(folder.path());
    REQUIRE(opened);
    const auto table = read_interactions(*opened);
    REQUIRE(table);
    CHECK((table->contexts == std::vector<InteractionColumn>{{"DEVICE", {"phone", "tv"}, {2, 0, 1, 2}}}));
  }

  TEST_CASE("a header alone is an empty table") {
    const auto table = read_table("USER_ID,ITEM_ID,TIMESTAMP\n");
    REQUIRE(table);
    CHECK(table->size() == 0);
    CHECK(table->user_ids.empty());
  }

  TEST_CASE("warnings do not keep from reading") {
    const auto table = read_table("USER_ID,ITEM_ID,TIMESTAMP\nu,a,1\n");
    REQUIRE(table);
    CHECK(table->timestamps[0] == 1);
  }

  TEST_CASE("the first error is told with its place and where to find all of them") {
    const auto table = read_table("USER_ID,ITEM_ID,TIMESTAMP\nu,a,1700000000\nu,b,noon\nu,,5\n");
    REQUIRE_FALSE(table);
    CHECK(table.error().code == ErrorCode::invalid_input);
    CHECK(
        table.error().message ==
        "interactions.csv:3: TIMESTAMP: expected long, got \"noon\" (`pocketrec-model check DIR` lists all problems)");
  }

  TEST_CASE("missing columns are told in the service's words") {
    const auto table = read_table("USER_ID,item\nu,a\n");
    REQUIRE_FALSE(table);
    CHECK(
        table.error().message ==
        "interactions.csv:1: Input CSV is missing the following columns:[ITEM_ID, TIMESTAMP]. (`pocketrec-model check "
        "DIR` lists all problems)");
  }

  TEST_CASE("a malformed line is told with its column") {
    CHECK(read_table("USER_ID,ITEM_ID,TIMESTAMP\nu,\"a\"b,1700000000\n").error().message ==
          "interactions.csv:2: ITEM_ID: expected a comma or the end of the line after the closing '\"', got "
          "\"b,1700000000\" (`pocketrec-model check DIR` lists all problems)");
  }

  TEST_CASE("action interactions are read with their actions as items") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\n");
    folder.write("action_interactions.csv", "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\nu,a,Taken,1700000000\n");
    const auto opened = open_dataset(folder.path());
    REQUIRE(opened);
    const auto table = read_interactions(*opened, DatasetType::action_interactions);
    REQUIRE(table);
    CHECK(table->item_ids == Names{"a"});
    CHECK(table->event_types == Names{"Taken"});
  }
}
