#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "filter/filter.h"
#include "random_filter.h"
#include "reference_evaluator.h"
#include "sample_data.h"

namespace pocketrec {
namespace {

// Catalogues of the random test, each with 25 filters. POCKETREC_RANDOM_CATALOGUES=4000 makes a run of 100,000.
std::uint64_t random_catalogues() {
  const char* text = std::getenv("POCKETREC_RANDOM_CATALOGUES");
  return text ? std::stoull(text) : 400;
}

}  // namespace

TEST_SUITE("filter evaluator") {
  TEST_CASE("agrees with the reference on random filters, catalogues and requests") {
    const std::uint64_t catalogues = random_catalogues();
    constexpr int kFilters = 25;
    std::uint64_t with_items = 0;
    std::uint64_t refused = 0;
    for (std::uint64_t seed = 1; seed <= catalogues; ++seed) {
      RandomFilters random(seed);
      const SampleData data = random.data();
      FilterCache cache(2'000);  // so small that it forgets
      for (int i = 0; i < kFilters; ++i) {
        const FilterExpression expression = random.expression();
        const ReferenceRequest plain = random.request(data);
        const auto values = random.filter_values(plain);
        const std::string text = to_text(expression);
        INFO("seed " << seed << ", filter " << i << ": " << text);

        const auto parsed = parse_filter(text, expression.language);
        REQUIRE_MESSAGE(parsed, parsed.error().message);
        REQUIRE(*parsed == expression);
        const auto bound = bind_filter(*parsed, data.schemas());
        REQUIRE_MESSAGE(bound, bound.error().message);

        const UserState user = data.user(plain.user.value_or(""));
        const FilterRequest request = filter_request(plain, data, user, values);
        const auto passing = evaluate(*bound, data.catalog(), request, i % 2 == 0 ? &cache : nullptr);
        const auto expected = reference_filter(expression, data, plain);
        REQUIRE(static_cast<bool>(passing) == expected.has_value());
        if (!expected) {
          CHECK(passing.error().code == ErrorCode::invalid_input);
          ++refused;
          continue;
        }
        std::string ids;
        for (const std::string& id : *expected) ids += (ids.empty() ? "" : " ") + id;
        CHECK(data.ids_of(*passing) == ids);
        CHECK(passing->size() == data.catalog().size());
        if (!expected->empty() && expected->size() < data.catalog().size()) ++with_items;
      }
    }
    // The generator is of no use when most filters pass everything, nothing, or are refused.
    MESSAGE((catalogues * kFilters) << " filters, " << with_items << " keep some items, " << refused << " are refused");
    CHECK(with_items > catalogues * kFilters / 4);
    CHECK(refused > catalogues * kFilters / 20);
    CHECK(refused < catalogues * kFilters / 2);
  }

  TEST_CASE("says before a request whether it needs a user or an item") {
    const SampleData data = RandomFilters(1).data();
    const auto bound = [&data](std::string_view text) { return *bind_filter(*parse_filter(text), data.schemas()); };
    CHECK_FALSE(bound("INCLUDE ItemID WHERE Items.YEAR > 1").needs_user());
    CHECK_FALSE(bound("INCLUDE ItemID WHERE Items.YEAR > 1").needs_item());
    CHECK(bound("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"x\")").needs_user());
    CHECK(bound("INCLUDE ItemID WHERE Items.YEAR > 1 IF CurrentUser.AGE > 1").needs_user());
    CHECK(bound("INCLUDE ItemID WHERE Items.YEAR > CurrentItem.YEAR").needs_item());
  }

  TEST_CASE("does not need the expression or the schemas after binding") {
    const SampleData data = RandomFilters(1).data();
    std::optional<BoundFilter> bound;
    {
      const std::string text = "INCLUDE ItemID WHERE Items.ITEM_ID IN (\"i1000\")";
      const Schema items = data.items().schema;
      bound = *bind_filter(*parse_filter(text), {nullptr, &items, nullptr});
    }
    CHECK(data.ids_of(*evaluate(*bound, data.catalog(), {})) == "i1000");
  }

  TEST_CASE("takes a column that the catalogue lacks as null") {
    const SampleData data = RandomFilters(1).data();
    const Schema items{DatasetType::items, {{"ITEM_ID"}, {"COLOUR"}, {"SIZE", FieldType::integer32}}};
    const auto passing = [&](std::string_view text) {
      return evaluate(*bind_filter(*parse_filter(text), {nullptr, &items, nullptr}), data.catalog(), {})->count();
    };
    CHECK(passing("INCLUDE ItemID WHERE Items.COLOUR IN (\"red\") OR Items.SIZE < 5") == 0);
    CHECK(passing("INCLUDE ItemID WHERE Items.COLOUR != \"red\" AND Items.SIZE != 5") == data.catalog().size());
  }

  TEST_CASE("takes an empty text as null, in items and between the bars of a user's field") {
    const Field title{"TITLE", FieldType::string, true};
    const Field tastes{"TASTES", FieldType::string, true, true};
    const SampleData data(
        {{DatasetType::items, {{"ITEM_ID"}, title}}, {"1", "2"}, {{std::string()}, {std::string("a")}}},
        {{DatasetType::users, {{"USER_ID"}, tastes}}, {"u"}, {{std::string("a||b")}}});
    const UserState user = data.user("u");
    FilterRequest request;
    request.user = &user;
    const auto ids = [&](std::string_view text) {
      const auto passing = data.filter(text, request);
      REQUIRE_MESSAGE(passing, passing.error().message);
      return data.ids_of(*passing);
    };
    CHECK(ids("INCLUDE ItemID WHERE Items.TITLE IN (\"\", \"b\")") == "");
    CHECK(ids("INCLUDE ItemID WHERE Items.TITLE NOT IN (\"\")") == "1 2");
    CHECK(ids("EXCLUDE ItemID WHERE Items.TITLE IN (\"a\") IF CurrentUser.TASTES IN (\"\")") == "1 2");
    CHECK(ids("EXCLUDE ItemID WHERE Items.TITLE IN (\"a\") IF CurrentUser.TASTES IN (\"b\")") == "1");
  }

  TEST_CASE("finds values in cells of very different sizes") {
    const Field tags{"TAGS", FieldType::string, true, true};
    SampleTable items{{DatasetType::items, {{"ITEM_ID"}, tags}}, {}, {}};
    // Row r has the tags r % 90 to r % 90 + (r % 7)², so that some 64 rows have more codes than are counted at once.
    const auto has = [](std::size_t row, std::size_t tag) {
      return tag >= row % 90 && tag < row % 90 + (row % 7) * (row % 7);
    };
    for (std::size_t row = 0; row < 300; ++row) {
      items.ids.push_back("i" + std::to_string(1000 + row));
      std::string cell;
      for (std::size_t tag = 0; tag < 130; ++tag) {
        if (has(row, tag)) cell += (cell.empty() ? "" : "|") + std::to_string(tag);
      }
      items.rows.push_back({cell.empty() ? FieldValue() : FieldValue(cell)});
    }
    const SampleData data(items, {{DatasetType::users, {{"USER_ID"}}}, {}, {}});
    for (std::size_t tag = 0; tag < 130; ++tag) {
      const auto passing = data.filter("INCLUDE ItemID WHERE Items.TAGS IN (\"" + std::to_string(tag) + "\")", {});
      REQUIRE(passing);
      for (std::size_t row = 0; row < 300; ++row) {
        REQUIRE(passing->contains(static_cast<ItemIndex>(row)) == has(row, tag));
      }
    }
  }

  TEST_CASE("refuses a catalogue whose column has another type than the schema") {
    const SampleData data = RandomFilters(1).data();
    const Schema items{DatasetType::items, {{"ITEM_ID"}, {"YEAR"}}};
    const auto expression = parse_filter("INCLUDE ItemID WHERE Items.YEAR IN (\"1\")");
    const auto passing = evaluate(*bind_filter(*expression, {nullptr, &items, nullptr}), data.catalog(), {});
    REQUIRE(!passing);
    CHECK(passing.error().code == ErrorCode::internal);
    CHECK(passing.error().message == "filter: expected the column YEAR of type string, got long in the catalogue");
  }
}

TEST_SUITE("filter binder") {
  TEST_CASE("names the dataset that the data lack") {
    const Schema items{DatasetType::items, {{"ITEM_ID"}, {"YEAR", FieldType::integer32}}};
    const Schema empty{DatasetType::users, {}};
    const auto message = [&](std::string_view text) {
      const auto bound = bind_filter(*parse_filter(text), {nullptr, &items, &empty});
      REQUIRE(!bound);
      CHECK(bound.error().code == ErrorCode::invalid_input);
      return bound.error().message;
    };
    CHECK(message("INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"x\")") ==
          "this data has no Interactions dataset\n"
          "INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"x\")\n"
          "                     ^ only columns of a dataset can be filtered");
    CHECK(message("INCLUDE ItemID WHERE Items.YEAR > 1 IF CurrentUser.AGE > 1") ==
          "this data has no Users dataset\n"
          "INCLUDE ItemID WHERE Items.YEAR > 1 IF CurrentUser.AGE > 1\n"
          "                                       ^ only columns of a dataset can be filtered");
  }

  TEST_CASE("takes ten different fields however often they occur") {
    Schema items{DatasetType::items, {{"ITEM_ID"}}};
    std::string text = "INCLUDE ItemID WHERE Items.ITEM_ID = \"x\"";
    for (int i = 1; i < 10; ++i) {
      items.fields.push_back({"F" + std::to_string(i), FieldType::integer32});
      text += " OR Items.F" + std::to_string(i) + " = CurrentItem.f" + std::to_string(i);
    }
    CHECK(bind_filter(*parse_filter(text), {nullptr, &items, nullptr}));
    items.fields.push_back({"F10", FieldType::integer32});
    const std::string more = text + " OR Items.F10 = 1";
    CHECK_FALSE(bind_filter(*parse_filter(more, FilterLanguage::personalize), {nullptr, &items, nullptr}));
    CHECK(bind_filter(*parse_filter(more), {nullptr, &items, nullptr}));
  }
}

}  // namespace pocketrec
