#include "datasets/schema.h"

#include <doctest/doctest.h>

#include <string>

using namespace pocketrec;

namespace {

// A schema's text around its list of fields.
std::string text_of(const std::string& name, const std::string& fields) {
  return R"({"type":"record","name":")" + name + R"(","namespace":"com.amazonaws.personalize.schema","fields":[)" +
         fields + R"(],"version":"1.0"})";
}

// Interactions with the required fields and some more.
std::string interactions_with(const std::string& more) {
  return text_of("Interactions", R"({"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},)"
                                 R"({"name":"TIMESTAMP","type":"long"})" +
                                     (more.empty() ? "" : "," + more));
}

std::string items_with(const std::string& more) {
  return text_of("Items", R"({"name":"ITEM_ID","type":"string"})" + (more.empty() ? "" : "," + more));
}

// The message with which the schema is refused, empty when it is not.
std::string refusal(const std::string& text, DatasetType type) {
  const auto schema = parse_schema(text, type);
  if (schema) return "";
  CHECK(schema.error().code == ErrorCode::invalid_input);
  return schema.error().message;
}

std::string interactions_refusal(const std::string& more) {
  return refusal(interactions_with(more), DatasetType::interactions);
}
std::string items_refusal(const std::string& more) {
  return refusal(items_with(more), DatasetType::items);
}

std::string columns(std::size_t n, const std::string& attributes) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) {
    text += (i == 0 ? "" : ",") + (R"({"name":"C)" + std::to_string(i) + "\"," + attributes + "}");
  }
  return text;
}

}  // namespace

TEST_SUITE("schema text") {
  TEST_CASE("the contract's example is read as it stands") {
    const auto schema = parse_schema(
        R"({"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema",
 "fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
           {"name":"EVENT_TYPE","type":"string"},{"name":"EVENT_VALUE","type":["float","null"]},
           {"name":"DEVICE","type":["null","string"],"categorical":true},{"name":"TIMESTAMP","type":"long"}],
 "version":"1.0"})",
        DatasetType::interactions);
    REQUIRE(schema);
    REQUIRE(schema->fields.size() == 6);
    CHECK(schema->fields[0] == Field{.name = "USER_ID"});
    CHECK(schema->fields[3] == Field{.name = "EVENT_VALUE", .type = FieldType::float32, .nullable = true});
    CHECK(schema->fields[4] == Field{.name = "DEVICE", .nullable = true, .categorical = true});
    CHECK(schema->fields[5] == Field{.name = "TIMESTAMP", .type = FieldType::integer64});
  }

  TEST_CASE("a schema becomes the same schema again through its text") {
    const auto schema = parse_schema(items_with(R"({"name":"A","type":["string","null"],"categorical":true},
        {"name":"B","type":"string","textual":true},{"name":"C","type":"string","itemName":true},
        {"name":"D","type":"int"},{"name":"E","type":["double"]},{"name":"F","type":"boolean"})"),
                                     DatasetType::items);
    REQUIRE(schema);
    const std::string text = to_json(*schema);
    const auto again = parse_schema(text, DatasetType::items);
    REQUIRE(again);
    CHECK(*again == *schema);
    CHECK(to_json(*again) == text);
    CHECK(text ==
          R"({"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema","fields":[)"
          R"({"name":"ITEM_ID","type":"string"},{"name":"A","type":["null","string"],"categorical":true},)"
          R"({"name":"B","type":"string","textual":true},{"name":"C","type":"string","itemName":true},)"
          R"({"name":"D","type":"int"},{"name":"E","type":"double"},{"name":"F","type":"boolean"}],"version":"1.0"})");
  }

  TEST_CASE("the record's name says the dataset type when none is expected") {
    const auto schema = parse_schema(items_with(R"({"name":"A","type":"int"})"));
    REQUIRE(schema);
    CHECK(schema->type == DatasetType::items);
    const auto unknown = parse_schema(text_of("Movies", ""));
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message ==
          "schema: expected \"name\": Interactions, Items, Users, Actions or ActionInteractions, got \"Movies\"");
  }

  TEST_CASE("text that is no JSON is refused with the byte") {
    CHECK(refusal("{\"type\" \"record\"}", DatasetType::items) ==
          "schema: expected JSON, got text that is none (byte 16)");
    CHECK(refusal("", DatasetType::items) == "schema: expected JSON, got text that is none (byte 1)");
    CHECK(refusal("[1]", DatasetType::items) == "schema: expected a JSON object, got array");
    CHECK(refusal(std::string(19000, '['), DatasetType::items).starts_with("schema: expected JSON"));
  }

  TEST_CASE("each member has the value of the contract") {
    const auto changed = [](const std::string& from, const std::string& to) {
      std::string text = items_with(R"({"name":"A","type":"int"})");
      text.replace(text.find(from), from.size(), to);
      return refusal(text, DatasetType::items);
    };
    CHECK(changed("\"record\"", "\"map\"") == "schema: expected \"type\": \"record\", got \"map\"");
    CHECK(changed("\"Items\"", "\"Users\"") == "schema: expected \"name\": \"Items\", got \"Users\"");
    CHECK(changed("com.amazonaws.personalize.schema", "com.example") ==
          "schema: expected \"namespace\": \"com.amazonaws.personalize.schema\", got \"com.example\"");
    CHECK(changed("\"1.0\"", "1") == "schema: expected \"version\": \"1.0\", got number");
    CHECK(changed("\"version\"", "\"vision\"") == "schema: expected \"version\": \"1.0\", got no such member");
    CHECK(changed("\"fields\"", "\"columns\"") == "schema: expected a list \"fields\", got no such member");
  }

  TEST_CASE("members that the contract does not name are passed over") {
    CHECK(items_refusal(R"({"name":"A","type":"int","doc":"age","default":null})") == "");
  }

  TEST_CASE("a text may have 20000 characters, of any number of bytes") {
    const auto padded = [](std::size_t characters) {
      std::string text = items_with(R"({"name":"A","type":"int","doc":"@"})");
      std::string doc;
      for (std::size_t n = text.size() - 1; n < characters; ++n) doc += "ä";
      return text.replace(text.find('@'), 1, doc);
    };
    CHECK(refusal(padded(20000), DatasetType::items) == "");
    CHECK(refusal(padded(20001), DatasetType::items) == "schema: expected at most 20000 characters, got 20001");
  }
}

