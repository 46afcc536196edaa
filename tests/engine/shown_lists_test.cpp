#include "engine/shown_lists.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "small_model.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

std::vector<PredictedItem> items(const std::vector<std::string>& ids) {
  std::vector<PredictedItem> list;
  for (const std::string& id : ids) list.push_back({id, std::nullopt, "", {}, {}, {}});
  return list;
}

Interaction watch(const std::string& item, const std::string& recommendation_id, const std::string& impression = "") {
  Interaction event;
  event.user_id = "dora";
  event.session_id = "s";
  event.item_id = item;
  event.event_type = "watch";
  event.sent_at = Timestamp(std::chrono::seconds(1'800'000'000));
  event.recommendation_id = recommendation_id;
  event.impression = impression;
  return event;
}

}  // namespace

TEST_SUITE("shown lists") {
  TEST_CASE("are found by their id until much more was shown") {
    ShownLists lists;
    lists.remember("RID-1", items({"a", "b|c", "d"}));
    lists.remember("RID-2", {});
    CHECK(lists.find("RID-1") == "a|d");
    CHECK(lists.find("RID-2") == "");
    CHECK(!lists.find("RID-3"));
    const std::string long_id(1000, 'x');
    for (std::size_t i = 0; i <= ShownLists::kBytes / 1000; ++i)
      lists.remember("L" + std::to_string(i), items({long_id}));
    CHECK(!lists.find("RID-1"));
    CHECK(!lists.find("L0"));
    CHECK(lists.find("L" + std::to_string(ShownLists::kBytes / 1000)) == long_id);
  }

  TEST_CASE("are stored with the events that name them, unless the event says what was shown") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path() / "data");
    REQUIRE(database);
    EventLog log(**database);
    auto engine = std::make_unique<Engine>(small_model(), &log);
    GetRecommendationsRequest request;
    request.recommender = "home";
    request.user_id = "dora";
    request.num_results = 3;
    const auto list = engine->get_recommendations(request);
    REQUIRE(list);
    const auto ranking = engine->get_personalized_ranking({"rank", "dora", {"jaws", "dune"}, {}, {}, {}});
    REQUIRE(ranking);
    const std::string shown = list->items[0].item_id + "|" + list->items[1].item_id + "|" + list->items[2].item_id;
    REQUIRE(engine->put_events(
        {"tracker",
         {watch("jaws", list->recommendation_id), watch("dune", list->recommendation_id, "x|y"),
          watch("heat", "RID-unknown"), watch("alien", ""), watch("exam", ranking->recommendation_id)}}));
    const auto events = log.events_of("dora");
    REQUIRE(events);
    REQUIRE(events->size() == 5);
    CHECK((*events)[0].impression == shown);
    CHECK((*events)[1].impression == "x|y");
    CHECK((*events)[2].impression == "");
    CHECK((*events)[3].impression == "");
    CHECK((*events)[4].impression == ranking->ranking[0].item_id + "|" + ranking->ranking[1].item_id);

    // Sent again after a restart, when the list is not known any more: the same event.
    engine = std::make_unique<Engine>(small_model(), &log);
    REQUIRE(engine->put_events({"tracker", {watch("jaws", list->recommendation_id)}}));
    const auto count = log.count();
    REQUIRE(count);
    CHECK(*count == 5);
  }
}

}  // namespace pocketrec
