#include <doctest/doctest.h>

#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#include "crash/failing_new.h"
#include "engine/engine.h"
#include "small_model.h"
#include "store/database.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

PutEventsRequest two_events() {
  PutEventsRequest request;
  for (const char* item : {"dune", "exam"}) {
    Interaction event;
    event.user_id = "new";
    event.session_id = "s";
    event.event_id = item;
    event.event_type = "watch";
    event.item_id = item;
    request.events.push_back(event);
  }
  return request;
}

// Ids of the answer, of which only the order counts.
std::string ids_of(const Result<GetRecommendationsResponse>& answer) {
  if (!answer) return "error: " + answer.error().message;
  std::string ids;
  for (const auto& item : answer->items) ids += item.item_id + " ";
  return ids;
}

// Whether the call met the fault; whether it ended without an answer.
template <typename Call>
std::pair<bool, bool> call_with_fault(const Call& call, std::int64_t n, bool lasts) {
  NthFault fault(n, lasts);
  bool ended = false;
  try {
    const FailingNew failing(fault);
    ended = !call();
  } catch (const std::exception&) {
    ended = true;  // Service makes an answer of it
  }
  return {fault.struck() > 0, ended};
}

}  // namespace

TEST_SUITE("memory faults of the engine") {
  TEST_CASE("cost the call, and the next answer is that of before") {
    const TemporaryFolder folder;
    auto database = Database::open(folder / "data");
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(small_model(), &log);
    REQUIRE(engine.put_events(two_events()));
    GetRecommendationsRequest request;
    request.recommender = "home";
    request.user_id = "new";
    request.num_results = 3;
    const std::string before = ids_of(engine.get_recommendations(request));
    REQUIRE(!before.starts_with("error"));
    int faults = 0;
    int ended = 0;
    const auto try_call = [&](const auto& call) {
      for (const bool lasts : {false, true}) {
        for (std::int64_t n = 1;; ++n) {
          CAPTURE(lasts);
          CAPTURE(n);
          const auto [struck, without_answer] = call_with_fault(call, n, lasts);
          if (!struck) break;
          ++faults;
          if (without_answer) ++ended;
          CHECK(ids_of(engine.get_recommendations(request)) == before);
        }
      }
    };
    try_call([&] { return static_cast<bool>(engine.get_recommendations(request)); });
    GetRecommendationsRequest filtered = request;
    filtered.filter = FilterReference{"", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch"))", {}};
    filtered.explain = true;
    filtered.metadata_columns = {"TITLE"};
    try_call([&] { return static_cast<bool>(engine.get_recommendations(filtered)); });
    GetPersonalizedRankingRequest ranking;
    ranking.recommender = "rank";
    ranking.user_id = "new";
    ranking.input_list = {"dune", "exam"};
    try_call([&] { return static_cast<bool>(engine.get_personalized_ranking(ranking)); });
    try_call([&] { return static_cast<bool>(engine.put_events(two_events())); });
    const auto count = log.count();
    REQUIRE(count);
    CHECK(*count == 2);
    MESSAGE(faults << " faults, " << ended << " calls ended");
    CHECK(ended > 20);
  }
}

}  // namespace pocketrec
