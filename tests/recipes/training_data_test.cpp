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
    CHECK(data->user == std::vector<std::uint32_t>{0, 1, 1});
    CHECK(data->item == std::vector<ItemIndex>{0, 2, 0});
    CHECK(data->time == std::vector<std::int64_t>{10, 20, 30});
    CHECK(data->event_types == std::vector<std::string>{"click", "view"});
  }

  TEST_CASE("events of one moment keep the order of the file") {
    const TemporaryFolder folder;
    folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,c,20\nu,a,20\nu,b,10\nu,b,20\n");
    const auto data = load_training_data(folder.path());
    REQUIRE(data);
    CHECK(data->item == std::vector<ItemIndex>{1, 2, 0, 1});
  }

  TEST_CASE("the fingerprint is one of what the data say, not of how they are written") {
    const TemporaryFolder folder;
    const auto fingerprint = [&](const std::string& interactions, const std::string& items) {
      folder.write("interactions.csv", "USER_ID,ITEM_ID,TIMESTAMP\n" + interactions);
      folder.write("items.csv", "ITEM_ID,GENRES\n" + items);
      const auto data = load_training_data(folder.path());
      REQUIRE(data);
      return data->fingerprint;
    };
    const std::string first = fingerprint("u,a,20\nv,b,21\n", "a,Drama\nb,\n");
    CHECK(first.size() == 32);
    CHECK(first == fingerprint("v,b,21\nu,a,20\n", "b,\na,Drama\n"));
    CHECK(first != fingerprint("u,a,20\nv,b,22\n", "a,Drama\nb,\n"));
    CHECK(first != fingerprint("u,a,20\nv,b,21\n", "a,\nb,Drama\n"));
    CHECK(first != fingerprint("u,a,20\nw,b,21\n", "a,Drama\nb,\n"));
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
