#include "packing/pack_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <string>

#include "packing/check_contents.h"
#include "packing/sample_contents.h"
#include "small_model.h"

namespace pocketrec {
namespace {

/// Why the contents cannot be packed.
std::string refusal(const ModelContents& contents) {
  const auto packed = pack_model(contents);
  REQUIRE_FALSE(packed);
  CHECK(packed.error().code == ErrorCode::invalid_input);
  return packed.error().message;
}

void check_refused(const ModelContents& contents, const std::string& reason) {
  const std::string message = refusal(contents);
  INFO(message);
  CHECK(message.starts_with("packing: "));
  CHECK(message.find(reason) != std::string::npos);
}

/// `count` items whose ids are numbers of six digits, and nothing else.
ModelContents plain_items(std::size_t count) {
  ModelContents contents;
  for (std::size_t i = 0; i < count; ++i) contents.items.ids.push_back(std::to_string(100'000 + i));
  return contents;
}

}  // namespace

TEST_SUITE("packing") {
  TEST_CASE("every part comes back as it went in") {
    check_contents(*open_packed(sample_contents()), sample_contents());
    check_contents(*open_packed(sample_contents_with_rules()), sample_contents_with_rules());
  }

  TEST_CASE("a file has the oldest revision that has all that is in it") {
    CHECK(open_packed(sample_contents())->header().revision == 1);
    CHECK(open_packed(sample_contents_with_rules())->header().revision == 2);
  }

  TEST_CASE("rules beyond a limit are refused with their place") {
    ModelContents contents = sample_contents_with_rules();
    contents.list_rules[1].rules.diversity = 2;
    check_refused(contents, "rules of home: diversity: expected a number from 0 to 1, got 2");
  }

  TEST_CASE("integers keep all their bits") {
    const auto model = open_packed(sample_contents());
    const Column* views = model->items().column("views");
    REQUIRE(views != nullptr);
    CHECK(views->integer(0) == std::numeric_limits<std::int64_t>::max());
    CHECK(views->integer(1) == std::numeric_limits<std::int64_t>::min() + 1);
    CHECK(views->integer(2) == (std::int64_t{1} << 53) + 1);
  }

  TEST_CASE("an empty text is packed as null") {
    ModelContents contents = sample_contents();
    contents.items.columns[4].cells[1] = std::string();
    const auto model = open_packed(contents);
    CHECK((model->items().column("TITLE")->value(1) == FieldValue{}));
    CHECK((model->items().column("TITLE")->value(0) == FieldValue{std::string("The Alpha")}));
  }

  TEST_CASE("empty and repeated categories of a cell are left out") {
    ModelContents contents = plain_items(4);
    using Text = std::string;
    contents.items.columns = {
        {{"GENRES", FieldType::string, true, true}, {Text("b||a|"), Text("a|a|a"), Text("|"), Text("c|b|c")}}};
    const auto model = open_packed(contents);
    const Column& genres = model->items().columns()[0];
    CHECK((genres.value(0) == FieldValue{Text("b|a")}));
    CHECK((genres.value(1) == FieldValue{Text("a")}));
    CHECK((genres.value(2) == FieldValue{}));
    CHECK((genres.value(3) == FieldValue{Text("c|b")}));
    CHECK(genres.dictionary().size() == 3);
  }

  TEST_CASE("a model without anything is a valid one") {
    const auto model = open_packed({});
    check_contents(*model, {});
    CHECK(model->items().size() == 0);
    CHECK_FALSE(model->items().ids().find("alpha"));
    CHECK(model->items_schema().fields.empty());
    CHECK(model->recommender("home") == nullptr);
  }

  TEST_CASE("columns and lists of an empty catalogue are empty") {
    ModelContents contents;
    contents.items.columns = {{{"YEAR", FieldType::integer32}, {}},
                              {{"PRICE", FieldType::float64}, {}},
                              {{"GENRES", FieldType::string, true, true}, {}},
                              {{"ADULT", FieldType::boolean}, {}}};
    contents.neighbor_lists = {{"similar", {0}, {}, {}, {}}};
    contents.item_scores = {{"popular", {}}};
    contents.histories = HistoryContents{{0}, {}, {}, {}};
    check_contents(*open_packed(contents), contents);
  }

  TEST_CASE("the same contents give the same bytes") {
    const auto first = pack_model(sample_contents());
    const auto second = pack_model(sample_contents());
    REQUIRE(first);
    REQUIRE(second);
    CHECK(std::ranges::equal(first->bytes(), second->bytes()));
  }

  TEST_CASE("other contents give another hash") {
    ModelContents contents = sample_contents();
    const auto before = open_packed(contents)->header().hash;
    contents.item_scores[0].values[3] += 1;
    CHECK(open_packed(contents)->header().hash != before);
  }

  TEST_CASE("names of any length leave the metadata aligned") {
    ModelContents contents = sample_contents();
    for (int length = 0; length < 40; ++length) {
      contents.neighbor_lists[0].name += 'n';
      contents.recommenders[0].recipe += std::string(static_cast<std::size_t>(length % 3), 'r');
      check_contents(*open_packed(contents), contents);
    }
  }

  TEST_CASE("a zero byte inside a text stays there") {
    using namespace std::string_literals;
    ModelContents contents = sample_contents();
    contents.filters[0] = {"a\0b"s, "text\0more"s};
    contents.metrics[0].split = "x\0y"s;
    contents.provenance.data_fingerprint = "f\0g"s;
    check_contents(*open_packed(contents), contents);
  }

  TEST_CASE("indexes take one byte up to 255, two up to 65535, four beyond") {
    for (const auto& [largest, width] : {std::pair{0U, 1U},
                                         {255U, 1U},
                                         {256U, 2U},
                                         {65535U, 2U},
                                         {65536U, 4U},
                                         {std::numeric_limits<std::uint32_t>::max(), 4U}}) {
      CAPTURE(largest);
      ModelContents contents = plain_items(1);
      contents.users.ids = {"u"};
      contents.event_types = {"click"};
      contents.histories = HistoryContents{{0, 3}, {0, 0, 0}, {0, 0, 0}, {-5, -5, std::int64_t{largest} - 5}};
      const auto model = open_packed(contents);
      CHECK(model->histories().seconds.width() == width);
      check_contents(*model, contents);
    }
  }

  TEST_CASE("targets of neighbour lists keep their row at the borders of the widths") {
    for (const std::uint32_t last : {255U, 256U, 65535U, 65536U}) {
      CAPTURE(last);
      ModelContents contents = plain_items(last + 1);
      NeighborContents lists{"similar", {}, {last - 1, last}, {5, -5}, {}};
      lists.offsets.assign(last + 2, 2);
      lists.offsets[0] = 0;
      lists.scales.assign(last + 1, 1);
      contents.neighbor_lists = {lists};
      const auto model = open_packed(contents);
      CHECK(model->neighbor_lists()[0].items.width() == (last < 256 ? 1U : last < 65536 ? 2U : 4U));
      CHECK(model->neighbor_lists()[0].items[1] == last);
      CHECK(model->items().ids()[last] == contents.items.ids.back());
      CHECK(model->items().ids().find(contents.items.ids.back()) == last);
    }
  }

  TEST_CASE("codes of a dictionary keep their value at the borders of the widths") {
    for (const std::size_t values : {255U, 256U, 257U, 65535U, 65536U}) {
      CAPTURE(values);
      ModelContents contents = plain_items(values);
      ColumnContents titles{{"TITLE"}, {}};
      for (const std::string& id : contents.items.ids) titles.cells.emplace_back("t" + id);
      contents.items.columns = {titles};
      const auto model = open_packed(contents);
      const Column& column = model->items().columns()[0];
      CHECK((column.value(0) == titles.cells.front()));
      CHECK((column.value(values - 2) == titles.cells[values - 2]));
      CHECK((column.value(values - 1) == titles.cells.back()));
    }
  }
}

TEST_SUITE("packing refuses") {
  TEST_CASE("a column with another number of cells than there are rows") {
    ModelContents contents = sample_contents();
    contents.items.columns[0].cells.pop_back();
    check_refused(contents, "column YEAR: expected 6 cells, got 5");
  }

  TEST_CASE("a cell of another type than its column") {
    ModelContents contents = sample_contents();
    SUBCASE("text for an integer") {
      contents.items.columns[0].cells[0] = std::string("1999");
    }
    SUBCASE("an integer for a real") {
      contents.items.columns[0].field.type = FieldType::float64;
    }
    SUBCASE("a boolean for a text") {
      contents.items.columns[8].field.type = FieldType::string;
    }
    SUBCASE("a text for a boolean") {
      contents.users.columns[1].field.type = FieldType::boolean;
    }
    check_refused(contents, "a cell of another type in row 0");
  }

  TEST_CASE("numbers that would be read as null") {
    ModelContents contents = sample_contents();
    SUBCASE("the smallest integer") {
      contents.items.columns[1].cells[2] = kNullInteger;
    }
    SUBCASE("not a number") {
      contents.items.columns[2].cells[2] = std::numeric_limits<double>::quiet_NaN();
    }
    check_refused(contents, "a number that stands for null in row 2");
  }

  TEST_CASE("an infinite real") {
    ModelContents contents = sample_contents();
    contents.items.columns[2].cells[2] = std::numeric_limits<double>::infinity();
    check_refused(contents, "items PRICE: expected finite numbers");
  }

  TEST_CASE("ids out of order or twice") {
    ModelContents contents = sample_contents();
    SUBCASE("out of order") {
      std::swap(contents.items.ids[0], contents.items.ids[1]);
    }
    SUBCASE("twice") {
      contents.items.ids[1] = contents.items.ids[0];
    }
    check_refused(contents, "items ids: expected strings in ascending order");
  }

  TEST_CASE("text that is not UTF-8") {
    ModelContents contents = sample_contents();
    contents.users.ids[2] = "u\xff";
    check_refused(contents, "users ids: expected UTF-8");
  }

  TEST_CASE("neighbour lists that break an invariant") {
    ModelContents contents = sample_contents();
    NeighborContents& lists = contents.neighbor_lists[0];
    std::string reason;
    SUBCASE("too few positions") {
      lists.offsets.pop_back();
      reason = "expected 7 positions, found 6";
    }
    SUBCASE("descending positions") {
      lists.offsets[1] = 4;
      reason = "expected ascending positions, found 4 before 3";
    }
    SUBCASE("a target that is no item") {
      lists.items[5] = 6;
      reason = "expected entries below 6, found 6 at 5";
    }
    SUBCASE("the same target twice in a row") {
      lists.items[1] = 1;
      reason = "expected ascending items within a row, found item 1 in row 0";
    }
    SUBCASE("a missing weight") {
      lists.weights.pop_back();
      reason = "weights: expected 6 entries of 1 bytes, found 5 bytes";
    }
    SUBCASE("the weight -128") {
      lists.weights[2] = -128;
      reason = "expected weights of -127 to 127";
    }
    SUBCASE("a missing scale") {
      lists.scales.pop_back();
      reason = "scales: expected 6 entries of 4 bytes, found 20 bytes";
    }
    SUBCASE("a scale above 2^28") {
      lists.scales[0] = (1U << 28) + 1;
      reason = "expected scales up to 2^28";
    }
    check_refused(contents, reason);
  }

  TEST_CASE("item scores for another number of items") {
    ModelContents contents = sample_contents();
    contents.item_scores[0].values.push_back(1);
    check_refused(contents, "item scores popular: expected 6 entries of 4 bytes, found 28 bytes");
  }

  TEST_CASE("factors that break an invariant") {
    ModelContents contents = sample_contents();
    FactorContents& factors = contents.factors[0];
    std::string reason;
    SUBCASE("no dimension") {
      factors.dimensions = 0;
      reason = "factors tastes: expected 1 to 512 dimensions, found 0";
    }
    SUBCASE("a missing value") {
      factors.values.pop_back();
      reason = "factors tastes values: expected 12 entries of 1 bytes, found 11 bytes";
    }
    SUBCASE("a missing scale") {
      factors.scales.pop_back();
      reason = "factors tastes scales: expected 6 entries of 4 bytes, found 20 bytes";
    }
    SUBCASE("a Gram matrix that is not symmetric") {
      factors.gram[1] = 7;
      reason = "factors tastes gram: expected a symmetric matrix, found 7.0";
    }
    SUBCASE("no ridge") {
      factors.regularization = 0;
      reason = "factors tastes: expected a regularization of 1e-12 to 1e9, found 0.0";
    }
    SUBCASE("a part for factors that are not there") {
      contents.recommenders[0].parts[3].index = 2;
      reason = "recommender home: expected a part below 2, found 2";
    }
    check_refused(contents, reason);
  }

  TEST_CASE("histories that break an invariant") {
    ModelContents contents = sample_contents();
    HistoryContents& histories = *contents.histories;
    std::string reason;
    SUBCASE("descending times") {
      std::swap(histories.times[0], histories.times[2]);
      reason = "histories: expected times that do not descend";
    }
    SUBCASE("a missing time") {
      histories.times.pop_back();
      reason = "expected as many event types and times as items (5)";
    }
    SUBCASE("an unknown event type") {
      histories.event_types[0] = 2;
      reason = "history event types: expected entries below 2";
    }
    SUBCASE("times further apart than 32 bits of seconds") {
      histories.times[0] -= std::int64_t{1} << 32;
      reason = "events more than 136 years apart";
    }
    SUBCASE("times at both ends of the range") {
      histories.times[0] = std::numeric_limits<std::int64_t>::min();
      histories.times[2] = std::numeric_limits<std::int64_t>::max();
      reason = "events more than 136 years apart";
    }
    SUBCASE("times in another unit than seconds") {
      histories.times = {1'700'000'000'000, 1'700'000'000'001, 1'700'000'000'002, 1'700'000'000'003, 1'700'000'000'004};
      reason = "expected a first time within 2^40 seconds of 1970";
    }
    check_refused(contents, reason);
  }

  TEST_CASE("recommenders that break an invariant") {
    ModelContents contents = sample_contents();
    Recommender& home = contents.recommenders[0];
    std::string reason;
    SUBCASE("a name twice") {
      home.name = "more";
      reason = "recommenders: expected different names in UTF-8, found 'more'";
    }
    SUBCASE("no name") {
      home.name.clear();
      reason = "recommenders: expected different names in UTF-8, found ''";
    }
    SUBCASE("thirteen parts") {
      home.parts.assign(13, {ScorePart::Kind::item_scores, 0, 0.1});
      reason = "recommender home: expected at most 12 parts, found 13";
    }
    SUBCASE("a part that is not there") {
      home.parts[0].index = 2;
      reason = "recommender home: expected a part below 2, found 2";
    }
    SUBCASE("a weight above 1") {
      home.parts[0].weight = 1.5;
      reason = "recommender home: expected a weight of -1 to 1, found 1.5";
    }
    SUBCASE("a weight that is not a number") {
      home.parts[0].weight = std::numeric_limits<double>::quiet_NaN();
      reason = "recommender home: expected a weight of -1 to 1";
    }
    check_refused(contents, reason);
  }

  TEST_CASE("a filter name twice") {
    ModelContents contents = sample_contents();
    contents.filters[1].name = contents.filters[0].name;
    check_refused(contents, "filters: expected different names and UTF-8, found 'kids'");
  }

  TEST_CASE("a metric that is not a number") {
    ModelContents contents = sample_contents();
    contents.metrics[0].value = std::numeric_limits<double>::quiet_NaN();
    check_refused(contents, "metrics: expected finite values");
  }
}

}  // namespace pocketrec
