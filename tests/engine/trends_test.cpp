#include "engine/trends.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "small_model.h"
#include "store/database.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

using Ids = std::vector<std::string>;

/// The small model with a recommender `trending`, whose baseline says that fargo grew most, then dune.
ModelContents trending_contents() {
  ModelContents contents = small_contents();
  ItemScoreContents growth{"trending", std::vector<std::uint32_t>(12, 0)};
  growth.values[5] = 1U << 24;
  growth.values[3] = 1U << 23;
  contents.item_scores.push_back(std::move(growth));
  contents.recommenders.push_back(
      {"trending",
       "aws-trending-now",
       {{"trend_discovery_frequency", "1 hour"}},
       {{ScorePart::Kind::item_scores, 1, 1}, {ScorePart::Kind::item_scores, 0, 1.0 / 4096}}});
  return contents;
}

constexpr std::int64_t kNow = 1'800'000'000;
constexpr std::int64_t kHour = 3600;

/// An engine with a log over that model.
class TrendingEngine {
 public:
  explicit TrendingEngine(const TemporaryFolder& folder, const ModelContents& contents = trending_contents()) {
    auto database = Database::open(folder.path());
    if (!database) FAIL(database.error().message);
    database_ = *std::move(database);
    log_ = std::make_unique<EventLog>(*database_);
    engine_ = std::make_unique<Engine>(open_packed(contents), log_.get());
  }

  /// The first `count` items.
  Ids list(std::size_t count, const std::string& recommender = "trending") {
    GetRecommendationsRequest request;
    request.recommender = recommender;
    request.num_results = count;
    const auto response = engine_->get_recommendations(request);
    if (!response) FAIL(response.error().message);
    Ids ids;
    for (const PredictedItem& item : response->items) {
      CHECK(!item.score);
      ids.push_back(item.item_id);
    }
    return ids;
  }

  /// So many events of different users, a second apart.
  void put(const std::string& item, int count, std::int64_t second) {
    PutEventsRequest request{"tracker", {}};
    for (int i = 0; i < count; ++i) {
      Interaction event;
      event.user_id = "u" + std::to_string(i);
      event.item_id = item;
      event.event_type = "click";
      event.sent_at = Timestamp(std::chrono::seconds(second + i));
      request.events.push_back(std::move(event));
    }
    const auto ok = engine_->put_events(request);
    if (!ok) FAIL(ok.error().message);
  }

 private:
  std::unique_ptr<Database> database_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace

TEST_SUITE("trending now") {
  TEST_CASE("is the packed growth without recorded events, then popularity") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    CHECK(engine.list(4) == Ids{"fargo", "dune", "heat", "casablanca"});
    Engine silent(open_packed(trending_contents()), nullptr);
    GetRecommendationsRequest request;
    request.recommender = "trending";
    request.num_results = 1;
    CHECK(silent.get_recommendations(request)->items.front().item_id == "fargo");
  }
  TEST_CASE("follows recorded events in the next answer") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    CHECK(engine.list(1) == Ids{"fargo"});
    engine.put("alien", 3, kNow);
    CHECK(engine.list(4) == Ids{"alien", "fargo", "dune", "heat"});
    engine.put("brazil", 6, kNow + 10);
    CHECK(engine.list(4) == Ids{"brazil", "alien", "fargo", "dune"});
  }
  TEST_CASE("asks for growth, not for numbers") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    engine.put("heat", 40, kNow - kHour - 600);
    engine.put("heat", 41, kNow - 600);
    engine.put("exam", 5, kNow - 300);
    CHECK(engine.list(2) == Ids{"exam", "heat"});
  }
  TEST_CASE("counts the two intervals before the newest event and forgets what is older") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    engine.put("alien", 9, kNow);
    CHECK(engine.list(1) == Ids{"alien"});
    engine.put("exam", 1, kNow + kHour + 100);  // alien is in the interval before now
    CHECK(engine.list(2) == Ids{"exam", "fargo"});
    engine.put("exam", 1, kNow + 10 * kHour);
    CHECK(engine.list(2) == Ids{"exam", "fargo"});
  }
  TEST_CASE("falls back to the packed growth when only unknown items were recorded") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    engine.put("no such film", 5, kNow);
    CHECK(engine.list(2) == Ids{"fargo", "dune"});
  }
  TEST_CASE("recovers from an event of a clock that runs ahead after a hundred others") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    engine.put("jaws", 1, 4'000'000'000);
    engine.put("alien", 50, kNow);
    CHECK(engine.list(1) == Ids{"jaws"});
    engine.put("brazil", 51, kNow + 60);
    CHECK(engine.list(2) == Ids{"brazil", "alien"});
  }
  TEST_CASE("answers for the use case, which has the same rules") {
    const TemporaryFolder folder;
    TrendingEngine engine(folder);
    engine.put("alien", 3, kNow);
    CHECK(engine.list(4, "aws-vod-trending-now") == engine.list(4));
  }
  TEST_CASE("refuses an interval that no frequency names, and a first part that is no baseline") {
    const TemporaryFolder folder;
    ModelContents contents = trending_contents();
    contents.recommenders.back().parameters["trend_discovery_frequency"] = "2 days";
    contents.recommenders.push_back({"partless", "aws-trending-now", {}, {}});
    Engine engine(open_packed(contents), nullptr);
    GetRecommendationsRequest request;
    request.recommender = "trending";
    CHECK(engine.get_recommendations(request).error().message ==
          "recommender trending: parameter trend_discovery_frequency: expected 30 minutes, 1 hour, 2 hours, 3 hours, 1 "
          "day, got '2 days'");
    request.recommender = "partless";
    CHECK(engine.get_recommendations(request).error().message ==
          "recommender partless: expected item scores as the first part of trending items");
  }
}

}  // namespace pocketrec
