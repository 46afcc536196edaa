#include "engine/named_filters.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/requests.h"
#include "small_model.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

const std::string kCrime = R"(INCLUDE ItemID WHERE Items.GENRES IN ("Crime"))";

/// An engine with the filters of a folder, as the device opens it.
class FilterBox {
 public:
  explicit FilterBox(const TemporaryFolder& folder, const ModelContents& contents = small_contents()) {
    auto opened = Database::open(folder.path() / "data");
    if (!opened) FAIL(opened.error().message);
    database_ = *std::move(opened);
    log_ = std::make_unique<EventLog>(*database_);
    records_ = std::make_unique<RecordStore>(*database_);
    filters_ = std::make_unique<FilterStore>(*database_);
    engine_ = std::make_unique<Engine>(open_packed(contents), log_.get(), records_.get(), filters_.get());
    REQUIRE(engine_->load_items());
    REQUIRE(engine_->load_filters());
  }

  Engine& engine() { return *engine_; }

  Result<std::vector<std::string>> list(const std::string& filter) {
    auto request = request_for("popular", "");
    request.filter = FilterReference{filter, "", {}};
    const auto response = engine_->get_recommendations(request);
    if (!response) return response.error();
    std::vector<std::string> ids;
    for (const PredictedItem& item : response->items) ids.push_back(item.item_id);
    return ids;
  }

  void check_refused(const Result<void>& done, ErrorCode code, const std::string& message) {
    REQUIRE(!done);
    CHECK(done.error().code == code);
    CHECK(done.error().message == message);
  }

 private:
  std::unique_ptr<Database> database_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<RecordStore> records_;
  std::unique_ptr<FilterStore> filters_;
  std::unique_ptr<Engine> engine_;
};

using FilmIds = std::vector<std::string>;

}  // namespace

