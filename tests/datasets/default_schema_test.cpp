#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "datasets/reserved_fields.h"
#include "datasets/schema.h"

using namespace pocketrec;

namespace {

std::vector<std::string> names(const Schema& schema) {
  std::vector<std::string> all;
  for (const Field& field : schema.fields) all.push_back(field.name);
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("default schema") {
  TEST_CASE("interactions have the required fields even when the header lacks them") {
    CHECK(names(default_schema(DatasetType::interactions, {})) == Names{"USER_ID", "ITEM_ID", "TIMESTAMP"});
  }

  TEST_CASE("interactions have the reserved fields that the header names, and no others") {
    const Schema schema = default_schema(DatasetType::interactions,
                                         {"TIMESTAMP", "event_type", "DEVICE", "ITEM_ID", "EVENT_VALUE", "USER_ID"});
    CHECK(names(schema) == Names{"USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE"});
    CHECK_FALSE(schema.find("EVENT_TYPE")->nullable);
    CHECK(*schema.find("EVENT_VALUE") == Field{.name = "EVENT_VALUE", .type = FieldType::float32, .nullable = true});
  }

  TEST_CASE("item columns are null-able categories, save for titles, descriptions and known names") {
    const Schema schema =
        default_schema(DatasetType::items, {"ITEM_ID", "GENRES", "TITLE", "BRAND_NAME", "name", "short_description",
                                            "PRODUCT_DESCRIPTION", "PRICE", "CREATION_TIMESTAMP"});
    const Field category{.name = "GENRES", .nullable = true, .categorical = true};
    CHECK(*schema.find("GENRES") == category);
    CHECK(schema.find("BRAND_NAME")->categorical);
    CHECK(*schema.find("TITLE") == Field{.name = "TITLE", .nullable = true});
    CHECK(*schema.find("NAME") == Field{.name = "name", .nullable = true});
    CHECK_FALSE(schema.find("SHORT_DESCRIPTION")->categorical);
    CHECK(*schema.find("PRODUCT_DESCRIPTION") ==
          Field{.name = "PRODUCT_DESCRIPTION", .nullable = true, .textual = true});
    CHECK(*schema.find("PRICE") == Field{.name = "PRICE", .type = FieldType::float32, .nullable = true});
    CHECK(*schema.find("CREATION_TIMESTAMP") ==
          Field{.name = "CREATION_TIMESTAMP", .type = FieldType::integer64, .nullable = true});
  }

  TEST_CASE("names of item columns mean nothing in another dataset") {
    CHECK(default_schema(DatasetType::users, {"USER_ID", "PRICE"}).find("PRICE")->categorical);
    CHECK(default_schema(DatasetType::items, {"ITEM_ID", "VALUE"}).find("VALUE")->categorical);
    CHECK(default_schema(DatasetType::actions, {"ACTION_ID", "VALUE"}).find("VALUE")->type == FieldType::integer64);
  }

  TEST_CASE("columns that no schema may have are left out") {
    const Schema schema = default_schema(
        DatasetType::items, {"ITEM_ID", "", "RELEASE YEAR", "GENRE_1", "genre1", "CREATIONTIMESTAMP", "item_id", "A"});
    CHECK(names(schema) == Names{"ITEM_ID", "GENRE_1", "A"});
    Names header = {"USER_ID"};
    for (int i = 0; i < 30; ++i) header.push_back("C" + std::to_string(i));
    CHECK(default_schema(DatasetType::users, header).fields.size() == 26);
  }

  TEST_CASE("its text is a schema by all the rules") {
    const std::vector<std::string> header = {
        "USER_ID",    "ITEM_ID", "ACTION_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE", "PRICE", "DESCRIPTION",
        "IMPRESSION", "TYPE",    "VALUE",     "AGE",       "B_1",        "B1",          "B 1",   "PRODUCT_DESCRIPTION"};
    for (DatasetType type : {DatasetType::interactions, DatasetType::items, DatasetType::users, DatasetType::actions,
                             DatasetType::action_interactions}) {
      const Schema schema = default_schema(type, header);
      CHECK(check_schema(schema));
      const auto again = parse_schema(to_json(schema), type);
      REQUIRE(again);
      CHECK(*again == schema);
    }
  }
}

TEST_SUITE("reserved fields") {
  TEST_CASE("a reserved word is one as it is spelled") {
    CHECK(is_reserved_name("TIMESTAMP"));
    CHECK(is_reserved_name("ACTION_EXPIRATION_TIMESTAMP"));
    CHECK_FALSE(is_reserved_name("timestamp"));
    CHECK_FALSE(is_reserved_name("TIMESTAMPS"));
    CHECK_FALSE(is_reserved_name(""));
  }

  TEST_CASE("items, users and actions have an id, interactions have none") {
    CHECK(record_id_field(DatasetType::items) == "ITEM_ID");
    CHECK(record_id_field(DatasetType::users) == "USER_ID");
    CHECK(record_id_field(DatasetType::actions) == "ACTION_ID");
    CHECK(record_id_field(DatasetType::interactions).empty());
    CHECK(record_id_field(DatasetType::action_interactions).empty());
  }
}
