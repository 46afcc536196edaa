#include "recipes/training_data.h"

#include <doctest/doctest.h>

#include "temporary_folder.h"

using namespace pocketrec;

TEST_SUITE("training data") {
  TEST_CASE("the vocabulary joins records and interactions, and events point into it") {
    const TemporaryFolder folder;
    folder.write("interactions.csv",
                 "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nzoe,c,click,20\nadam,a,view,10\nzoe,a,click,30\n");
    folder.write("items.csv", "ITEM_ID,GENRES\nb,Drama\na,Comedy|Drama\n");
    const auto data = load_training_data(folder.path());
    REQUIRE(data);
    CHECK(data->items.ids == std::vector<std::string>{"a", "b", "c"});
    CHECK(data->users.ids == std::vector<std::string>{"adam", "zoe"});
    REQUIRE(data->items.columns.size() == 1);
    CHECK(data->items.columns[0].cells ==
          std::vector<FieldValue>{std::string("Comedy|Drama"), std::string("Drama"), FieldValue{}});
    CHECK(data->user == std::vector<std::uint32_t>{1, 0, 1});
    CHECK(data->item == std::vector<ItemIndex>{2, 0, 0});
    CHECK(data->time == std::vector<std::int64_t>{20, 10, 30});
    CHECK(data->event_types == std::vector<std::string>{"click", "view"});
  }

  TEST_CASE("the fingerprint changes with any byte of the data") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,a,20\n");
    const auto first = load_training_data(folder.path());
    const auto again = load_training_data(folder.path());
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,a,21\n");
    const auto other = load_training_data(folder.path());
    REQUIRE((first && again && other));
    CHECK(first->fingerprint.size() == 32);
    CHECK(first->fingerprint == again->fingerprint);
    CHECK(first->fingerprint != other->fingerprint);
  }

  TEST_CASE("ids of a published split stand as text, and its events keep their items") {
    const TemporaryFolder folder;
    const auto train = folder.write("train.txt", "2 9 10\n10 2\n");
    const auto test = folder.write("test.txt", "2 100\n");
    const auto split = read_split_files({train, {}, test});
    REQUIRE(split);
    const TrainingData data = training_data_of(*split);
    CHECK(data.items.ids == std::vector<std::string>{"10", "100", "2", "9"});
    CHECK(data.users.ids == std::vector<std::string>{"10", "2"});
    std::vector<std::string> events;
    for (std::size_t i = 0; i < data.item.size(); ++i) {
      events.push_back(data.users.ids[data.user[i]] + ":" + data.items.ids[data.item[i]]);
    }
    CHECK(events == std::vector<std::string>{"2:9", "2:10", "10:2"});
  }
}