TEST_SUITE("named filters") {
  TEST_CASE(
      "a created filter is found by name and ARN in the next request, also after a restart, until it is deleted") {
    const TemporaryFolder folder;
    {
      FilterBox box(folder);
      CHECK(box.list("crime").error().code == ErrorCode::resource_not_found);
      REQUIRE(box.engine().create_filter({"crime", kCrime, 1'800'000'000}));
      CHECK(*box.list("crime") == FilmIds{"heat", "fargo"});
    }
    FilterBox box(folder);
    CHECK(*box.list("arn:aws:personalize:eu-west-1:123456789012:filter/crime") == FilmIds{"heat", "fargo"});
    REQUIRE(box.engine().delete_filter("arn:aws:personalize:eu-west-1:123456789012:filter/crime"));
    CHECK(box.list("crime").error().message == "there is no filter 'crime'; the model has by-genre, not-bought");
    box.check_refused(box.engine().delete_filter("crime"), ErrorCode::resource_not_found,
                      "there is no filter 'crime' in the data folder");
  }

  TEST_CASE("are listed with where they are, the model's first, then the newest") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    REQUIRE(box.engine().create_filter({"one", kCrime, 1}));
    REQUIRE(box.engine().create_filter({"two", kCrime, 2}));
    CHECK(
        box.engine().list_filters() ==
        std::vector<FilterDescription>{{"by-genre", small_contents().filters[0].expression, FilterHome::model, 0, ""},
                                       {"not-bought", small_contents().filters[1].expression, FilterHome::model, 0, ""},
                                       {"two", kCrime, FilterHome::data_folder, 2, ""},
                                       {"one", kCrime, FilterHome::data_folder, 1, ""}});
    CHECK(box.list("three").error().message ==
          "there is no filter 'three'; the model has by-genre, not-bought, the data folder one, two");
  }

  TEST_CASE("a name that is taken is refused") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    REQUIRE(box.engine().create_filter({"crime", kCrime, 1}));
    box.check_refused(box.engine().create_filter({"crime", kCrime, 2}), ErrorCode::resource_already_exists,
                      "Another resource with Arn arn:aws:personalize:local:000000000000:filter/crime already exists. "
                      "It is in the data folder");
    box.check_refused(box.engine().create_filter({"by-genre", kCrime, 2}), ErrorCode::resource_already_exists,
                      "Another resource with Arn arn:aws:personalize:local:000000000000:filter/by-genre already "
                      "exists. It is in the model");
    CHECK(box.engine().list_filters().size() == 3);
  }

  TEST_CASE("names and types are checked when a filter is created, and nothing is stored then") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    box.check_refused(box.engine().create_filter({"a b", kCrime, 1}), ErrorCode::invalid_input,
                      "name: expected 1 to 63 letters, digits, - and _, with a letter or digit first, got 'a b'");
    box.check_refused(box.engine().create_filter({"dear", R"(INCLUDE ItemID WHERE Items.PRICE > "much")", 1}),
                      ErrorCode::invalid_input,
                      "expected a number for the numeric field PRICE, got \"much\"\n"
                      "INCLUDE ItemID WHERE Items.PRICE > \"much\"\n"
                      "                                   ^ numbers stand without quotes");
    CHECK(box.engine().list_filters().size() == 2);
  }

  TEST_CASE("those of the model stay with it") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    box.check_refused(box.engine().delete_filter("by-genre"), ErrorCode::invalid_input,
                      "the filter by-genre is part of the model and goes with it");
  }

  TEST_CASE("without a data folder there are the model's alone, and none can be created") {
    Engine engine(open_packed(small_contents()), nullptr);
    CHECK(engine.list_filters().size() == 2);
    CHECK(engine.create_filter({"crime", kCrime, 1}).error().code == ErrorCode::invalid_input);
    CHECK(engine.delete_filter("by-genre").error().code == ErrorCode::invalid_input);
  }

  TEST_CASE("one that a newer model has no column for is kept with its error, and works again with the older one") {
    const TemporaryFolder folder;
    {
      FilterBox box(folder);
      REQUIRE(box.engine().create_filter({"crime", kCrime, 1}));
      REQUIRE(box.engine().create_filter({"cheap", "INCLUDE ItemID WHERE Items.PRICE < 3", 2}));
      CHECK(box.engine().health().problem.empty());
    }
    ModelContents newer = small_contents();
    newer.items.columns.erase(newer.items.columns.begin() + 1);  // GENRES
    newer.filters.clear();
    {
      FilterBox box(folder, newer);
      const std::string reason =
          "the Items dataset has no field GENRES\n"
          "INCLUDE ItemID WHERE Items.GENRES IN (\"Crime\")\n"
          "                     ^ columns: ITEM_ID, TITLE, PRICE, RELEASE_YEAR, FREE";
      const auto refused = box.list("crime");
      REQUIRE(!refused);
      CHECK(refused.error().code == ErrorCode::invalid_input);
      CHECK(refused.error().message == "the filter crime of the data folder does not fit the model: " + reason);
      CHECK(*box.list("cheap") == FilmIds{"brazil", "alien"});
      CHECK(box.engine().list_filters()[1].failure == reason);
      CHECK(box.engine().health().problem == "filters that the model does not let anybody use: crime");
    }
    FilterBox box(folder);
    CHECK(*box.list("crime") == FilmIds{"heat", "fargo"});
  }

  TEST_CASE("of a name that a newer model brings the model's counts, and the other one can be deleted") {
    const TemporaryFolder folder;
    {
      FilterBox box(folder);
      REQUIRE(box.engine().create_filter({"crime", kCrime, 1}));
    }
    ModelContents newer = small_contents();
    newer.filters = {{"crime", R"(INCLUDE ItemID WHERE Items.GENRES IN ("Horror"))"}};
    FilterBox box(folder, newer);
    CHECK(*box.list("crime") == FilmIds{"jaws", "alien"});
    const auto filters = box.engine().list_filters();
    REQUIRE(filters.size() == 2);
    CHECK(filters[0].failure.empty());
    CHECK(filters[1].home == FilterHome::data_folder);
    CHECK(filters[1].failure == "the model has a filter of this name, which counts");
    CHECK(box.engine().health().problem == "filters that the model does not let anybody use: crime");
    REQUIRE(box.engine().delete_filter("crime"));
    CHECK(box.engine().health().problem.empty());
    CHECK(*box.list("crime") == FilmIds{"jaws", "alien"});
  }

  TEST_CASE("the expressions that refuse an item are told of a stored filter too") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    REQUIRE(box.engine().create_filter({"crime", kCrime, 1}));
    WhyNotRequest request{request_for("popular", ""), "alien"};
    request.list.filter = FilterReference{"crime", "", {}};
    const auto answer = box.engine().why_not(request);
    REQUIRE(answer);
    CHECK(answer->clauses == std::vector<std::string>{kCrime});
  }
}

