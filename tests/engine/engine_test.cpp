#include "engine/engine.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/requests.h"
#include "small_model.h"
#include "store/database.h"
#include "temporary_folder.h"

template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id;
    return text.c_str();
  }
};

namespace pocketrec {
namespace {

using Ids = std::vector<std::string>;

const Ids kPopularFirst = {"heat",   "casablanca", "jaws", "exam",   "labyrinth", "gattaca",
                           "brazil", "inception",  "dune", "kundun", "fargo",     "alien"};

Ids ids_of(const std::vector<PredictedItem>& items) {
  Ids ids;
  for (const PredictedItem& item : items) ids.push_back(item.item_id);
  return ids;
}

Ids first(Ids ids, std::size_t count) {
  ids.resize(std::min(ids.size(), count));
  return ids;
}

/// An engine over the small model, with or without a log in a folder.
class TestEngine {
 public:
  explicit TestEngine(const ModelContents& contents = small_contents()) : engine_(open_packed(contents), nullptr) {}

  explicit TestEngine(const TemporaryFolder& folder)
      : database_(open(folder)), log_(std::make_unique<EventLog>(*database_)), engine_(small_model(), log_.get()) {}

  Engine& operator*() { return engine_; }

  GetRecommendationsResponse ask(const GetRecommendationsRequest& request) {
    auto response = engine_.get_recommendations(request);
    if (!response) FAIL(response.error().message);
    return *std::move(response);
  }
  Ids list(const GetRecommendationsRequest& request) { return ids_of(ask(request).items); }
  Ids list(const std::string& user) {
    GetRecommendationsRequest request;
    request.recommender = "home";
    request.user_id = user;
    return list(request);
  }
  GetPersonalizedRankingResponse rank(const GetPersonalizedRankingRequest& request) {
    auto response = engine_.get_personalized_ranking(request);
    if (!response) FAIL(response.error().message);
    return *std::move(response);
  }
  void put(const std::string& user, const std::string& session, const std::string& item, const std::string& type,
           std::int64_t second) {
    Interaction event;
    event.user_id = user;
    event.session_id = session;
    event.item_id = item;
    event.event_type = type;
    event.sent_at = Timestamp(std::chrono::seconds(second));
    const auto ok = engine_.put_events({"tracker", {event}});
    if (!ok) FAIL(ok.error().message);
  }
  /// Items of a visitor's recorded events, in their order.
  Ids recorded(const std::string& visitor) {
    const auto events = log_->events_of(visitor);
    if (!events) FAIL(events.error().message);
    Ids ids;
    for (const Interaction& event : *events) ids.push_back(event.item_id);
    return ids;
  }

 private:
  static std::unique_ptr<Database> open(const TemporaryFolder& folder) {
    auto database = Database::open(folder.path() / "data");
    if (!database) FAIL(database.error().message);
    return *std::move(database);
  }

