#include "dataset/dataset_folder.h"

#include <doctest/doctest.h>

#include <string>

#include "temporary_folder.h"

using namespace pocketrec;

namespace {

constexpr const char* kInteractions = "USER_ID,ITEM_ID,TIMESTAMP\nu,i,1700000000\n";

Error refusal(const TemporaryFolder& folder) {
  const auto opened = open_dataset(folder.path());
  REQUIRE_FALSE(opened);
  return opened.error();
}

}  // namespace

TEST_SUITE("dataset folder") {
  TEST_CASE("interactions alone are a data set") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", kInteractions);
    const auto opened = open_dataset(folder.path());
    REQUIRE(opened);
    REQUIRE(opened->files.size() == 1);
    CHECK(opened->files[0].csv == folder.path() / "interactions.csv");
    CHECK(opened->files[0].schema_file.empty());
    CHECK(opened->files[0].schema.fields.size() == 3);
    CHECK(opened->filters.empty());
    CHECK(opened->file(DatasetType::interactions) == &opened->files[0]);
    CHECK(opened->file(DatasetType::items) == nullptr);
  }

  TEST_CASE("all five datasets are found") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", kInteractions);
    folder.write("items.csv", "ITEM_ID,GENRE\ni,x\n");
    folder.write("users.csv", "USER_ID,AGE\nu,x\n");
    folder.write("actions.csv", "ACTION_ID,A\na,x\n");
    folder.write("action_interactions.csv", "USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\nu,a,Taken,1700000000\n");
    const auto opened = open_dataset(folder.path());
    REQUIRE(opened);
    CHECK(opened->files.size() == 5);
    for (DatasetType type : kDatasetTypes) {
      REQUIRE(opened->file(type) != nullptr);
      CHECK(opened->file(type)->schema.type == type);
    }
  }

  TEST_CASE("a schema file stands before the default") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", kInteractions);
    folder.write("items.csv", "ITEM_ID,YEAR\ni,1999\n");
    folder.write("items.schema.json",
                 R"({"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","version":"1.0",
                     "fields":[{"name":"ITEM_ID","type":"string"},{"name":"YEAR","type":"int"}]})");
    const auto opened = open_dataset(folder.path());
    REQUIRE(opened);
    CHECK(opened->file(DatasetType::items)->schema_file == folder.path() / "items.schema.json");
    CHECK(opened->file(DatasetType::items)->schema.find("YEAR")->type == FieldType::integer32);
  }

  TEST_CASE("a bad schema is told with its file") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", kInteractions);
    folder.write("items.csv", "ITEM_ID,YEAR\ni,1999\n");
    folder.write("items.schema.json", "[]");
    CHECK(refusal(folder).code == ErrorCode::invalid_input);
    CHECK(refusal(folder).message == "items.schema.json: schema: expected a JSON object, got array");
  }

  TEST_CASE("a folder without interactions is no data set") {
    const TemporaryFolder folder;
    CHECK(refusal(folder).code == ErrorCode::resource_not_found);
    CHECK(refusal(folder).message == folder.path().string() + ": expected a file interactions.csv, got none");
  }

  TEST_CASE("what is no folder is told as what it is") {
    const TemporaryFolder folder;
    const auto file = folder.write("x", "");
    CHECK(open_dataset(file).error().message == file.string() + ": expected the folder of a data set, got a file");
    CHECK(open_dataset(folder.path() / "y").error().message ==
          (folder.path() / "y").string() + ": expected the folder of a data set, got nothing of that name");
  }
}

TEST_SUITE("filters file") {
  TEST_CASE("filters keep their order, and other members are passed over") {
    const TemporaryFolder folder;
    folder.write("filters.json",
                 R"json([{"name":"b","filterExpression":"EXCLUDE ItemID WHERE Items.A IN (\"x\")","id":1},
                                     {"name":"a","filterExpression":"INCLUDE ItemID WHERE Items.B > 1"}])json");
    const auto filters = read_filters(folder.path());
    REQUIRE(filters);
    CHECK(*filters == std::vector<NamedFilter>{{"b", "EXCLUDE ItemID WHERE Items.A IN (\"x\")"},
                                               {"a", "INCLUDE ItemID WHERE Items.B > 1"}});
  }

  TEST_CASE("each wrong form has its message") {
    const auto message = [](std::string_view text) {
      const TemporaryFolder folder;
      folder.write("filters.json", text);
      const auto filters = read_filters(folder.path());
      return filters ? std::string() : filters.error().message;
    };
    CHECK(message("[]").empty());
    CHECK(message("{") == "filters.json: expected a JSON list, got text that is no JSON");
    CHECK(message("{}") == "filters.json: expected a JSON list, got object");
    CHECK(message("[1]") == "filters.json: filter 1: expected an object, got number");
    CHECK(message(R"([{"filterExpression":"x"}])") ==
          "filters.json: filter 1: expected a string \"name\", got no such member");
    CHECK(message(R"([{"name":"a","filterExpression":7}])") ==
          "filters.json: filter 1: expected a string \"filterExpression\", got number");
    CHECK(message(R"([{"name":"","filterExpression":"x"}])") ==
          "filters.json: filter 1: expected a string \"name\", got an empty one");
    CHECK(message(R"([{"name":"a","filterExpression":"x"},{"name":"a","filterExpression":"y"}])") ==
          "filters.json: expected names of their own, got \"a\" twice");
  }
}
