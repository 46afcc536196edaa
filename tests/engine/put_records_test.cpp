#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/engine.h"
#include "small_model.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

using Ids = std::vector<std::string>;

constexpr char kItems[] = "arn:aws:personalize:eu-west-1:000000000000:dataset/box/ITEMS";
constexpr char kUsers[] = "arn:aws:personalize:eu-west-1:000000000000:dataset/box/USERS";

/// An engine over the small model and a folder, as the device opens it.
struct Box {
  explicit Box(const TemporaryFolder& folder, const ModelContents& contents = small_contents()) {
    auto opened = Database::open(folder.path() / "data");
    if (!opened) FAIL(opened.error().message);
    database = *std::move(opened);
    log = std::make_unique<EventLog>(*database);
    records = std::make_unique<RecordStore>(*database);
    engine = std::make_unique<Engine>(open_packed(contents), log.get(), records.get());
    REQUIRE(engine->load_items());
  }

  Result<void> put_item(const std::string& id, const std::string& properties) {
    return engine->put_items({kItems, {{id, properties}}});
  }

  GetRecommendationsResponse ask(const std::string& recommender, const std::string& user, const std::string& item = "",
                                 const std::string& filter = "") {
    GetRecommendationsRequest request;
    request.recommender = recommender;
    request.user_id = user;
    request.item_id = item;
    if (!filter.empty()) request.filter = FilterReference{"", filter, {}};
    request.metadata_columns = {"TITLE", "PRICE"};
    auto response = engine->get_recommendations(request);
    if (!response) FAIL(response.error().message);
    return *std::move(response);
  }
  Ids list(const std::string& recommender, const std::string& user, const std::string& item = "",
           const std::string& filter = "") {
    Ids ids;
    for (const PredictedItem& shown : ask(recommender, user, item, filter).items) ids.push_back(shown.item_id);
    return ids;
  }

  void watch(const std::string& user, const std::string& item) {
    Interaction event;
    event.user_id = user;
    event.session_id = "s";
    event.item_id = item;
    event.event_type = "watch";
    event.sent_at = Timestamp(std::chrono::seconds(1'800'000'000));
    REQUIRE(engine->put_events({"tracker", {event}}));
  }

  std::unique_ptr<Database> database;
  std::unique_ptr<EventLog> log;
  std::unique_ptr<RecordStore> records;
  std::unique_ptr<Engine> engine;
};

std::ptrdiff_t place_of(const Ids& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) - ids.begin();
}

}  // namespace