  std::unique_ptr<Database> database_;
  std::unique_ptr<EventLog> log_;
  Engine engine_;
};

FilterReference expression(const std::string& text) {
  return {"", text, {}};
}

Error refusal(TestEngine& engine, const GetRecommendationsRequest& request) {
  const auto response = (*engine).get_recommendations(request);
  REQUIRE(!response);
  return response.error();
}

// What one event with dune makes of the list: its pair casablanca, then heat, then the others by popularity.
const Ids kAfterDune = {"casablanca", "heat",      "jaws",   "exam",  "labyrinth", "gattaca",
                        "brazil",     "inception", "kundun", "fargo", "alien",     "dune"};

}  // namespace

TEST_SUITE("user personalization") {
  TEST_CASE("starts from a user's history and puts what the user knows behind everything else") {
    TestEngine engine;
    CHECK(engine.list("ann") == Ids{"exam", "fargo", "heat", "casablanca", "jaws", "labyrinth", "gattaca", "inception",
                                    "dune", "kundun", "brazil", "alien"});
    CHECK(engine.list("bob") == Ids{"jaws", "gattaca", "labyrinth", "alien", "casablanca", "exam", "brazil", "dune",
                                    "kundun", "fargo", "heat", "inception"});
  }
  TEST_CASE("gives popular items to a user nobody has heard of") {
    TestEngine engine;
    CHECK(engine.list("somebody") == kPopularFirst);
  }
  TEST_CASE("shows the first event of a new user in the very next answer, also after the store is opened again") {
    const TemporaryFolder folder;
    {
      TestEngine engine(folder);
      CHECK(engine.list("new") == kPopularFirst);
      engine.put("new", "s1", "dune", "watch", 1'700'000'000);
      CHECK(engine.list("new") == kAfterDune);
      CHECK(engine.list("another") == kPopularFirst);
    }
    TestEngine reopened(folder);
    CHECK(reopened.list("new") == kAfterDune);
  }
  TEST_CASE("adds recorded events to the model's history") {
    const TemporaryFolder folder;
    TestEngine engine(folder);
    CHECK(engine.list("ann").front() == "exam");
    engine.put("ann", "s1", "dune", "watch", 1'800'000'000);
    const Ids list = engine.list("ann");
    CHECK(list.front() == "casablanca");
    CHECK(Ids(list.end() - 3, list.end()) == Ids{"brazil", "alien", "dune"});
  }
  TEST_CASE("knows an anonymous visitor by session, and the user after login by what the session did") {
    const TemporaryFolder folder;
    TestEngine engine(folder);
    engine.put("", "s1", "dune", "watch", 1'700'000'000);
    CHECK(engine.list("s1") == kAfterDune);
    CHECK(engine.list("new") == kPopularFirst);
    engine.put("new", "s1", "no film of the catalogue", "login", 1'700'000'010);
    CHECK(engine.list("new") == kAfterDune);
  }
  TEST_CASE("counts an anonymous event for the user who logged in with that session before") {
    const TemporaryFolder folder;
    TestEngine engine(folder);
    engine.put("new", "s1", "", "login", 1'700'000'000);
    CHECK(engine.list("new") == kPopularFirst);
    engine.put("", "s1", "dune", "watch", 1'700'000'010);
    CHECK(engine.list("new") == kAfterDune);
  }
  TEST_CASE("keeps only the newest items when max_history says so") {
    ModelContents contents = small_contents();
    contents.recommenders[0].parameters["max_history"] = "1";
    TestEngine engine(contents);
    CHECK(first(engine.list("bob"), 2) == Ids{"jaws", "alien"});  // inception only
  }
  TEST_CASE("scores shares of the whole catalogue, whatever part of it is shown") {
    TestEngine engine;
    auto request = request_for("home", "ann");
    const auto all = engine.ask(request);
    double total = 0;
    for (const PredictedItem& item : all.items) {
      REQUIRE(item.score);
      total += *item.score;
    }
    CHECK(total == doctest::Approx(1).epsilon(1e-12));
    request.num_results = 2;
    request.filter = expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Drama\")");
    const auto part = engine.ask(request);
    REQUIRE(ids_of(part.items) == Ids{"exam", "casablanca"});
    CHECK(part.items[0].score == all.items[0].score);
  }
}

TEST_SUITE("filters of a request") {
  TEST_CASE("apply before items are picked, so that the list is as long as the catalogue allows") {
    TestEngine engine;
    auto request = request_for("home", "somebody");
    request.num_results = 4;
    request.filter = FilterReference{"arn:aws:personalize:::filter/by-genre", "", {{"GENRE", "\"Sci-Fi\""}}};
    CHECK(engine.list(request) == Ids{"gattaca", "brazil", "inception", "dune"});
    request.num_results = 25;
    CHECK(engine.list(request) == Ids{"gattaca", "brazil", "inception", "dune", "alien"});
  }
  TEST_CASE("see the events of the user, recorded ones at once") {
    const TemporaryFolder folder;
    TestEngine engine(folder);
    auto request = request_for("home", "ann");
    request.filter = FilterReference{"not-bought", "", {}};
    Ids list = engine.list(request);
    CHECK(list.size() == 11);
    CHECK(std::find(list.begin(), list.end(), "brazil") == list.end());
    engine.put("ann", "s", "heat", "purchase", 1'800'000'000);
    list = engine.list(request);
    CHECK(list.size() == 10);
    CHECK(std::find(list.begin(), list.end(), "heat") == list.end());
  }
  TEST_CASE("may ask for just what was seen, which demotion keeps in the list") {
    TestEngine engine;
    auto request = request_for("home", "ann");
    request.filter = expression("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\")");
    CHECK(engine.list(request) == Ids{"brazil", "alien"});
  }
  TEST_CASE("count events of the history and of the log, and know what time it is") {
    const TemporaryFolder folder;
    TestEngine engine(folder);
    auto request = request_for("home", "ann");
    request.filter = expression("INCLUDE ItemID WHERE COUNT(Interactions.EVENT_TYPE IN (\"*\")) >= 2");
    CHECK(engine.list(request) == Ids{"alien"});
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    engine.put("ann", "s", "heat", "watch", now.time_since_epoch().count());
    request.filter = expression("INCLUDE ItemID WHERE Interactions.TIMESTAMP > NOW - 1h");
    CHECK(engine.list(request) == Ids{"heat"});
  }
  TEST_CASE("that let nothing through give an empty list") {
    TestEngine engine;
    auto request = request_for("home", "ann");
    request.filter = expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Opera\")");
    const auto response = engine.ask(request);
    CHECK(response.items.empty());
    CHECK(response.recommendation_id.size() == 40);
  }
}

TEST_SUITE("related items") {
  TEST_CASE("leave out the item itself and carry no score") {
    TestEngine engine;
    const auto response = engine.ask(request_for("similar", "", "dune"));
    CHECK(ids_of(response.items) == first(kAfterDune, 11));
    for (const PredictedItem& item : response.items) CHECK(!item.score);
  }
  TEST_CASE("of an item that the model doesn't know are popular items") {
    TestEngine engine;
    CHECK(engine.list(request_for("similar", "", "no such film")) == kPopularFirst);
  }
  TEST_CASE("do not depend on the user") {
    TestEngine engine;
    CHECK(engine.list(request_for("similar", "ann", "dune")) == engine.list(request_for("similar", "", "dune")));
  }
  TEST_CASE("keep the item itself out of promotions too") {
    TestEngine engine;
    auto request = request_for("similar", "", "dune");
    request.promotions = {{"sale", 100, expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Sci-Fi\")")}};
    const Ids list = engine.list(request);
    CHECK(std::find(list.begin(), list.end(), "dune") == list.end());
  }
}

TEST_SUITE("popularity count") {
  TEST_CASE("is the same for everybody, needs no user and has no scores") {
    TestEngine engine;
    const auto response = engine.ask(request_for("popular", ""));
    CHECK(ids_of(response.items) == kPopularFirst);
    for (const PredictedItem& item : response.items) CHECK(!item.score);
    CHECK(engine.list(request_for("popular", "ann")) == kPopularFirst);
  }
}

TEST_SUITE("personalized ranking") {
  TEST_CASE("orders the given items for the user, known ones once each, unknown ones last as they came") {
    TestEngine engine;
    GetPersonalizedRankingRequest request{"rank", "bob", {"zzz", "alien", "gattaca", "alien", "aaa", "fargo", "zzz"},
                                          {},     {},    {}};
    const auto response = engine.rank(request);
    CHECK(ids_of(response.ranking) == Ids{"gattaca", "alien", "fargo", "zzz", "aaa"});
    double total = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      REQUIRE(response.ranking[i].score);
      total += *response.ranking[i].score;
      if (i > 0) CHECK(*response.ranking[i].score < *response.ranking[i - 1].score);
    }
    CHECK(total == doctest::Approx(1).epsilon(1e-12));
    CHECK(!response.ranking[3].score);
    CHECK(!response.ranking[4].score);
  }
  TEST_CASE("ranks by popularity for a user nobody has heard of") {
    TestEngine engine;
    CHECK(ids_of(engine.rank({"rank", "somebody", small_ids(), {}, {}, {}}).ranking) == kPopularFirst);
  }
  TEST_CASE("leaves out what the filter rejects and shows metadata") {
    TestEngine engine;
    GetPersonalizedRankingRequest request{"rank", "somebody", {"alien", "heat", "jaws"}, {}, {}, {"TITLE"}};
    request.filter = FilterReference{"by-genre", "", {{"GENRE", "\"Horror\""}}};
    const auto response = engine.rank(request);
    REQUIRE(ids_of(response.ranking) == Ids{"jaws", "alien"});
    CHECK(response.ranking[0].metadata == std::vector<std::pair<std::string, std::string>>{{"title", "The jaws"}});
    double total = 0;
    for (const PredictedItem& item : response.ranking) total += *item.score;
    CHECK(total == doctest::Approx(1).epsilon(1e-12));
  }
  TEST_CASE("answers an empty list with an empty list") {
    TestEngine engine;
    CHECK(engine.rank({"rank", "ann", {}, {}, {}, {}}).ranking.empty());
  }
}

TEST_SUITE("metadata of an answer") {
  TEST_CASE("has column names in lower case and every value as text, and leaves out nulls") {
    TestEngine engine;
    auto request = request_for("popular", "");
    request.metadata_columns = {"title", "GENRES", "price", "RELEASE_YEAR", "free"};
    const auto response = engine.ask(request);
    using Metadata = std::vector<std::pair<std::string, std::string>>;
    CHECK(response.items.back().metadata == Metadata{{"title", "The alien"},
                                                     {"genres", "Horror|Sci-Fi"},
                                                     {"price", "1.0"},
                                                     {"release_year", "1970"},
                                                     {"free", "true"}});
    CHECK(response.items[4].metadata ==
          Metadata{{"title", "The labyrinth"}, {"price", "17.5"}, {"release_year", "1981"}, {"free", "false"}});
    CHECK(response.items[9].metadata ==
          Metadata{{"title", "The kundun"}, {"genres", "Drama"}, {"release_year", "1980"}, {"free", "true"}});
  }
}

TEST_SUITE("promotions of an answer") {
  TEST_CASE("take their share of the list from their own filter, the rest comes from the request's") {
    TestEngine engine;
    auto request = request_for("popular", "");
    request.num_results = 5;
    request.filter = expression("EXCLUDE ItemID WHERE Items.GENRES IN (\"Sci-Fi\")");
    request.promotions = {{"space", 40, expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Sci-Fi\")")}};
    Ids promoted;
    Ids others;
    for (const PredictedItem& item : engine.ask(request).items) {
      CHECK((item.promotion_name.empty() || item.promotion_name == "space"));
      (item.promotion_name.empty() ? others : promoted).push_back(item.item_id);
    }
    CHECK(promoted == Ids{"gattaca", "brazil"});
    CHECK(others == Ids{"heat", "casablanca", "jaws"});
  }
  TEST_CASE("may be several: an item is there for the first that can take it, and shares end with the list") {
    TestEngine engine;
    auto request = request_for("popular", "");
    request.num_results = 6;
    const FilterReference space = expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Sci-Fi\")");
    const FilterReference drama = expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Drama\")");
    request.promotions = {{"one", 16, space}, {"two", 34, space}, {"three", 17, drama}};
    std::map<std::string, Ids> by_promotion;
    Ids promoted;
    for (const PredictedItem& item : engine.ask(request).items) {
      by_promotion[item.promotion_name].push_back(item.item_id);
      if (!item.promotion_name.empty()) promoted.push_back(item.item_id);
    }
    CHECK(by_promotion["one"] == Ids{"gattaca"});
    CHECK(by_promotion["two"] == Ids{"brazil", "inception"});
    CHECK(by_promotion["three"] == Ids{"casablanca"});
    CHECK(by_promotion[""] == Ids{"heat", "jaws"});
    CHECK(promoted == Ids{"casablanca", "gattaca", "brazil", "inception"});
    // Half a place is rounded up, three times: there is no place for the last.
    request.num_results = 1;
    CHECK(engine.list(request) == Ids{"gattaca"});
  }
  TEST_CASE("are a reason only for what would not be in the list without them, and only in lists for a user") {
    TestEngine engine;
    auto request = request_for("home", "ann");
    request.num_results = 4;
    const Ids alone = engine.list(request);
    request.promotions = {{"sale", 100, expression("INCLUDE ItemID WHERE Items.GENRES IN (\"Drama\", \"Sci-Fi\")")}};
    std::size_t reasons = 0;
    for (const PredictedItem& item : engine.ask(request).items) {
      const bool is_extra = std::find(alone.begin(), alone.end(), item.item_id) == alone.end();
      CHECK(item.reasons == (is_extra ? Ids{"Promoted item"} : Ids{}));
      reasons += item.reasons.size();
    }
    CHECK(reasons > 0);
    CHECK(reasons < 4);
    request.recommender = "popular";
    for (const PredictedItem& item : engine.ask(request).items) CHECK(item.reasons.empty());
  }
}

TEST_SUITE("refusals of the engine") {
  TEST_CASE("name what is missing and what there is") {
    TestEngine engine;
    const auto check = [&](const GetRecommendationsRequest& request, ErrorCode code, const std::string& message) {
      const Error error = refusal(engine, request);
      CHECK(error.code == code);
      CHECK(error.message == message);
    };
    check(request_for("nothing", "ann"), ErrorCode::resource_not_found,
          "there is no recommender 'nothing'; the model has home, popular, rank, similar");
    check(request_for("arn:aws:personalize:::campaign/nothing", "ann"), ErrorCode::resource_not_found,
          "there is no recommender 'nothing'; the model has home, popular, rank, similar");
    check(request_for("home", ""), ErrorCode::invalid_input,
          "recommender home (aws-user-personalization): expected a userId, got none");
    check(request_for("similar", "ann"), ErrorCode::invalid_input,
          "recommender similar (aws-similar-items): expected an itemId, got none");
    check(request_for("rank", "ann"), ErrorCode::invalid_input,
          "recommender rank (aws-personalized-ranking): ranks a given list; use GetPersonalizedRanking");
    auto request = request_for("home", "ann");
    request.metadata_columns = {"TITLE", "COLOUR"};
    check(request, ErrorCode::invalid_input, "metadataColumns: there is no item column 'COLOUR'");
    request = request_for("home", "ann");
    request.filter = FilterReference{"nothing", "", {}};
    check(request, ErrorCode::resource_not_found, "there is no filter 'nothing'; the model has by-genre, not-bought");
    request.filter = std::nullopt;
    request.promotions = {{"sale", 100, {"nothing", "", {}}}};
    check(request, ErrorCode::resource_not_found, "there is no filter 'nothing'; the model has by-genre, not-bought");
    const auto ranking = (*engine).get_personalized_ranking({"home", "ann", {"dune"}, {}, {}, {}});
    REQUIRE(!ranking);
    CHECK(ranking.error().code == ErrorCode::invalid_input);
    CHECK(ranking.error().message ==
          "recommender home (aws-user-personalization): does not rank a given list; use GetRecommendations");
  }
  TEST_CASE("concern only the recommender or filter that cannot be used") {
    ModelContents contents = small_contents();
    contents.recommenders[1].recipe = "aws-of-tomorrow";
    contents.recommenders[2].parameters["softmax_scale"] = "much";
    contents.recommenders[3].parameters["demote_seen"] = "yes";
    contents.filters[0].expression = "INCLUDE ItemID WHERE Items.COLOUR IN (\"red\")";
    TestEngine engine(contents);
    CHECK(engine.list("somebody") == kPopularFirst);
    CHECK(refusal(engine, request_for("popular", "ann")).message ==
          "recommender popular: this program doesn't know the recipe aws-of-tomorrow");
    CHECK(refusal(engine, request_for("rank", "ann")).message ==
          "recommender rank: parameter softmax_scale: expected a number from 0.000000 to 1000000.000000, got 'much'");
    CHECK(refusal(engine, request_for("similar", "", "dune")).message ==
          "recommender similar: parameter demote_seen: expected true or false, got 'yes'");
    auto request = request_for("home", "ann");
    request.filter = FilterReference{"by-genre", "", {}};
    CHECK(refusal(engine, request).code == ErrorCode::invalid_input);
    request.filter = FilterReference{"not-bought", "", {}};
    CHECK(engine.list(request).size() == 11);
  }
  TEST_CASE("records events of a clock that starts in 1970 behind those from before, in the order of arrival") {
    const TemporaryFolder folder;
    TestEngine engine(folder);
    engine.put("ann", "", "dune", "watch", 2'000'000'000);
    engine.put("ann", "", "jaws", "watch", 30);
    engine.put("ann", "", "heat", "watch", 20);  // the device was switched on again
    CHECK(engine.recorded("ann") == Ids{"dune", "jaws", "heat"});
    engine.put("ann", "", "fargo", "watch", 1'999'999'999);  // late, with a time that can be trusted
    CHECK(engine.recorded("ann") == Ids{"fargo", "dune", "jaws", "heat"});
  }

  TEST_CASE("include events without a log, which health tells too") {
    TestEngine engine;
    const auto put = (*engine).put_events({"tracker", {Interaction{}}});
    REQUIRE(!put);
    CHECK(put.error().code == ErrorCode::invalid_input);
    CHECK((*engine).health().problem == "no data folder: events are not recorded");
    CHECK((*engine).health().model.size() == 16);
    const TemporaryFolder folder;
    TestEngine recording(folder);
    CHECK((*recording).health().problem.empty());
  }
}

TEST_SUITE("recommendation id") {
  TEST_CASE("has 40 characters, the same for the same list and another for another") {
    TestEngine engine;
    TestEngine same;
    auto request = request_for("home", "ann");
    const std::string id = engine.ask(request).recommendation_id;
    CHECK(id.size() == 40);
    CHECK(id.starts_with("RID-"));
    CHECK(engine.ask(request).recommendation_id == id);
    CHECK(same.ask(request).recommendation_id == id);
    std::set<std::string> ids = {id};
    request.num_results = 11;
    ids.insert(engine.ask(request).recommendation_id);
    ids.insert(engine.ask(request_for("home", "bob")).recommendation_id);
    ids.insert(engine.ask(request_for("home", "x")).recommendation_id);
    ids.insert(engine.ask(request_for("home", "y")).recommendation_id);
    ids.insert(engine.ask(request_for("popular", "x")).recommendation_id);
    ids.insert(engine.rank({"rank", "x", kPopularFirst, {}, {}, {}}).recommendation_id);
    CHECK(ids.size() == 7);
  }
}

TEST_SUITE("answers to random requests") {
  TEST_CASE("are never too long, never repeat an item, never hold a filtered one and are as long as they can be") {
    TestEngine engine;
    const std::vector<std::string> genres = {"Horror", "Sci-Fi", "Comedy", "Drama", "Crime", "Opera"};
    const RecordContents items = small_items();
    const auto has_genre = [&](const std::string& id, const std::string& genre) {
      const auto row = std::find(items.ids.begin(), items.ids.end(), id) - items.ids.begin();
      const auto* cell = std::get_if<std::string>(&items.columns[1].cells[static_cast<std::size_t>(row)]);
      return cell != nullptr && cell->find(genre) != std::string::npos;
    };
    std::mt19937 random(23);
    const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
    for (int round = 0; round < 2000; ++round) {
      CAPTURE(round);
      auto request = request_for(pick({"home", "similar", "popular"}), pick({"ann", "bob", "x"}), pick(small_ids()));
      request.num_results = 1 + random() % 15;
      std::string genre;
      if (random() % 2 == 0) {
        genre = pick(genres);
        request.filter = FilterReference{"by-genre", "", {{"GENRE", '"' + genre + '"'}}};
      }
      std::string promoted_genre;
      if (random() % 2 == 0) {
        promoted_genre = pick(genres);
        request.promotions = {{"sale",
                               1 + static_cast<unsigned>(random() % 100),
                               {"by-genre", "", {{"GENRE", '"' + promoted_genre + '"'}}}}};
      }
      const auto response = engine.ask(request);
      std::set<std::string> distinct;
      for (const PredictedItem& item : response.items) {
        distinct.insert(item.item_id);
        const std::string& allowed = item.promotion_name.empty() ? genre : promoted_genre;
        if (!allowed.empty()) CHECK(has_genre(item.item_id, allowed));
        if (request.recommender == "similar") CHECK(item.item_id != request.item_id);
      }
      CHECK(distinct.size() == response.items.size());
      CHECK(response.items.size() <= request.num_results);
      std::size_t possible = 0;
      for (const std::string& id : small_ids()) {
        if (request.recommender == "similar" && id == request.item_id) continue;
        if (genre.empty() || has_genre(id, genre)) ++possible;
      }
      CHECK(response.items.size() >= std::min(possible, request.num_results));
    }
  }
}

}  // namespace pocketrec
