#include "api/list_rules.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/requests.h"
#include "small_model.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

using Ids = std::vector<std::string>;

/// The small model with rules of its recommenders.
ModelContents contents_with(std::vector<NamedRules> rules) {
  ModelContents contents = small_contents();
  contents.list_rules = std::move(rules);
  return contents;
}

GetRecommendationsRequest request_with(const ListRules& rules, std::size_t results = 25,
                                       const std::string& recommender = "popular", const std::string& user = "ann") {
  auto request = request_for(recommender, user);
  request.num_results = results;
  request.rules = rules;
  return request;
}

GetRecommendationsResponse answer(Engine& engine, const GetRecommendationsRequest& request) {
  auto response = engine.get_recommendations(request);
  if (!response) FAIL(response.error().message);
  return *std::move(response);
}

Ids ids_of(const GetRecommendationsResponse& response) {
  Ids ids;
  for (const PredictedItem& item : response.items) ids.push_back(item.item_id);
  return ids;
}

Ids list_of(Engine& engine, const GetRecommendationsRequest& request) {
  return ids_of(answer(engine, request));
}

std::string refusal_of(Engine& engine, const GetRecommendationsRequest& request) {
  const auto response = engine.get_recommendations(request);
  return response ? "" : response.error().message;
}

WhyNotResponse why_not(Engine& engine, const GetRecommendationsRequest& request, const std::string& item) {
  auto response = engine.why_not({request, item});
  if (!response) FAIL(response.error().message);
  return *std::move(response);
}

/// Genres of the small model's items.
Ids genres_of(const std::string& id) {
  static const ModelContents contents = small_contents();
  const auto row = std::ranges::find(small_ids(), id) - small_ids().begin();
  const auto* cell = std::get_if<std::string>(&contents.items.columns[1].cells[static_cast<std::size_t>(row)]);
  Ids genres;
  if (cell == nullptr) return genres;
  for (std::size_t begin = 0; begin <= cell->size();) {
    const std::size_t end = std::min(cell->find('|', begin), cell->size());
    genres.push_back(cell->substr(begin, end - begin));
    begin = end + 1;
  }
  return genres;
}

/// A walk down the list that takes what leaves at most `most` items a genre.
Ids capped(const Ids& ranked, std::size_t most, std::size_t results) {
  std::map<std::string, std::size_t> counts;
  Ids list;
  for (const std::string& id : ranked) {
    const Ids genres = genres_of(id);
    if (list.size() == results) break;
    if (std::ranges::any_of(genres, [&](const std::string& genre) { return counts[genre] == most; })) continue;
    for (const std::string& genre : genres) ++counts[genre];
    list.push_back(id);
  }
  return list;
}

const Ids kPopular = {"heat",   "casablanca", "jaws", "exam",   "labyrinth", "gattaca",
                      "brazil", "inception",  "dune", "kundun", "fargo",     "alien"};

}  // namespace