TEST_SUITE("schema types") {
  TEST_CASE("the six types are known") {
    for (const char* type : {"string", "int", "long", "float", "double", "boolean"}) {
      CAPTURE(type);
      const auto schema =
          parse_schema(items_with(std::string(R"({"name":"A","type":")") + type + "\"}"), DatasetType::items);
      REQUIRE(schema);
      CHECK(field_type_name(schema->fields[1].type) == type);
      CHECK_FALSE(schema->fields[1].nullable);
    }
  }

  TEST_CASE("another type is refused") {
    CHECK(items_refusal(R"({"name":"A","type":"bytes"})") ==
          "schema: field A: expected a type (string, int, long, float, double, boolean or null), got \"bytes\"");
  }

  TEST_CASE("nested types are refused") {
    CHECK(items_refusal(R"({"name":"A","type":{"type":"array","items":"string"}})") ==
          "schema: field A: expected a type (string, int, long, float, double, boolean or null), got object");
    CHECK(items_refusal(R"({"name":"A","type":["null",["string"]]})") ==
          "schema: field A: expected a type (string, int, long, float, double, boolean or null), got array");
  }

  TEST_CASE("a union has null in either place, or only one type") {
    for (const char* type : {R"(["null","int"])", R"(["int","null"])"}) {
      const auto schema =
          parse_schema(items_with(std::string(R"({"name":"A","type":)") + type + "}"), DatasetType::items);
      REQUIRE(schema);
      CHECK(schema->fields[1] == Field{.name = "A", .type = FieldType::integer32, .nullable = true});
    }
    const auto single = parse_schema(items_with(R"({"name":"A","type":["int"]})"), DatasetType::items);
    REQUIRE(single);
    CHECK(single->fields[1] == Field{.name = "A", .type = FieldType::integer32});
  }

  TEST_CASE("a union of two types is refused") {
    CHECK(items_refusal(R"({"name":"A","type":["int","string"]})") ==
          "schema: field A: expected a union of one type with null, got int and string");
  }

  TEST_CASE("null alone is no type") {
    CHECK(items_refusal(R"({"name":"A","type":"null"})") == "schema: field A: expected a type beside null, got none");
    CHECK(items_refusal(R"({"name":"A","type":[]})") == "schema: field A: expected a type beside null, got none");
    CHECK(items_refusal(R"({"name":"A","type":["null","null"]})") ==
          "schema: field A: expected null once in a union, got it twice");
  }

  TEST_CASE("a field is an object with a name and a type") {
    CHECK(items_refusal("7") == "schema: field 2: expected an object, got number");
    CHECK(items_refusal(R"({"type":"int"})") == "schema: field 2: expected a name, got none");
    CHECK(items_refusal(R"({"name":7,"type":"int"})") == "schema: field 2: expected a name, got number");
    CHECK(items_refusal(R"({"name":"A"})") == "schema: field A: expected a type, got none");
  }
}