TEST_SUITE("test filter") {
  TEST_CASE("counts the items that pass, those that were put included") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    const TestFilterRequest request{{"", "include itemid where Items.GENRES in ('Crime')", {}}, "", ""};
    auto tested = box.engine().test_filter(request);
    REQUIRE(tested);
    CHECK(tested->expression == kCrime);
    CHECK(tested->words == "Keeps items whose GENRES is Crime.");
    CHECK(tested->placeholders.empty());
    CHECK(!tested->needs_user);
    CHECK(!tested->needs_item);
    CHECK(tested->items == 12);
    CHECK(tested->passing == 2);
    REQUIRE(
        box.engine().put_items({"arn:aws:personalize:::dataset/box/ITEMS", {{"heatwave", R"({"genres":"Crime"})"}}}));
    tested = box.engine().test_filter(request);
    REQUIRE(tested);
    CHECK(tested->items == 13);
    CHECK(tested->passing == 3);
  }

  TEST_CASE("counts for a user, and says so without one") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    const auto nobody = box.engine().test_filter({{"not-bought", "", {}}, "", ""});
    REQUIRE(nobody);
    CHECK(nobody->needs_user);
    CHECK(!nobody->passing);
    CHECK(nobody->lacking == "it depends on the user");
    CHECK(box.engine().test_filter({{"not-bought", "", {}}, "ann", ""})->passing == 11);
    CHECK(box.engine().test_filter({{"not-bought", "", {}}, "carl", ""})->passing == 12);
  }

  TEST_CASE("counts for the item on screen, and says so without one") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    const std::string expression = "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE";
    const auto nothing = box.engine().test_filter({{"", expression, {}}, "", ""});
    REQUIRE(nothing);
    CHECK(nothing->needs_item);
    CHECK(nothing->lacking == "it depends on the item on screen");
    CHECK(box.engine().test_filter({{"", expression, {}}, "", "dune"})->passing == 3);
    CHECK(box.engine().test_filter({{"", expression, {}}, "", "unknown"})->passing == 0);
  }

  TEST_CASE("asks for the values of an INCLUDE, each once, and not for those of an EXCLUDE") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    const std::string expression =
        "INCLUDE ItemID WHERE Items.PRICE > $B AND Items.GENRES IN ($A) OR Items.PRICE < $B | "
        "EXCLUDE ItemID WHERE Items.PRICE > $C";
    auto tested = box.engine().test_filter({{"", expression, {{"A", ""}}}, "", ""});
    REQUIRE(tested);
    CHECK(tested->placeholders == std::vector<std::string>{"B", "A", "C"});
    CHECK(tested->lacking == "it depends on the value of $B, $A");
    tested = box.engine().test_filter({{"", expression, {{"A", "Crime"}, {"B", "2"}}}, "", ""});
    REQUIRE(tested);
    CHECK(tested->lacking.empty());
    CHECK(tested->passing == 3);
  }

  TEST_CASE("a filter or value that is wrong gets what a request for it would get") {
    const TemporaryFolder folder;
    FilterBox box(folder);
    CHECK(box.engine().test_filter({{"nothing", "", {}}, "", ""}).error().code == ErrorCode::resource_not_found);
    CHECK(box.engine().test_filter({{"", "INCLUDE", {}}, "", ""}).error().code == ErrorCode::invalid_input);
    const auto value =
        box.engine().test_filter({{"", "INCLUDE ItemID WHERE Items.PRICE > $P", {{"P", "much"}}}, "", ""});
    REQUIRE(!value);
    CHECK(value.error().message.find("expected a number for PRICE") != std::string::npos);
  }
}

}  // namespace pocketrec
