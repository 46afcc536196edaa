#include "recipes/build_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "small_model.h"
#include "temporary_folder.h"

using namespace pocketrec;

template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id;
    return text.c_str();
  }
};

namespace {

using Ids = std::vector<std::string>;

TrainingData data_of(const std::string& interactions, const std::string& items = "") {
  const TemporaryFolder folder;
  folder.write("interactions.csv", "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n" + interactions);
  if (!items.empty()) folder.write("items.csv", "ITEM_ID,GENRES\n" + items);
  auto data = load_training_data(folder.path());
  if (!data) FAIL(data.error().message);
  return *std::move(data);
}

ModelContents contents_of(const TrainingData& data, const ModelSettings& settings = {}, unsigned threads = 1) {
  std::vector<std::uint32_t> rows(data.user.size());
  std::iota(rows.begin(), rows.end(), 0U);
  BuildOptions options;
  options.threads = threads;
  auto contents = build_model(data, rows, "all", settings, options);
  if (!contents) FAIL(contents.error().message);
  return *std::move(contents);
}

Ids recommenders_of(const ModelContents& contents) {
  Ids names;
  for (const Recommender& recommender : contents.recommenders) names.push_back(recommender.name);
  std::sort(names.begin(), names.end());
  return names;
}

/// The first `count` items for a user nobody has heard of, so that no automatic filter applies.
Ids list(const ModelContents& contents, const std::string& recommender, const std::string& item, std::size_t count) {
  Engine engine(open_packed(contents), nullptr);
  GetRecommendationsRequest request;
  request.recommender = recommender;
  request.user_id = "somebody";
  request.item_id = item;
  request.num_results = count;
  const auto response = engine.get_recommendations(request);
  if (!response) FAIL(response.error().message);
  Ids ids;
  for (const PredictedItem& found : response->items) ids.push_back(found.item_id);
  return ids;
}

std::string event(const std::string& user, const std::string& item, const std::string& type, int second) {
  return user + "," + item + "," + type + "," + std::to_string(1'700'000'000 + second) + "\n";
}

constexpr int kDay = 86'400;

/// Twelve customers. Everybody buys milk; six buy bread and butter with it, the others beer and chips. Days apart from
/// that they view lamp and desk, or sofa and rug; three look at the rug again. Types in different cases.
std::string shop() {
  std::string text;
  for (int user = 0; user < 12; ++user) {
    const std::string name = "u" + std::to_string(100 + user);
    const bool left = user < 6;
    const int start = user * 1000;
    text += event(name, "milk", "Purchase", start);
    text += event(name, left ? "bread" : "beer", "purchase", start);
    text += event(name, left ? "butter" : "chips", "PURCHASE", start + 3 * 3600);
    text += event(name, left ? "lamp" : "sofa", "View", start + 5 * kDay);
    text += event(name, left ? "desk" : "rug", "view", start + 5 * kDay + 60);
    text += event(name, "socks", "Purchase", start + 9 * kDay);
    if (user < 3) text += event(name, "rug", "View", start + 7 * kDay);
  }
  return text;
}

/// Sixteen viewers watch three parts of a series in order, another sixteen three films in any order.
std::string streaming() {
  std::string text;
  for (int user = 0; user < 32; ++user) {
    const std::string name = "u" + std::to_string(100 + user);
    const char* series[] = {"part-1", "part-2", "part-3"};
    const char* films[] = {"film-a", "film-b", "film-c"};
    for (int i = 0; i < 3; ++i) {
      text += event(name, user < 16 ? series[i] : films[(i + user) % 3], "Watch", user * 1000 + i * kDay);
    }
  }
  return text;
}

}  // namespace

TEST_SUITE("recommenders of a model") {
  TEST_CASE("without known event types are those for any data") {
    const TrainingData data = data_of(event("u", "a", "click", 0) + event("u", "b", "click", 1));
    CHECK(recommenders_of(contents_of(data)) == Ids{"personalized-ranking", "popularity-count", "similar-items", "sims",
                                                    "trending-now", "user-personalization"});
  }
  TEST_CASE("of a shop are those of its use cases") {
    CHECK(recommenders_of(contents_of(data_of(shop()))) ==
          Ids{"best-sellers", "customers-who-viewed-x-also-viewed", "frequently-bought-together", "most-viewed",
              "personalized-ranking", "popularity-count", "recommended-for-you", "similar-items", "sims",
              "trending-now", "user-personalization"});
  }
  TEST_CASE("of a streaming service are those of its use cases, more like X with item metadata only") {
    Ids names = {
        "because-you-watched-x", "personalized-ranking", "popularity-count", "similar-items", "sims", "top-picks",
        "trending-now",          "user-personalization", "vod-most-popular"};
    CHECK(recommenders_of(contents_of(data_of(streaming()))) == names);
    names.insert(names.begin() + 1, "more-like-x");
    CHECK(recommenders_of(contents_of(data_of(streaming(), "part-1,Drama\n"))) == names);
  }
  TEST_CASE("have the same bytes for any number of threads") {
    const TrainingData data = data_of(shop() + streaming(), "part-1,Drama\nfilm-a,Drama|Crime\nrare,Crime\n");
    const auto one = pack_model(contents_of(data, {}, 1));
    REQUIRE(one);
    for (const unsigned threads : {2U, 4U}) {
      const auto other = pack_model(contents_of(data, {}, threads));
      REQUIRE(other);
      CHECK(std::equal(one->bytes().begin(), one->bytes().end(), other->bytes().begin(), other->bytes().end()));
    }
  }
}

TEST_SUITE("related items of a model") {
  TEST_CASE("bought together are those of one basket, without what goes with everything") {
    const ModelContents contents = contents_of(data_of(shop()));
    CHECK(list(contents, "frequently-bought-together", "bread", 3) == Ids{"butter", "milk", "socks"});
    CHECK(list(contents, "frequently-bought-together", "chips", 3) == Ids{"beer", "milk", "socks"});
    CHECK(list(contents, "frequently-bought-together", "milk", 2) == Ids{"socks", "rug"});  // popular ones
  }
  TEST_CASE("bought together need one basket, whose length is a setting") {
    ModelSettings settings;
    settings.basket_hours = 1;
    const ModelContents contents = contents_of(data_of(shop()), settings);
    CHECK(list(contents, "frequently-bought-together", "bread", 2) == Ids{"milk", "socks"});
  }
  TEST_CASE("also viewed are those of one session") {
    const ModelContents contents = contents_of(data_of(shop()));
    CHECK(list(contents, "customers-who-viewed-x-also-viewed", "lamp", 1) == Ids{"desk"});
    CHECK(list(contents, "customers-who-viewed-x-also-viewed", "rug", 1) == Ids{"sofa"});
  }
  TEST_CASE("to watch next are those behind, the nearest first, and never those before") {
    const ModelContents contents = contents_of(data_of(streaming()));
    CHECK(list(contents, "because-you-watched-x", "part-1", 2) == Ids{"part-2", "part-3"});
    CHECK(list(contents, "because-you-watched-x", "part-2", 1) == Ids{"part-3"});
    // Nothing follows part 3: popular items, of equally popular ones the first by id.
    CHECK(list(contents, "because-you-watched-x", "part-3", 2) == Ids{"film-a", "film-b"});
  }
  TEST_CASE("of an item with few interactions come from metadata, of others from co-occurrence") {
    const std::string items = "part-1,Drama|Space\npart-2,Drama\nfilm-c,Space|Rare\nrare,Space|Rare\nfilm-a,Comedy\n";
    const ModelContents contents = contents_of(data_of(streaming(), items));
    CHECK(list(contents, "similar-items", "rare", 2) == Ids{"film-c", "part-1"});
    CHECK(list(contents, "similar-items", "part-1", 2) == Ids{"part-2", "part-3"});
    CHECK(list(contents, "sims", "rare", 1) == Ids{"film-a"});  // popular items
    // As far as metadata go, and as far as viewers go.
    Ids more = list(contents, "more-like-x", "film-c", 3);
    std::sort(more.begin(), more.end());
    CHECK(more == Ids{"film-a", "film-b", "rare"});
  }
  TEST_CASE("of sims are pairs that enough users share") {
    ModelSettings settings;
    const std::string pairs = event("u1", "a", "click", 0) + event("u1", "b", "click", 1) +
                              event("u2", "a", "click", 2) + event("u2", "b", "click", 3) +
                              event("u3", "c", "click", 4) + event("u4", "c", "click", 5) +
                              event("u5", "c", "click", 6);
    CHECK(list(contents_of(data_of(pairs), settings), "sims", "a", 1) == Ids{"c"});  // the most popular one
    settings.min_cointeraction_count = 2;
    CHECK(list(contents_of(data_of(pairs), settings), "sims", "a", 1) == Ids{"b"});
  }
}

TEST_SUITE("popular items of a model") {
  TEST_CASE("count the users of one event type, and order the rest by those of all") {
    const ModelContents contents = contents_of(data_of(shop()));
    CHECK(list(contents, "most-viewed", "", 4) == Ids{"rug", "desk", "lamp", "sofa"});
    CHECK(list(contents, "best-sellers", "", 3) == Ids{"milk", "socks", "beer"});
    CHECK(list(contents, "aws-ecomm-popular-items-by-purchases", "", 7).back() == "rug");
    CHECK(list(contents, "popularity-count", "", 3) == Ids{"milk", "socks", "rug"});
  }
  TEST_CASE("of the only event type share the scores of all") {
    const ModelContents contents = contents_of(data_of(streaming()));
    CHECK(contents.item_scores.size() == 3);  // popularity, trending and recent
    CHECK(list(contents, "vod-most-popular", "", 10) == list(contents, "popularity-count", "", 10));
  }
  TEST_CASE("that trend grew between the last two intervals, whose length is a setting") {
    std::string events;
    for (int i = 0; i < 9; ++i) events += event("u" + std::to_string(i), "old", "click", i);
    for (int i = 0; i < 4; ++i) events += event("u" + std::to_string(i), "steady", "click", 98'000 + i);
    for (int i = 4; i < 8; ++i) events += event("u" + std::to_string(i), "steady", "click", 106'000 + i);
    for (int i = 0; i < 3; ++i) events += event("u" + std::to_string(i), "new", "click", 106'500 + i);
    events += event("last", "old", "click", 107'000);
    const ModelContents contents = contents_of(data_of(events));
    CHECK(list(contents, "trending-now", "", 3) == Ids{"new", "old", "steady"});
    ModelSettings settings;
    REQUIRE(set(settings, "trend_discovery_frequency=1 day"));
    // Within two days all is growth from `old` to `steady`.
    CHECK(list(contents_of(data_of(events), settings), "trending-now", "", 3) == Ids{"steady", "new", "old"});
    const auto refused = set(settings, "trend_discovery_frequency=2 days");
    REQUIRE(!refused);
    CHECK(refused.error().message ==
          "setting trend_discovery_frequency: expected 30 minutes, 1 hour, 2 hours, 3 hours, 1 day, got '2 days'");
  }
}