TEST_SUITE("rules on lists") {
  TEST_CASE("caps count every value of an item, and none where it has none") {
    Engine engine(small_model(), nullptr);
    REQUIRE(list_of(engine, request_with({})) == kPopular);
    const ListRules rules = {.caps = {{{"GENRES", 1}}}};
    CHECK(list_of(engine, request_with(rules)) == Ids{"heat", "casablanca", "jaws", "labyrinth", "brazil"});
    const WhyNotResponse why = why_not(engine, request_with(rules), "exam");
    CHECK(why.stage == ListStage::capped);
    CHECK(why.cap_column == "GENRES");
    CHECK(why.cap_value == "Drama");
    CHECK(why.text == "the list has 1 with GENRES Drama before it, and there may not be more");
  }

  TEST_CASE("several caps hold at once, also of numbers and flags") {
    Engine engine(small_model(), nullptr);
    const ListRules rules = {.caps = {{{"GENRES", 2}, {"FREE", 2}, {"RELEASE_YEAR", 1}}}};
    const Ids list = list_of(engine, request_with(rules));
    // heat, jaws, exam and labyrinth are not free, in turn with those that are.
    CHECK(list == Ids{"heat", "casablanca", "jaws", "exam"});
  }

  TEST_CASE("a cap alone makes the list of a walk down the ranking, of any length") {
    Engine engine(small_model(), nullptr);
    for (const char* recommender : {"popular", "home"}) {
      const Ids ranked = list_of(engine, request_with({}, 25, recommender));
      for (std::uint32_t most = 1; most <= 4; ++most) {
        for (std::size_t results = 1; results <= 12; ++results) {
          const ListRules rules = {.caps = {{{"GENRES", most}}}};
          CHECK(list_of(engine, request_with(rules, results, recommender)) == capped(ranked, most, results));
        }
      }
    }
  }

  TEST_CASE("a list goes on behind the pool where caps leave room") {
    // 400 items of one genre before 5 of another: the pool of 200 has none of these.
    ModelContents contents = small_contents();
    contents.items = {};
    ColumnContents genre{{"GENRES", FieldType::string, true, true}, {}};
    ItemScoreContents popularity{"popularity", {}};
    for (std::uint32_t row = 0; row < 405; ++row) {
      contents.items.ids.push_back("i" + std::to_string(1000 + row));
      genre.cells.emplace_back(std::string(row < 400 ? "Drama" : "Noir"));
      popularity.values.push_back(1000 - row);
    }
    contents.items.columns = {genre};
    contents.item_scores = {popularity};
    contents.neighbor_lists.clear();
    contents.histories.reset();
    contents.recommenders = {{"popular", "aws-popularity-count", {}, {{ScorePart::Kind::item_scores, 0, 1}}}};
    contents.filters.clear();
    Engine engine(open_packed(contents), nullptr);
    CHECK(list_of(engine, request_with({.caps = {{{"GENRES", 2}}}}, 10)) == Ids{"i1000", "i1001", "i1400", "i1401"});
    CHECK(why_not(engine, request_with({.caps = {{{"GENRES", 2}}}}, 10), "i1402").stage == ListStage::capped);
  }

  TEST_CASE("diversity moves up what is unlike, and 0 is the plain list") {
    Engine engine(small_model(), nullptr);
    const auto request = request_with({.diversity = 0.5}, 4);
    // Relevance in twelfths is 12, 11, 10, 9, 8, …; exam and gattaca are like casablanca.
    CHECK(list_of(engine, request) == Ids{"heat", "casablanca", "jaws", "labyrinth"});
    const WhyNotResponse why = why_not(engine, request, "exam");
    CHECK(why.stage == ListStage::diversified);
    CHECK(why.rank == 4);
    for (std::size_t results = 1; results <= 12; ++results) {
      const auto plain = list_of(engine, request_with({}, results));
      CHECK(list_of(engine, request_with({.diversity = 0, .caps = {{{"GENRES", 12}}}}, results)) == plain);
    }
  }

  TEST_CASE("minimum relevance makes a list shorter") {
    Engine engine(small_model(), nullptr);
    const auto request = request_with({.minimum_relevance = 0.74});
    CHECK(list_of(engine, request) == Ids{"heat", "casablanca", "jaws", "exam"});
    const WhyNotResponse why = why_not(engine, request, "labyrinth");
    CHECK(why.stage == ListStage::too_irrelevant);
    CHECK(why.text == "its relevance is 67 % of that of the best candidate, and 74 % are asked for");
    CHECK(list_of(engine, request_with({.minimum_relevance = 1})) == Ids{"heat"});
  }

  TEST_CASE("boosts add points, and causes still add up to the score") {
    Engine engine(small_model(), nullptr);
    const ListRules rules = {.boosts = {{{"GENRES", {"Drama", "Horror"}, {}, {}, 0.25},
                                         {"RELEASE_YEAR", {}, 1975, 1979, -0.5},
                                         {"FREE", {"true"}, {}, {}, 0.125},
                                         {"TITLE", {"The fargo"}, {}, {}, 2}}}};
    auto request = request_with(rules, 25, "home");
    request.explain = true;
    const auto response = answer(engine, request);
    REQUIRE(response.items.size() == 12);
    CHECK(response.items.front().item_id == "fargo");
    const auto sum_of = [](const PredictedItem& item) {
      double sum = 0;
      for (const ScoreCause& cause : *item.causes) sum += cause.points;
      return sum;
    };
    // softmax_scale is 4, and what ann had is so far below that its share is 0.
    for (const PredictedItem& item : response.items) {
      const double expected = *response.items.front().score * std::exp(4 * (sum_of(item) - sum_of(response.items[0])));
      CHECK(*item.score == doctest::Approx(expected).epsilon(1e-9));
    }
    const auto heat = std::ranges::find(response.items, "heat", &PredictedItem::item_id);
    std::map<std::string, double> boosts;
    for (const ScoreCause& cause : *heat->causes) {
      if (cause.kind == "boost") boosts[cause.value] += cause.points;
    }
    CHECK(boosts == std::map<std::string, double>{{"RELEASE_YEAR=1975..1979", -0.5}});
    REQUIRE(heat->rule_effect);
    const auto plain = list_of(engine, request_with({}, 25, "home"));
    CHECK(*heat->rule_effect->rank_before ==
          static_cast<std::size_t>(std::ranges::find(plain, "heat") - plain.begin()) + 1);
  }

  TEST_CASE("pins stand where they are told, where filters let them") {
    Engine engine(small_model(), nullptr);
    ListRules rules = {.pinned = {{{"alien", 2}, {"heat", 4}, {"unknown", 1}, {"dune", 20}}}};
    auto request = request_with(rules, 5);
    request.explain = true;
    const auto response = answer(engine, request);
    CHECK(ids_of(response) == Ids{"casablanca", "alien", "jaws", "heat", "exam"});
    CHECK(response.items[1].rule_effect == RuleEffect{12, true, 0});
    CHECK(response.items[2].rule_effect == RuleEffect{3, false, 0});
    CHECK(why_not(engine, request, "alien").text == "place 2 of the list, where a rule pins it");
    CHECK(why_not(engine, request_with({.pinned = {{{"alien", 1}}}}, 3), "jaws").stage == ListStage::promoted_away);

    request.filter = FilterReference{"", "EXCLUDE ItemID WHERE Items.GENRES IN (\"Horror\")", {}};
    CHECK(list_of(engine, request) == Ids{"casablanca", "exam", "labyrinth", "heat", "gattaca"});
    rules.blocked = {"alien", "labyrinth"};
    request.rules = rules;
    request.filter.reset();
    CHECK(list_of(engine, request) == Ids{"casablanca", "jaws", "exam", "heat", "gattaca"});
    CHECK(why_not(engine, request, "labyrinth").stage == ListStage::blocked);
  }

  TEST_CASE("what was shown often without an event sinks, and rises with one") {
    Engine engine(small_model(), nullptr);
    const auto request = request_with({.rotation = 2}, 3);
    CHECK(list_of(engine, request) == Ids{"heat", "casablanca", "jaws"});
    CHECK(list_of(engine, request) == Ids{"heat", "casablanca", "jaws"});
    CHECK(why_not(engine, request, "heat").stage == ListStage::shown_before);
    CHECK(list_of(engine, request) == Ids{"exam", "labyrinth", "gattaca"});
    CHECK(list_of(engine, request_with({.rotation = 2}, 3, "popular", "bob")) == Ids{"heat", "casablanca", "jaws"});
    CHECK(list_of(engine, request_with({}, 3)) == Ids{"heat", "casablanca", "jaws"});
  }

  TEST_CASE("lists that rotate are the same for the same requests, and an event lifts an item again") {
    const TemporaryFolder folder;
    const auto database = Database::open(folder.path() / "data");
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(small_model(), &log);
    Engine other(small_model(), nullptr);
    const auto request = request_with({.rotation = 1}, 3);
    std::vector<Ids> lists;
    for (int round = 0; round < 6; ++round) {
      lists.push_back(list_of(engine, request));
      CHECK(list_of(other, request) == lists.back());
    }
    // Halved once, casablanca with 11 twelfths is behind gattaca with 7.
    CHECK(lists[1] == Ids{"exam", "labyrinth", "gattaca"});
    Interaction event;
    event.user_id = "ann";
    event.session_id = "s";
    event.event_type = "click";
    event.sent_at = Timestamp(std::chrono::seconds(1'800'000'000));
    for (const char* id : {"heat", "jaws"}) {
      event.item_id = id;
      REQUIRE(engine.put_events({"local", {event}}));
    }
    const Ids after = list_of(engine, request);
    CHECK(Ids(after.begin(), after.begin() + 2) == Ids{"heat", "jaws"});
    CHECK(list_of(other, request) != after);
  }

  TEST_CASE("rules of the model hold without a request's, which replace them kind by kind") {
    Engine engine(
        open_packed(contents_with({{"*", {.caps = {{{"GENRES", 1}}}, .blocked = {"jaws"}}}, {"home", {.caps = {{}}}}})),
        nullptr);
    CHECK(list_of(engine, request_with({})) == Ids{"heat", "casablanca", "labyrinth", "brazil"});
    CHECK(list_of(engine, request_with({.caps = {{}}}, 4)) == Ids{"heat", "casablanca", "exam", "labyrinth"});
    CHECK(list_of(engine, request_with({.blocked = {"heat"}}, 2)) == Ids{"casablanca", "labyrinth"});
    CHECK(list_of(engine, request_with({}, 25, "home")).size() == 11);
  }

  TEST_CASE("fixed rules are not replaced") {
    Engine engine(open_packed(contents_with({{"popular", {.caps = {{{"GENRES", 1}}}, .fixed = true}}})), nullptr);
    CHECK(refusal_of(engine, request_with({.caps = {{}}})) ==
          "rules.caps: expected none beside the recommender's own, which is fixed, got another");
    CHECK(list_of(engine, request_with({.diversity = 0.1}, 2)).size() == 2);
    // Pins and promotions do not get around a cap either.
    auto request = request_with({.pinned = {{{"exam", 1}, {"kundun", 2}}}});
    request.promotions = {{"dramas", 50, {"by-genre", "", {{"GENRE", "\"Drama\""}}}}};
    CHECK(list_of(engine, request) == Ids{"exam", "heat", "jaws", "labyrinth", "brazil"});
  }

  TEST_CASE("columns that are not there are told") {
    Engine engine(small_model(), nullptr);
    CHECK(refusal_of(engine, request_with({.caps = {{{"GENRE", 1}}}})) ==
          "rules.caps[0].column: expected a column of the items, got 'GENRE'");
    CHECK(refusal_of(engine, request_with({.boosts = {{{"PRICE", {"5"}, {}, {}, 1}}}})) ==
          "rules.boosts[0]: expected least or most, as PRICE has numbers, got values");
    CHECK(refusal_of(engine, request_with({.boosts = {{{"GENRES", {}, 5, {}, 1}}}})) ==
          "rules.boosts[0]: expected values, as GENRES has no numbers, got bounds");
    Engine broken(open_packed(contents_with({{"popular", {.caps = {{{"GENRE", 1}}}}}})), nullptr);
    CHECK(refusal_of(broken, request_with({})) ==
          "rules of recommender popular: caps[0].column: expected a column of the items, got 'GENRE'");
    CHECK(refusal_of(broken, request_with({}, 25, "home")).empty());
  }

  TEST_CASE("random rules: caps hold, nothing blocked, nothing twice, never too long, and why-not agrees") {
    Engine engine(small_model(), nullptr);
    std::mt19937 random(77);
    const auto pick = [&](const Ids& from) { return from[random() % from.size()]; };
    const Ids genres = {"Horror", "Sci-Fi", "Comedy", "Drama", "Crime", "Opera"};
    std::map<ListStage, int> stages;
    for (int round = 0; round < 300; ++round) {
      CAPTURE(round);
      ListRules rules;
      const std::uint32_t most = 1 + static_cast<std::uint32_t>(random() % 3);
      rules.caps = {{{"GENRES", most}}};
      if (random() % 2 == 0) rules.diversity = static_cast<double>(random() % 5) / 4;
      if (random() % 2 == 0) rules.minimum_relevance = static_cast<double>(random() % 5) / 10;
      if (random() % 2 == 0) rules.boosts = {{{"GENRES", {pick(genres)}, {}, {}, 0.5}}};
      if (random() % 3 == 0) rules.rotation = 1 + static_cast<std::uint32_t>(random() % 3);
      if (random() % 2 == 0) rules.pinned = {{{pick(small_ids()), 1 + static_cast<std::uint32_t>(random() % 9)}}};
      if (random() % 2 == 0) rules.blocked = {pick(small_ids()), pick(small_ids())};
      auto request = request_with(rules, 1 + random() % 13, pick({"home", "popular"}), pick({"ann", "bob", "x"}));
      if (random() % 2 == 0) {
        request.promotions = {{"a", 30, {"by-genre", "", {{"GENRE", '"' + pick(genres) + '"'}}}}};
      }
      // Asked before the list: rotation counts what was shown.
      std::map<std::string, WhyNotResponse> answers;
      for (const std::string& id : small_ids()) answers.emplace(id, why_not(engine, request, id));
      const Ids list = list_of(engine, request);
      CHECK(list.size() <= request.num_results);
      CHECK(std::set<std::string>(list.begin(), list.end()).size() == list.size());
      std::map<std::string, std::size_t> counts;
      for (const std::string& id : list) {
        CHECK(std::ranges::find(rules.blocked, id) == rules.blocked.end());
        for (const std::string& genre : genres_of(id)) CHECK(++counts[genre] <= most);
      }
      for (const auto& [id, response] : answers) {
        CAPTURE(id);
        ++stages[response.stage];
        CHECK((response.stage == ListStage::in_list) == (std::ranges::find(list, id) != list.end()));
        CHECK((response.stage == ListStage::blocked) == (std::ranges::find(rules.blocked, id) != rules.blocked.end()));
      }
    }
    for (const ListStage stage : {ListStage::capped, ListStage::diversified, ListStage::shown_before,
                                  ListStage::too_irrelevant, ListStage::promoted_away, ListStage::below_the_list}) {
      CHECK(stages[stage] > 0);
    }
  }
}

TEST_SUITE("parental control") {
  // The example of docs/rules.md.
  constexpr char kCeiling[] =
      "INCLUDE ItemID WHERE Items.MATURITY IN (\"0\")"
      " | INCLUDE ItemID WHERE Items.MATURITY IN (\"6\", \"12\") IF CurrentUser.CEILING >= 12"
      " | INCLUDE ItemID WHERE Items.MATURITY IN (\"16\", \"18\") IF CurrentUser.CEILING >= 18";

  /// ann's household may see up to 12, bob's everything, nobody else has a record. labyrinth has no maturity.
  ModelContents guarded_contents() {
    ModelContents contents = contents_with({{"*", {.filters = {kCeiling}, .fixed = true}}});
    ColumnContents maturity{{"MATURITY", FieldType::string, true, true}, {}};
    for (const char* cell : {"18", "16", "0", "12", "6", "16", "12", "18", "12", "16", "0"}) {
      maturity.cells.emplace_back(std::string(cell));
    }
    maturity.cells.emplace_back();
    contents.items.columns.push_back(maturity);
    contents.users.columns = {
        {{"CEILING", FieldType::integer32, true}, {FieldValue(std::int64_t{12}), FieldValue(std::int64_t{18})}}};
    return contents;
  }

  const Ids kForAnn = {"casablanca", "exam", "gattaca", "inception", "dune", "kundun"};

  TEST_CASE("every household sees what its ceiling allows, one without a record the least") {
    Engine engine(open_packed(guarded_contents()), nullptr);
    CHECK(list_of(engine, request_with({})) == kForAnn);
    CHECK(list_of(engine, request_with({}, 25, "popular", "bob")).size() == 11);
    CHECK(list_of(engine, request_with({}, 25, "popular", "nobody")) == Ids{"casablanca", "kundun"});
    CHECK(refusal_of(engine, request_with({}, 25, "popular", "")) ==
          "rules of recommender popular: filter: expected a userId in the request, got none: the filter reads "
          "Interactions or CurrentUser");
  }

  TEST_CASE("nothing in a request lifts it: filters, promotions, pins, boosts, other recommenders, ranking") {
    Engine engine(open_packed(guarded_contents()), nullptr);
    const std::set<std::string> allowed(kForAnn.begin(), kForAnn.end());
    for (const char* recommender : {"home", "popular", "similar", "popularity-count"}) {
      CAPTURE(recommender);
      auto request = request_with({.boosts = {{{"MATURITY", {"18"}, {}, {}, 1000}}},
                                   .minimum_relevance = 0,
                                   .caps = {{}},
                                   .pinned = {{{"heat", 1}, {"alien", 2}, {"labyrinth", 3}}}},
                                  25, recommender);
      request.item_id = "heat";
      request.filter = FilterReference{"", "INCLUDE ItemID WHERE Items.MATURITY IN (\"18\", \"12\")", {}};
      request.promotions = {{"adult", 50, {"", "INCLUDE ItemID WHERE Items.MATURITY IN (\"18\", \"16\")", {}}}};
      request.context = {{"CEILING", "18"}};
      for (const std::string& id : list_of(engine, request)) CHECK(allowed.contains(id));
      request.promotions.clear();
      request.filter.reset();
      for (const std::string& id : list_of(engine, request)) CHECK(allowed.contains(id));
      const WhyNotResponse why = why_not(engine, request, "alien");
      CHECK(why.stage == ListStage::filtered);
      CHECK(why.text == "a filter of the recommender's rules keeps it out");
      CHECK(!why.clauses.empty());
    }
    GetPersonalizedRankingRequest ranking;
    ranking.recommender = "rank";
    ranking.user_id = "ann";
    ranking.input_list = small_ids();
    const auto ranked = engine.get_personalized_ranking(ranking);
    REQUIRE(ranked);
    CHECK(ranked->ranking.size() == kForAnn.size());
    for (const PredictedItem& item : ranked->ranking) CHECK(allowed.contains(item.item_id));
  }

  TEST_CASE("a filter that cannot be used leaves no list") {
    ModelContents contents = guarded_contents();
    contents.list_rules = {{"*", {.filters = {"EXCLUDE ItemID WHERE Items.RATING > 12"}}}};
    Engine engine(open_packed(contents), nullptr);
    CHECK(refusal_of(engine, request_with({})).starts_with("rules of recommender popular: "));
    // Without a value for it an EXCLUDE is off, so a placeholder would keep nothing out.
    contents.list_rules = {{"*", {.filters = {"EXCLUDE ItemID WHERE Items.MATURITY IN ($LEVEL)"}}}};
    Engine open(open_packed(contents), nullptr);
    CHECK(refusal_of(open, request_with({})) ==
          "rules of recommender popular: filter: expected no placeholder, since no request gives it a value, got "
          "$LEVEL");
  }
}

}  // namespace pocketrec
