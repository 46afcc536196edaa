#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/requests.h"
#include "small_model.h"
#include "store/database.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

using Ids = std::vector<std::string>;

Ids list(Engine& engine, const GetRecommendationsRequest& request) {
  const auto response = engine.get_recommendations(request);
  if (!response) FAIL(response.error().message);
  Ids ids;
  for (const PredictedItem& item : response->items) ids.push_back(item.item_id);
  return ids;
}

Error refusal(Engine& engine, const GetRecommendationsRequest& request) {
  const auto response = engine.get_recommendations(request);
  REQUIRE(!response);
  return response.error();
}

bool has(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// The small model; `viewed` has the recipe of customers who viewed X also viewed, and `picks` that of top picks.
ModelContents use_case_contents() {
  ModelContents contents = small_contents();
  const std::vector<ScorePart> parts = contents.recommenders[0].parts;
  contents.recommenders.push_back({"picks", "aws-vod-top-picks", {}, parts});
  contents.recommenders.push_back({"viewed", "aws-ecomm-customers-who-viewed-x-also-viewed", {}, parts});
  return contents;
}

}  // namespace

TEST_SUITE("automatic filters") {
  TEST_CASE("leave out what the user watched or bought, in any case of letters, and nothing else") {
    Engine engine(open_packed(use_case_contents()), nullptr);
    const Ids picks = list(engine, request_for("picks", "ann"));  // watched alien, clicked it, bought brazil
    CHECK(picks.size() == 11);
    CHECK(!has(picks, "alien"));
    CHECK(has(picks, "brazil"));
    const Ids viewed = list(engine, request_for("viewed", "ann", "dune"));
    CHECK(viewed.size() == 10);  // without dune and brazil
    CHECK(!has(viewed, "brazil"));
    CHECK(has(viewed, "alien"));
  }
  TEST_CASE("see a recorded event in the next answer") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(open_packed(use_case_contents()), &log);
    CHECK(has(list(engine, request_for("picks", "new")), "heat"));
    Interaction event;
    event.user_id = "new";
    event.item_id = "heat";
    event.event_type = "WATCH";
    event.sent_at = Timestamp(std::chrono::seconds(1'800'000'000));
    REQUIRE(engine.put_events({"tracker", {event}}));
    CHECK(!has(list(engine, request_for("picks", "new")), "heat"));
  }
  TEST_CASE("come before the filters of the request and of promotions") {
    Engine engine(open_packed(use_case_contents()), nullptr);
    auto request = request_for("picks", "ann");
    request.filter = FilterReference{"", "INCLUDE ItemID WHERE Items.GENRES IN (\"Horror\")", {}};
    CHECK(list(engine, request) == Ids{"jaws"});
    request = request_for("picks", "ann");
    request.promotions = {{"horror", 100, {"", "INCLUDE ItemID WHERE Items.GENRES IN (\"Horror\")", {}}}};
    CHECK(!has(list(engine, request), "alien"));
  }
}

TEST_SUITE("use cases") {
  TEST_CASE("carry no scores and say which id they need") {
    Engine engine(open_packed(use_case_contents()), nullptr);
    const auto response = engine.get_recommendations(request_for("picks", "ann"));
    REQUIRE(response);
    for (const PredictedItem& item : response->items) CHECK(!item.score);
    CHECK(refusal(engine, request_for("picks", "")).message ==
          "recommender picks (aws-vod-top-picks): expected a userId, got none");
    CHECK(refusal(engine, request_for("viewed", "", "dune")).message ==
          "recommender viewed (aws-ecomm-customers-who-viewed-x-also-viewed): expected a userId, got none");
    CHECK(refusal(engine, request_for("viewed", "ann")).message ==
          "recommender viewed (aws-ecomm-customers-who-viewed-x-also-viewed): expected an itemId, got none");
  }
}

TEST_SUITE("names of recipes") {
  TEST_CASE("find the only recommender of the recipe, also short and as an ARN") {
    Engine engine(open_packed(use_case_contents()), nullptr);
    const Ids picks = list(engine, request_for("picks", "ann"));
    for (const char* name : {"aws-vod-top-picks", "top-picks",
                             "arn:aws:personalize:eu-west-1:000000000000:recommender/aws-vod-top-picks"}) {
      CHECK(list(engine, request_for(name, "ann")) == picks);
    }
    CHECK(list(engine, request_for("aws-similar-items", "", "dune")) ==
          list(engine, request_for("similar", "", "dune")));
    CHECK(list(engine, request_for("aws-user-personalization-v2", "ann")) == list(engine, request_for("home", "ann")));
    const auto ranking = engine.get_personalized_ranking({"aws-personalized-ranking-v2", "ann", {"dune"}, {}, {}, {}});
    CHECK(ranking);
  }
  TEST_CASE("without a recommender are answered by the one that stands in, under their own rules") {
    Engine engine(small_model(), nullptr);
    const auto response = engine.get_recommendations(request_for("top-picks", "ann"));
    REQUIRE(response);
    CHECK(response->items.size() == 11);  // alien was watched
    for (const PredictedItem& item : response->items) CHECK(!item.score);
    CHECK(!has(list(engine, request_for("recommended-for-you", "ann")), "brazil"));
    CHECK(refusal(engine, request_for("more-like-x", "", "dune")).message ==
          "recommender similar (aws-vod-more-like-x): expected a userId, got none");
  }
  TEST_CASE("of recipes that the model lacks, or has several times, are not found") {
    ModelContents contents = small_contents();
    contents.recommenders.push_back({"similar-too", "aws-similar-items", {}, contents.recommenders[3].parts});
    Engine engine(open_packed(contents), nullptr);
    Error error = refusal(engine, request_for("aws-sims", "", "dune"));
    CHECK(error.code == ErrorCode::resource_not_found);
    CHECK(error.message ==
          "there is no recommender 'aws-sims'; the model has home, popular, rank, similar, similar-too");
    error = refusal(engine, request_for("aws-similar-items", "", "dune"));
    CHECK(error.code == ErrorCode::resource_not_found);
    CHECK(error.message ==
          "several recommenders have the recipe aws-similar-items; expected one of their names: similar, similar-too");
  }
  TEST_CASE("come after the names of recommenders") {
    ModelContents contents = small_contents();
    contents.recommenders[1].name = "aws-similar-items";  // which has the recipe popularity-count
    Engine engine(open_packed(contents), nullptr);
    CHECK(list(engine, request_for("aws-similar-items", "")).front() == "heat");
  }
}

}  // namespace pocketrec
