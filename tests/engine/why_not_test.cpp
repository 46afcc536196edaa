#include "api/why_not.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/requests.h"
#include "small_model.h"

namespace pocketrec {
namespace {

WhyNotResponse ask(Engine& engine, const GetRecommendationsRequest& list, const std::string& item) {
  auto response = engine.why_not({list, item});
  if (!response) FAIL(response.error().message);
  return *std::move(response);
}

GetRecommendationsRequest request_of(std::size_t num_results, const std::string& recommender, const std::string& user) {
  auto request = request_for(recommender, user);
  request.num_results = num_results;
  return request;
}

FilterReference genre_filter(const std::string& genre) {
  return {"by-genre", "", {{"GENRE", '"' + genre + '"'}}};
}

/// The small model, with what the user touched before at the end of the list.
ModelContents demoting_contents() {
  ModelContents contents = small_contents();
  contents.recommenders[0].parameters["demote_seen"] = "true";
  return contents;
}

}  // namespace

TEST_SUITE("why an item is not in a list") {
  TEST_CASE("names the catalogue, the item on screen and the expressions of the filter") {
    Engine engine(small_model(), nullptr);
    CHECK(ask(engine, request_for("home", "ann"), "nothing").stage == ListStage::not_in_catalog);
    auto similar = request_for("similar", "");
    similar.item_id = "dune";
    CHECK(ask(engine, similar, "dune").stage == ListStage::item_on_screen);

    auto filtered = request_for("popular", "ann");
    const std::string comedies = "INCLUDE ItemID WHERE Items.GENRES IN (\"Comedy\")";
    const std::string crimes = "INCLUDE ItemID WHERE Items.GENRES IN (\"Crime\")";
    const std::string cheap = "EXCLUDE ItemID WHERE Items.PRICE < 1000";
    filtered.filter = FilterReference{"", comedies + " | " + crimes, {}};
    WhyNotResponse response = ask(engine, filtered, "alien");
    CHECK(response.stage == ListStage::filtered);
    CHECK(response.clauses == std::vector<std::string>{comedies, crimes});
    CHECK(!response.rank);
    CHECK(ask(engine, filtered, "heat").stage == ListStage::in_list);
    filtered.filter = FilterReference{"", comedies + " | " + crimes + " | " + cheap, {}};
    response = ask(engine, filtered, "alien");
    CHECK(response.clauses == std::vector<std::string>{cheap});
    filtered.filter = genre_filter("Comedy");
    response = ask(engine, filtered, "alien");
    CHECK(response.clauses == std::vector<std::string>{"INCLUDE ItemID WHERE Items.GENRES IN ($GENRE)"});
  }

  TEST_CASE("names what the recipe leaves out, and items that stand at the end because the user had them") {
    ModelContents contents = small_contents();
    contents.recommenders.push_back({"picks", "aws-vod-top-picks", {}, contents.recommenders[0].parts});
    Engine engine(open_packed(contents), nullptr);
    const WhyNotResponse left_out = ask(engine, request_for("picks", "ann"), "alien");
    CHECK(left_out.stage == ListStage::left_out);
    CHECK(left_out.text.find("an event Watch") != std::string::npos);
    CHECK(!left_out.score);

    Engine demoting(open_packed(demoting_contents()), nullptr);
    const auto all = demoting.get_recommendations(request_for("home", "ann"));
    REQUIRE(all);
    const WhyNotResponse seen = ask(demoting, request_of(9, "home", "ann"), all->items[11].item_id);
    CHECK(seen.rank == 12);
    CHECK(seen.causes.front().kind == "seen before");
  }

  TEST_CASE("agrees with the list, for every item and random requests") {
    for (const ModelContents& contents : {small_contents(), demoting_contents()}) {
      Engine engine(open_packed(contents), nullptr);
      std::mt19937 random(5);
      const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
      const std::vector<std::string> genres = {"Horror", "Sci-Fi", "Comedy", "Drama", "Crime", "Opera"};
      std::map<ListStage, int> count;
      for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        auto request = request_of(1 + random() % 13, pick({"home", "similar", "popular"}), pick({"ann", "bob", "x"}));
        request.item_id = pick(small_ids());
        if (random() % 2 == 0) request.filter = genre_filter(pick(genres));
        auto whole = request;
        whole.num_results = 25;
        if (random() % 2 == 0) {
          request.promotions = {{"a", 1 + static_cast<unsigned>(random() % 50), genre_filter(pick(genres))},
                                {"b", 1 + static_cast<unsigned>(random() % 50), genre_filter(pick(genres))}};
        }
        const auto list = engine.get_recommendations(request);
        const auto candidates = engine.get_recommendations(whole);
        REQUIRE(list);
        REQUIRE(candidates);
        const auto place_in = [](const GetRecommendationsResponse& response, const std::string& id) {
          std::size_t place = 0;
          while (place < response.items.size() && response.items[place].item_id != id) ++place;
          return place;
        };
        for (const std::string& id : small_ids()) {
          CAPTURE(id);
          const WhyNotResponse answer = ask(engine, request, id);
          ++count[answer.stage];
          const std::size_t place = place_in(*list, id);
          const std::size_t rank = place_in(*candidates, id);
          const bool is_shown = place < list->items.size();
          const bool is_candidate = rank < candidates->items.size();
          CHECK(answer.candidates == candidates->items.size());
          CHECK((answer.stage == ListStage::in_list) == is_shown);
          CHECK(answer.rank == (is_candidate ? std::optional(rank + 1) : std::nullopt));
          if (is_shown) {
            CHECK(answer.promotion_name == list->items[place].promotion_name);
            CHECK(answer.score == list->items[place].score);
          } else if (is_candidate) {
            const bool is_best = rank < request.num_results;
            CHECK((answer.stage == ListStage::promoted_away) == is_best);
          } else {
            const bool is_on_screen = request.recommender == "similar" && id == request.item_id;
            CHECK(answer.stage == (is_on_screen ? ListStage::item_on_screen : ListStage::filtered));
            CHECK(answer.clauses.empty() == is_on_screen);
          }
        }
      }
      CHECK(count[ListStage::promoted_away] > 0);
      CHECK(count[ListStage::below_the_list] > 0);
      CHECK((count[ListStage::seen_before] > 0) == contents.recommenders[0].parameters.contains("demote_seen"));
    }
  }

  TEST_CASE("is refused for what the list would be refused for") {
    Engine engine(small_model(), nullptr);
    const auto response = engine.why_not({request_for("home", ""), "dune"});
    REQUIRE(!response);
    CHECK(response.error().message == "recommender home (aws-user-personalization): expected a userId, got none");
  }
}

}  // namespace pocketrec
