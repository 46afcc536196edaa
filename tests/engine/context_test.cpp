#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "small_model.h"
#include "store/database.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

using Ids = std::vector<std::string>;
using Context = std::map<std::string, std::string>;

/// Items lead to themselves; ann has alien on the tv and then brazil on the phone. Gold members take to kundun.
ModelContents contents_with_context() {
  ModelContents contents = small_contents();
  NeighborContents itself{"repeat", {0}, {}, {}, {}};
  for (std::uint32_t row = 0; row < 12; ++row) {
    itself.items.push_back(row);
    itself.weights.push_back(127);
    itself.offsets.push_back(row + 1);
    itself.scales.push_back((1U << 28) / 127);
  }
  contents.neighbor_lists = {std::move(itself)};
  contents.context_columns = {{"DEVICE", {"phone", "tv"}}};
  contents.attribute_scores = {
      {"context:DEVICE", AttributeScores::Source::context, 0, {0, 0, 1}, {5}, {127}, {0, 1U << 21}},
      {"user:MEMBERSHIP", AttributeScores::Source::user, 0, {0, 1}, {10}, {127}, {1U << 21}}};
  contents.histories = HistoryContents{{0, 2, 2}, {0, 1}, {0, 0}, {1'700'000'000, 1'700'000'100}};
  contents.histories->contexts = {{2, 1}};
  const std::vector<ScorePart> parts = {{ScorePart::Kind::neighbor_lists, 0, 0.5, 1000},
                                        {ScorePart::Kind::attribute_scores, 0, 0.25},
                                        {ScorePart::Kind::attribute_scores, 1, 0.125, 0, 0, 0.01},
                                        {ScorePart::Kind::item_scores, 0, 0.001}};
  contents.recommenders = {{"home", "aws-user-personalization", {}, parts, {}, {{0, 0.25}}},
                           {"rank", "aws-personalized-ranking", {}, parts, {}, {{0, 0.25}}},
                           {"popular", "aws-popularity-count", {}, {{ScorePart::Kind::item_scores, 0, 1}}}};
  return contents;
}

Ids list(Engine& engine, const std::string& recommender, const std::string& user, const Context& context = {}) {
  GetRecommendationsRequest request;
  request.recommender = recommender;
  request.user_id = user;
  request.num_results = 3;
  request.context = context;
  const auto response = engine.get_recommendations(request);
  if (!response) FAIL(response.error().message);
  Ids ids;
  for (const PredictedItem& item : response->items) ids.push_back(item.item_id);
  return ids;
}

}  // namespace

TEST_SUITE("context of a request") {
  TEST_CASE("makes events of the same context count more, packed ones and recorded ones") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(open_packed(contents_with_context()), &log);
    CHECK(list(engine, "home", "ann") == Ids{"brazil", "alien", "heat"});
    CHECK(list(engine, "home", "ann", {{"DEVICE", "phone"}}) == Ids{"brazil", "alien", "heat"});
    CHECK(list(engine, "home", "ann", {{"device", "tv"}}) == Ids{"alien", "fargo", "brazil"});

    Interaction event;
    event.user_id = "ann";
    event.session_id = "s";
    event.event_type = "click";
    event.item_id = "dune";
    event.sent_at = Timestamp(std::chrono::seconds(1'700'000'200));
    event.properties = R"({"device":"tv"})";
    REQUIRE(engine.put_events({"t", {event}}));
    CHECK(list(engine, "home", "ann", {{"device", "tv"}}) == Ids{"dune", "alien", "fargo"});
    CHECK(list(engine, "home", "ann", {{"device", "phone"}}) == Ids{"brazil", "dune", "alien"});
  }

  TEST_CASE("that the model does not know changes nothing") {
    Engine engine(open_packed(contents_with_context()), nullptr);
    const Ids plain = list(engine, "home", "ann");
    for (const Context& context : {Context{{"DEVICE", "fridge"}}, Context{{"MOOD", "tv"}}, Context{{"DEVICE", ""}},
                                   Context{{"MEMBERSHIP", "gold"}}}) {
      CHECK(list(engine, "home", "ann", context) == plain);
    }
  }

  TEST_CASE("is passed over by recipes that do not start from a user") {
    Engine engine(open_packed(contents_with_context()), nullptr);
    CHECK(list(engine, "popular", "ann", {{"DEVICE", "tv"}}) == list(engine, "popular", "ann"));
  }

  TEST_CASE("counts in a ranking too") {
    Engine engine(open_packed(contents_with_context()), nullptr);
    GetPersonalizedRankingRequest request;
    request.recommender = "rank";
    request.user_id = "nobody";
    request.input_list = {"heat", "fargo"};
    CHECK(engine.get_personalized_ranking(request)->ranking.front().item_id == "heat");
    request.context = {{"device", "tv"}};
    CHECK(engine.get_personalized_ranking(request)->ranking.front().item_id == "fargo");
  }
}

TEST_SUITE("user metadata") {
  TEST_CASE("count for users without events, and fade as events arrive") {
    ModelContents contents = contents_with_context();
    contents.histories->offsets = {0, 0, 2};  // the events are bob's, who has no membership
    Engine engine(open_packed(contents), nullptr);
    CHECK(list(engine, "home", "ann").front() == "kundun");
    CHECK(list(engine, "home", "nobody").front() == "heat");
    contents.histories->offsets = {0, 2, 2};
    Engine later(open_packed(contents), nullptr);
    CHECK(list(later, "home", "ann") == Ids{"brazil", "alien", "heat"});
  }
}