TEST_SUITE("schema fields") {
  TEST_CASE("a name has letters, digits and underscores") {
    CHECK(items_refusal(R"({"name":"a_1","type":"int"})") == "");
    CHECK(items_refusal(R"({"name":"A B","type":"int"})") ==
          "schema: field 2: expected a name of letters, digits and '_', got \"A B\"");
    CHECK(items_refusal(R"({"name":"","type":"int"})") ==
          "schema: field 2: expected a name of letters, digits and '_', got \"\"");
  }

  TEST_CASE("names are unique without underscores and case") {
    CHECK(items_refusal(R"({"name":"GENRES_FIELD_1","type":"int"},{"name":"GENRESFIELD1","type":"int"})") ==
          "schema: field GENRESFIELD1: expected a name of its own without case and underscores, got that of "
          "GENRES_FIELD_1");
    CHECK(items_refusal(R"({"name":"GENRE","type":"int"},{"name":"genre","type":"int"})") ==
          "schema: field genre: expected a name of its own without case and underscores, got that of GENRE");
  }

  TEST_CASE("every required field is there") {
    CHECK(refusal(text_of("Interactions", R"({"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"})"),
                  DatasetType::interactions) ==
          "schema: Interactions: expected the required field TIMESTAMP, got none");
    CHECK(refusal(text_of("Items", R"({"name":"A","type":"int"})"), DatasetType::items) ==
          "schema: Items: expected the required field ITEM_ID, got none");
    CHECK(refusal(text_of("Users", R"({"name":"A","type":"int"})"), DatasetType::users) ==
          "schema: Users: expected the required field USER_ID, got none");
    CHECK(refusal(text_of("Actions", R"({"name":"A","type":"int"})"), DatasetType::actions) ==
          "schema: Actions: expected the required field ACTION_ID, got none");
    CHECK(refusal(text_of("ActionInteractions",
                          R"({"name":"USER_ID","type":"string"},{"name":"ACTION_ID","type":"string"},)"
                          R"({"name":"TIMESTAMP","type":"long"})"),
                  DatasetType::action_interactions) ==
          "schema: ActionInteractions: expected the required field EVENT_TYPE, got none");
  }

  TEST_CASE("a required field has exactly its type") {
    CHECK(refusal(text_of("Items", R"({"name":"ITEM_ID","type":"long"},{"name":"A","type":"int"})"),
                  DatasetType::items) == "schema: field ITEM_ID: expected type string, got long");
    CHECK(refusal(text_of("Items", R"({"name":"ITEM_ID","type":["null","string"]},{"name":"A","type":"int"})"),
                  DatasetType::items) == "schema: field ITEM_ID: expected type string, got a union with null");
    CHECK(refusal(text_of("Items", R"({"name":"item_id","type":"string"},{"name":"A","type":"int"})"),
                  DatasetType::items) == "schema: field item_id: expected the reserved name as it is spelled, ITEM_ID");
  }

  TEST_CASE("a reserved field has exactly its type") {
    CHECK(interactions_refusal(R"({"name":"EVENT_VALUE","type":"float"})") == "");
    CHECK(interactions_refusal(R"({"name":"EVENT_VALUE","type":"double"})") ==
          "schema: field EVENT_VALUE: expected type float, got double");
    CHECK(interactions_refusal(R"({"name":"EVENT_TYPE","type":["null","string"]})") ==
          "schema: field EVENT_TYPE: expected type string, got a union with null");
    CHECK(interactions_refusal(R"({"name":"IMPRESSION","type":["null","string"]},
                                  {"name":"RECOMMENDATION_ID","type":["null","string"]},
                                  {"name":"EVENT_ATTRIBUTION_SOURCE","type":["null","string"]})") == "");
  }

  TEST_CASE("a creation timestamp is long, or float as in ECOMMERCE schemas") {
    CHECK(items_refusal(R"({"name":"CREATION_TIMESTAMP","type":["null","long"]})") == "");
    CHECK(items_refusal(R"({"name":"CREATION_TIMESTAMP","type":"float"})") == "");
    CHECK(items_refusal(R"({"name":"CREATION_TIMESTAMP","type":"string"})") ==
          "schema: field CREATION_TIMESTAMP: expected type long, got string");
  }

  TEST_CASE("an action expires under either name") {
    const std::string id = R"({"name":"ACTION_ID","type":"string"},)";
    for (const char* name : {"EXPIRATION_TIMESTAMP", "ACTION_EXPIRATION_TIMESTAMP"}) {
      const std::string start = id + R"({"name":")" + name + R"(","type":)";
      CHECK(refusal(text_of("Actions", start + R"(["long","null"]})"), DatasetType::actions) == "");
      CHECK(refusal(text_of("Actions", start + R"("string"})"), DatasetType::actions) ==
            "schema: field " + std::string(name) + ": expected type long, got string");
    }
  }

  TEST_CASE("a reserved string is not categorical") {
    CHECK(interactions_refusal(R"({"name":"EVENT_TYPE","type":"string","categorical":true})") ==
          "schema: field EVENT_TYPE: a reserved field cannot be categorical");
    CHECK(interactions_refusal(R"({"name":"IMPRESSION","type":"string","categorical":false})") == "");
  }

  TEST_CASE("categorical, textual and itemName are true or false") {
    CHECK(items_refusal(R"({"name":"A","type":"string","categorical":"yes"})") ==
          "schema: field A: expected true or false as categorical, got \"yes\"");
    CHECK(items_refusal(R"({"name":"A","type":"string","textual":1})") ==
          "schema: field A: expected true or false as textual, got number");
    CHECK(items_refusal(R"({"name":"A","type":"string","itemName":null})") ==
          "schema: field A: expected true or false as itemName, got null");
  }

  TEST_CASE("categorical, textual and itemName are for strings") {
    CHECK(items_refusal(R"({"name":"A","type":"int","categorical":true})") ==
          "schema: field A: categorical: expected type string, got int");
    CHECK(items_refusal(R"({"name":"A","type":"int","textual":true})") ==
          "schema: field A: textual: expected type string, got int");
    CHECK(items_refusal(R"({"name":"A","type":"int","itemName":true})") ==
          "schema: field A: itemName: expected type string, got int");
  }

  TEST_CASE("a field is categorical or textual, not both") {
    CHECK(items_refusal(R"({"name":"A","type":"string","categorical":true,"textual":true})") ==
          "schema: field A: expected categorical or textual, got both");
  }

  TEST_CASE("only Items have a textual field and an item name, one of each") {
    CHECK(interactions_refusal(R"({"name":"A","type":"string","textual":true})") ==
          "schema: field A: textual: only fields of Items can be");
    CHECK(interactions_refusal(R"({"name":"A","type":"string","itemName":true})") ==
          "schema: field A: itemName: only a field of Items can be");
    CHECK(items_refusal(columns(2, R"("type":"string","textual":true)")) ==
          "schema: Items: expected one textual field, got 2");
    CHECK(items_refusal(columns(2, R"("type":"string","itemName":true)")) ==
          "schema: Items: expected one itemName field, got 2");
  }

  TEST_CASE("items, users and actions have a field beside the id") {
    CHECK(items_refusal("") == "schema: Items: expected a metadata field beside ITEM_ID, got none");
    CHECK(interactions_refusal("") == "");
  }

  TEST_CASE("the number of metadata columns is limited, and other fields do not count") {
    const std::string user = R"({"name":"USER_ID","type":"string"},)";
    const std::string action = R"({"name":"ACTION_ID","type":"string"},)";
    const std::string number = R"("type":"int")";
    CHECK(interactions_refusal(columns(5, number)) == "");
    CHECK(interactions_refusal(columns(6, number)) ==
          "schema: Interactions: expected at most 5 metadata columns, got 6");
    CHECK(interactions_refusal(columns(6, R"("type":"string")")) == "");
    CHECK(interactions_refusal(columns(5, number) + R"(,{"name":"EVENT_VALUE","type":"float"})") == "");
    CHECK(items_refusal(columns(100, number)) == "");
    CHECK(items_refusal(columns(101, number)) == "schema: Items: expected at most 100 metadata columns, got 101");
    CHECK(refusal(text_of("Users", user + columns(25, number)), DatasetType::users) == "");
    CHECK(refusal(text_of("Users", user + columns(26, number)), DatasetType::users) ==
          "schema: Users: expected at most 25 metadata columns, got 26");
    CHECK(refusal(text_of("Actions", action + columns(11, number)), DatasetType::actions) ==
          "schema: Actions: expected at most 10 metadata columns, got 11");
  }
}

TEST_SUITE("field names") {
  TEST_CASE("a property's name is its column's without case and underscores") {
    CHECK(same_field_name("eventValue", "EVENT_VALUE"));
    CHECK(same_field_name("NUMBER_OF_RATINGS_", "numberOfRatings"));
    CHECK(same_field_name("___", ""));
    CHECK_FALSE(same_field_name("EVENT", "EVENT_VALUE"));
    CHECK_FALSE(same_field_name("EVENT_VALUE", "EVENT"));
    CHECK_FALSE(same_field_name("", "A"));
  }

  TEST_CASE("a schema finds a column in any case, underscores counted") {
    const Schema schema{.type = DatasetType::items, .fields = {{.name = "ITEM_ID"}, {.name = "Genre"}}};
    REQUIRE(schema.find("GENRE") != nullptr);
    CHECK(schema.find("GENRE")->name == "Genre");
    CHECK(schema.find("item_id") == &schema.fields[0]);
    CHECK(schema.find("ITEMID") == nullptr);
    CHECK(schema.find("") == nullptr);
    CHECK(schema.position("item_id") == 0);
    CHECK(schema.position("GENRE") == 1);
    CHECK(schema.position("ITEMID") == kNoField);
  }

  TEST_CASE("a dataset type is found in every spelling that requests use") {
    CHECK(find_dataset_type("Interactions") == DatasetType::interactions);
    CHECK(find_dataset_type("ITEMS") == DatasetType::items);
    CHECK(find_dataset_type("users") == DatasetType::users);
    CHECK(find_dataset_type("Actions") == DatasetType::actions);
    CHECK(find_dataset_type("Action_Interactions") == DatasetType::action_interactions);
    CHECK(find_dataset_type("ActionInteractions") == DatasetType::action_interactions);
    CHECK_FALSE(find_dataset_type("Movies"));
    CHECK(dataset_type_name(DatasetType::action_interactions) == "ACTION_INTERACTIONS");
  }
}
