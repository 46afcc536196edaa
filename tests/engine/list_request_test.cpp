#include "engine/list_request.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "ranking/select_top_k.h"
#include "scoring/random_factors.h"
#include "scoring/score_items.h"
#include "scoring/softmax.h"
#include "small_model.h"

namespace pocketrec {
namespace {

/// A few entries a row, any weights; users of any length; a recommender `home` of random parts and `rank` of the same.
ModelContents random_contents(std::mt19937& random, std::uint32_t items) {
  ModelContents contents;
  for (std::uint32_t item = 0; item < items; ++item) contents.items.ids.push_back(std::to_string(1000 + item));
  for (int list = 0; list < 2; ++list) {
    NeighborContents lists{"lists-" + std::to_string(list), {0}, {}, {}, {}};
    for (std::uint32_t row = 0; row < items; ++row) {
      std::set<std::uint32_t> targets;
      for (std::size_t i = random() % 6; i > 0; --i) targets.insert(static_cast<std::uint32_t>(random() % items));
      for (const std::uint32_t target : targets) {
        lists.items.push_back(target);
        lists.weights.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 7) - 3));
      }
      lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
      lists.scales.push_back((1U << 28) / 8);
    }
    contents.neighbor_lists.push_back(std::move(lists));
  }
  ItemScoreContents popularity{"popularity", {}};
  for (std::uint32_t i = 0; i < items; ++i) {
    popularity.values.push_back(static_cast<std::uint32_t>(random() % 8) << 21);  // many ties
  }
  contents.item_scores.push_back(std::move(popularity));
  contents.factors.push_back(random_factors(random, items, 3));

  contents.event_types = {"watch"};
  contents.interaction_fields = {
      {"USER_ID"}, {"ITEM_ID"}, {"TIMESTAMP", FieldType::integer64}, {"EVENT_TYPE", FieldType::string, true}};
  HistoryContents histories{{0}, {}, {}, {}};
  for (int user = 0; user < 5; ++user) {
    contents.users.ids.push_back("u" + std::to_string(user));
    for (std::size_t i = random() % 12; i > 0; --i) {
      histories.items.push_back(static_cast<std::uint32_t>(random() % items));
      histories.event_types.push_back(0);
      histories.times.push_back(1'700'000'000 + static_cast<std::int64_t>(histories.items.size()));
    }
    histories.offsets.push_back(static_cast<std::uint32_t>(histories.items.size()));
  }
  contents.histories = std::move(histories);

  const auto weight = [&] { return (static_cast<double>(random() % 201) - 100) / 100; };
  std::vector<ScorePart> parts;
  for (std::size_t i = random() % 4; i > 0; --i) {
    parts.push_back({ScorePart::Kind::neighbor_lists, static_cast<std::uint32_t>(random() % 2), weight()});
    if (random() % 2 == 0) parts.back().time_scale = 3;
  }
  if (random() % 4 != 0) parts.push_back({ScorePart::Kind::item_scores, 0, weight()});
  if (random() % 4 == 0) parts.push_back({ScorePart::Kind::factors, 0, weight()});
  std::shuffle(parts.begin(), parts.end(), random);
  const std::map<std::string, std::string> parameters = {{"demote_seen", random() % 2 == 0 ? "true" : "false"},
                                                         {"softmax_scale", std::to_string(1 + random() % 30)}};
  contents.recommenders = {{"home", "aws-user-personalization", parameters, parts},
                           {"rank", "aws-personalized-ranking", parameters, parts}};
  contents.provenance.tool_version = "test";
  contents.provenance.data_fingerprint = "random";
  return contents;
}

/// The slow, obvious way: every part of every item.
std::vector<Score> dense_scores(const Model& model, const UserState& state, bool demotes_seen) {
  std::vector<WeightedItem> newest_first;
  for (const UserEvent& event : state.events) newest_first.insert(newest_first.begin(), {event.item});
  std::vector<Score> scores(model.items().size());
  ScoringScratch scratch;
  score_items(model, model.recommenders().front().parts, make_history(newest_first, scores.size()), scratch, scores);
  std::set<ItemIndex> seen;
  for (const UserEvent& event : state.events) seen.insert(event.item);
  for (const ItemIndex item : seen) scores[item] -= demotes_seen ? Score{1} << 56 : 0;
  return scores;
}

}  // namespace

TEST_SUITE("list request") {
  TEST_CASE("gives the items, the order and the scores that looking at every item gives, on random models") {
    std::mt19937 random(77);
    for (int round = 0; round < 80; ++round) {
      CAPTURE(round);
      const ModelContents contents = random_contents(random, static_cast<std::uint32_t>(1 + random() % 90));
      const auto& parameters = contents.recommenders.front().parameters;
      const double scale = std::stod(parameters.at("softmax_scale"));
      const auto model = open_packed(contents);
      const Snapshot snapshot(model);
      Engine engine(model, nullptr);
      for (const std::string& user : contents.users.ids) {
        CAPTURE(user);
        const auto state = std::make_shared<const UserState>(build_user_state(snapshot, user, {}));
        const std::vector<Score> dense = dense_scores(*model, *state, parameters.at("demote_seen") == "true");
        const std::vector<double> shares = softmax(dense, scale);

        const auto request = ListRequest::open(snapshot, "home", state);
        REQUIRE(request);
        const Scores& scores = request->score();
        CHECK(std::vector<Score>(scores.begin(), scores.end()) == dense);
        // Whole numbers of 2^-40, so the sum in doubles is exact up to 2^13; what is demoted has 2^16 besides.
        for (ItemIndex item = 0; item < dense.size(); ++item) {
          double points = 0;
          for (const ScoreCause& cause : request->explain(item)) points += cause.points;
          REQUIRE(points ==
                  doctest::Approx(std::ldexp(static_cast<double>(dense[item]), -kScoreFractionBits)).epsilon(1e-14));
        }
        ItemMask allowed(dense.size());
        for (ItemIndex item = 0; item < dense.size(); ++item) {
          if (random() % 3 != 0) allowed.insert(item);
        }
        for (const std::size_t k : {1U, 5U, 200U}) {
          CHECK(select_top_k(scores, allowed, k) == select_top_k(std::span(dense), allowed, k));
        }

        GetRecommendationsRequest list;
        list.recommender = "home";
        list.user_id = user;
        list.num_results = 10;
        const auto listed = engine.get_recommendations(list);
        REQUIRE(listed);
        const auto best = select_top_k(std::span(dense), ItemMask(dense.size(), true), 10);
        REQUIRE(listed->items.size() == best.size());
        for (std::size_t i = 0; i < best.size(); ++i) {
          CHECK(listed->items[i].item_id == contents.items.ids[best[i].item]);
          CHECK(std::fabs(*listed->items[i].score - shares[best[i].item]) <= 1e-12 * shares[best[i].item]);
        }

        GetPersonalizedRankingRequest ranking;
        ranking.recommender = "rank";
        ranking.user_id = user;
        ItemMask given(dense.size());
        for (std::size_t i = 0; i < 6; ++i) {
          const auto item = static_cast<ItemIndex>(random() % dense.size());
          given.insert(item);
          ranking.input_list.push_back(contents.items.ids[item]);
        }
        const auto ranked = engine.get_personalized_ranking(ranking);
        REQUIRE(ranked);
        const auto expected = select_top_k(std::span(dense), given, 10);
        REQUIRE(ranked->ranking.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
          CHECK(ranked->ranking[i].item_id == contents.items.ids[expected[i].item]);
        }
      }
    }
  }
}

}  // namespace pocketrec
