#include "recipes/item_metadata.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/number_buckets.h"

using namespace pocketrec;

TEST_SUITE("metadata values") {
  TEST_CASE("are the parts of categorical cells, each column for itself") {
    RecordContents items{{"a", "b", "c"}, {}};
    items.columns.push_back({{"GENRES", FieldType::string, true, true},
                             {std::string("Drama|Crime"), std::string("|Crime||Crime|"), FieldValue{}}});
    items.columns.push_back({{"TITLE", FieldType::string, true}, {std::string("Crime"), FieldValue{}, FieldValue{}}});
    items.columns.push_back(
        {{"YEAR", FieldType::integer32, true, true}, {std::int64_t{1999}, FieldValue{}, FieldValue{}}});
    items.columns.push_back(
        {{"LABEL", FieldType::string, true, true}, {FieldValue{}, std::string("Drama"), FieldValue{}}});
    const ItemValues values = metadata_values(items);
    CHECK(values.n_values == 3);
    CHECK(values.values_of_item.begin == std::vector<std::uint64_t>{0, 2, 4, 4});
    CHECK(values.values_of_item.index == std::vector<std::uint32_t>{0, 1, 1, 2});
  }
  TEST_CASE("numbers are in two overlapping buckets") {
    RecordContents items{{"a", "b", "c", "d"}, {}};
    items.columns.push_back(
        {{"GENRES", FieldType::string, true, true}, {std::string("Drama"), FieldValue{}, FieldValue{}, FieldValue{}}});
    items.columns.push_back({{"PRICE", FieldType::float64, true}, {2.0, 2.0, FieldValue{}, 9.0}});
    items.columns.push_back({{"YEAR", FieldType::integer32, true}, std::vector<FieldValue>(4)});
    const ItemValues values = metadata_values(items);
    CHECK(values.n_values == 1 + NumberBuckets::kValues);
    CHECK(values.values_of_item.begin == std::vector<std::uint64_t>{0, 3, 5, 5, 7});
    CHECK(values.values_of_item.index == std::vector<std::uint32_t>{0, 3, 12, 3, 12, 7, 16});
  }
  TEST_CASE("words of the textual column come after all others") {
    RecordContents items{{"a", "b", "c"}, {}};
    Field description{"DESCRIPTION", FieldType::string, true};
    description.textual = true;
    items.columns.push_back({description, {std::string("A heist, a heist!"), std::string("Heist noir"), FieldValue{}}});
    items.columns.push_back(
        {{"GENRES", FieldType::string, true, true}, {std::string("heist"), FieldValue{}, std::string("Drama")}});
    const ItemValues values = metadata_values(items);
    CHECK(values.first_word == 2);
    CHECK(values.n_values == 4);
    CHECK(values.values_of_item.begin == std::vector<std::uint64_t>{0, 2, 4, 5});
    CHECK(values.values_of_item.index[0] == 0);
    CHECK(values.values_of_item[0].back() >= 2);
    CHECK((values.values_of_item[1][0] == values.values_of_item[0][1] ||
           values.values_of_item[1][1] == values.values_of_item[0][1]));
    CHECK(values.values_of_item[2][0] == 1);
  }
  TEST_CASE("are none without metadata") {
    const ItemValues values = metadata_values({{"a", "b"}, {}});
    CHECK(values.n_values == 0);
    CHECK(values.values_of_item.size() == 2);
  }
}