TEST_SUITE("put items") {
  TEST_CASE("are recommended, filtered and shown in the next answer, also after a restart") {
    const TemporaryFolder folder;
    Box box(folder);
    CHECK(box.list("home", "carl").size() == 12);
    REQUIRE(
        box.put_item("heatwave", R"({"genres":"Crime|Noir","title":"Heatwave","price":4,"releaseYear":2024,"x":1})"));
    for (int start = 0; start < 2; ++start) {
      std::optional<Box> again;
      if (start == 1) {
        box.engine.reset();
        box.records.reset();
        box.log.reset();
        box.database.reset();
        again.emplace(folder);
      }
      Box& now = again ? *again : box;
      CHECK(now.list("home", "carl").size() == 13);
      CHECK(now.list("home", "carl", "", R"(INCLUDE ItemID WHERE Items.GENRES IN ("Noir"))") == Ids{"heatwave"});
      CHECK(now.list("popular", "", "", R"(INCLUDE ItemID WHERE Items.RELEASE_YEAR > 2000)") == Ids{"heatwave"});
      const auto shown = now.ask("home", "carl", "", R"(INCLUDE ItemID WHERE Items.PRICE = 4)").items;
      REQUIRE(shown.size() == 2);  // and brazil… of the same price
      const PredictedItem& put = shown[0].item_id == "heatwave" ? shown[0] : shown[1];
      CHECK(put.metadata == std::vector<std::pair<std::string, std::string>>{{"title", "Heatwave"}, {"price", "4.0"}});
    }
  }

  TEST_CASE("of two calls at once the one that stays in the file is the one that is shown") {
    const TemporaryFolder folder;
    const auto titles = [](Box& box) {
      std::vector<std::string> found;
      for (const PredictedItem& item : box.ask("home", "carl", "", R"(INCLUDE ItemID WHERE Items.PRICE = 99)").items) {
        for (const auto& [column, text] : item.metadata) found.push_back(column == "title" ? item.item_id + text : "");
      }
      std::sort(found.begin(), found.end());
      return found;
    };
    std::vector<std::string> shown;
    {
      Box box(folder);
      for (int round = 0; round < 20; ++round) {
        std::vector<std::thread> callers;
        for (int caller = 0; caller < 4; ++caller) {
          callers.emplace_back([&, caller] {
            const std::string title = R"({"price":99,"title":")" + std::to_string(caller) + "\"}";
            CHECK(box.put_item("round" + std::to_string(round), title));
          });
        }
        for (std::thread& caller : callers) caller.join();
      }
      shown = titles(box);
    }
    Box again(folder);
    CHECK(shown.size() == 40);
    CHECK(titles(again) == shown);
  }

  TEST_CASE("are scored by the items that their metadata are like") {
    const TemporaryFolder folder;
    Box box(folder);
    // gattaca, dune, inception, alien and brazil are science fiction, exam and casablanca drama.
    REQUIRE(box.put_item("zero", R"({"genres":"Sci-Fi"})"));
    REQUIRE(box.put_item("nothing", "{}"));
    // Whoever watched kundun, jaws and exam gets their pairs and fourth neighbours.
    box.watch("dora", "inception");
    const Ids list = box.list("home", "dora");
    CHECK(list.size() == 14);
    CHECK(place_of(list, "zero") < place_of(list, "nothing"));
    GetRecommendationsRequest request;
    request.recommender = "home";
    request.user_id = "dora";
    const auto answer = box.engine->get_recommendations(request);
    REQUIRE(answer);
    double sum = 0;
    for (const PredictedItem& item : answer->items) sum += item.score.value();
    CHECK(sum == doctest::Approx(1));
    request.explain = true;
    const auto explained = box.engine->get_recommendations(request);
    REQUIRE(explained);
    for (std::size_t i = 0; i < explained->items.size(); ++i) {
      const PredictedItem& item = explained->items[i];
      REQUIRE(item.causes);
      CHECK(item.score == answer->items[i].score);
      if (item.item_id == "zero") {
        REQUIRE(item.causes->size() > 1);
        for (const ScoreCause& cause : *item.causes) CHECK(cause.kind == "similar item");
      }
      if (item.item_id == "jaws") {
        CHECK(item.causes->front().kind == "event");
        CHECK(item.causes->front().item_id == "inception");
      }
      if (item.item_id == "nothing") CHECK(item.causes->empty());
    }
    CHECK(!answer->items.front().causes);
  }

  TEST_CASE("a new record takes the place of the model's, whole") {
    const TemporaryFolder folder;
    Box box(folder);
    REQUIRE(box.put_item("heat", R"({"genres":"Musical"})"));
    CHECK(box.list("home", "carl", "", R"(INCLUDE ItemID WHERE Items.GENRES IN ("Musical"))") == Ids{"heat"});
    CHECK(place_of(box.list("home", "carl", "", R"(INCLUDE ItemID WHERE Items.GENRES IN ("Crime"))"), "heat") == 1);
    CHECK(box.list("home", "carl").size() == 12);
    REQUIRE(box.put_item("heat", R"({"genres":"Crime"})"));
    CHECK(box.list("home", "carl", "", R"(INCLUDE ItemID WHERE Items.GENRES IN ("Musical"))").empty());
  }

  TEST_CASE("have similar items by their metadata, and an event with one counts as one with the most similar item") {
    const TemporaryFolder folder;
    Box box(folder);
    REQUIRE(box.put_item("whale", R"({"genres":"Horror"})"));
    const Ids similar = box.list("similar", "", "whale");
    CHECK(place_of(similar, "jaws") < 2);   // Horror alone
    CHECK(place_of(similar, "alien") < 2);  // Horror and Sci-Fi
    CHECK(place_of(similar, "whale") == 12);
    const Ids before = box.list("home", "erik");
    box.watch("erik", "whale");
    const Ids after = box.list("home", "erik");
    CHECK(before != after);
    CHECK(after.front() == "inception");  // the pair of jaws is inception
  }

  TEST_CASE("an unknown or wrong dataset, and properties that do not fit, are refused and change nothing") {
    const TemporaryFolder folder;
    Box box(folder);
    const auto refused = [&](const PutRecordsRequest& request) {
      const auto ok = box.engine->put_items(request);
      REQUIRE(!ok);
      return ok.error();
    };
    CHECK(refused({"arn:aws:personalize:eu-west-1:000000000000:dataset/box/FILMS", {{"a", "{}"}}}).code ==
          ErrorCode::resource_not_found);
    CHECK(refused({kUsers, {{"a", "{}"}}}).message == "datasetArn: expected the dataset ITEMS, got USERS");
    const Error price = refused({kItems, {{"a", "{}"}, {"b", R"({"PRICE":"cheap"})"}}});
    CHECK(price.code == ErrorCode::invalid_input);
    CHECK(price.message == "items[1].properties: PRICE: expected double, got \"cheap\"");
    CHECK(box.list("home", "carl").size() == 12);
    ModelContents contents = small_contents();
    contents.items.columns.clear();
    contents.filters.clear();
    const TemporaryFolder other;
    Box bare(other, contents);
    const auto none = bare.put_item("a", "{}");
    REQUIRE(!none);
    CHECK(none.error().code == ErrorCode::resource_not_found);
    Engine unrecorded(small_model(), nullptr);
    CHECK(!unrecorded.put_items({kItems, {{"a", "{}"}}}));
    CHECK(!unrecorded.put_users({kUsers, {{"a", "{}"}}}));
  }
}

TEST_SUITE("put users") {
  TEST_CASE("are what filters see of a user in the next answer") {
    const TemporaryFolder folder;
    Box box(folder);
    const std::string gold = R"(INCLUDE ItemID WHERE Items.GENRES IN ("Crime") IF CurrentUser.MEMBERSHIP = "gold")";
    CHECK(box.list("home", "ann", "", gold).size() == 2);
    CHECK(box.list("home", "fay", "", gold).size() == 12);
    REQUIRE(box.engine->put_users({kUsers, {{"fay", R"({"membership":"gold"})"}, {"ann", R"({"membership":null})"}}}));
    CHECK(box.list("home", "fay", "", gold).size() == 2);
    CHECK(box.list("home", "ann", "", gold).size() == 12);
  }
}

}  // namespace pocketrec
