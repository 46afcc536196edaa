#include "catalog/catalog.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "small_model.h"

using namespace pocketrec;

namespace {

std::vector<FieldValue> cells_of(const Catalog& catalog, ItemIndex item) {
  std::vector<FieldValue> cells;
  for (const Column& column : catalog.columns()) cells.push_back(column.value(item));
  return cells;
}

std::vector<FieldValue> record(const std::string& title, const FieldValue& genres, double price, std::int64_t year) {
  return {title, genres, price, year, true};
}

}  // namespace

TEST_SUITE("catalogue") {
  TEST_CASE("items put later follow those of the model, with their metadata") {
    const auto model = open_packed(small_contents());
    const std::vector<PutItem> put = {{"zulu", record("Zulu", std::string("War|Drama"), 2.5, 1964)},
                                      {"brazil", record("Brazil", std::string("Satire"), 9, 1985)},
                                      {"zulu", record("Zulu 2", std::string("Animation|War"), 3.5, 1979)},
                                      {"aliens", {FieldValue{}, FieldValue{}, FieldValue{}, FieldValue{}, false}}};
    const Catalog catalog(model->items(), put);
    CHECK(catalog.size() == 14);
    CHECK(catalog.model_size() == 12);
    CHECK(catalog.id(1) == "brazil");
    CHECK(catalog.id(12) == "zulu");
    CHECK(catalog.id(13) == "aliens");
    CHECK(catalog.find("zulu") == 12);
    CHECK(catalog.find("brazil") == 1);
    CHECK(!catalog.find("heaven"));
    CHECK(cells_of(catalog, 12) == put[2].cells);
    CHECK(cells_of(catalog, 1) == put[1].cells);
    CHECK(cells_of(catalog, 13) == put[3].cells);
    const Catalog before(model->items());
    for (ItemIndex item = 0; item < 12; ++item) {
      if (item != 1) CHECK(cells_of(catalog, item) == cells_of(before, item));
    }
    CHECK(catalog.column("release_year")->integer(12) == 1979);
    CHECK(catalog.column("Genres")->dictionary().find("Satire"));
    CHECK(catalog.column("PLOT") == nullptr);
  }

  TEST_CASE("a copy outlives the catalogue that it was made from") {
    const auto model = open_packed(small_contents());
    std::optional<Catalog> first;
    first.emplace(model->items(), std::vector<PutItem>{{"zulu", record("Zulu", std::string("War"), 2.5, 1964)}});
    const Catalog second = *first;
    first.reset();
    CHECK(second.find("zulu") == 12);
    CHECK(second.column("TITLE")->value(12) == FieldValue(std::string("Zulu")));
  }

  TEST_CASE("any records that are put give the cells of a model that was packed with them") {
    std::mt19937 random(17);
    const auto some = [&random](std::initializer_list<const char*> texts) {
      return std::string(texts.begin()[random() % texts.size()]);
    };
    for (int round = 0; round < 100; ++round) {
      ModelContents contents = small_contents();
      const auto model = open_packed(contents);
      std::vector<PutItem> put;
      for (std::size_t i = random() % 6; i > 0; --i) {
        PutItem item{some({"alien", "heat", "kundun", "n1", "n2", "n3"}), {}};
        item.cells =
            record(some({"", "A", "The heat"}),
                   random() % 4 == 0 ? FieldValue{} : FieldValue(some({"Drama", "A|Z", "Sci-Fi|Drama|Sci-Fi", "|"})),
                   static_cast<double>(random() % 5), static_cast<std::int64_t>(random() % 50));
        if (random() % 3 == 0) item.cells[2 + random() % 3] = FieldValue{};
        put.push_back(std::move(item));
      }
      // The same in the model's own table, rows that are new behind the others: ids of packed items ascend.
      for (const PutItem& item : put) {
        auto& ids = contents.items.ids;
        auto row = static_cast<std::size_t>(std::find(ids.begin(), ids.end(), item.id) - ids.begin());
        if (row == ids.size()) {
          ids.push_back(item.id);
          for (ColumnContents& column : contents.items.columns) column.cells.emplace_back();
        }
        for (std::size_t c = 0; c < item.cells.size(); ++c) contents.items.columns[c].cells[row] = item.cells[c];
      }
      std::vector<std::string> added(contents.items.ids.begin() + 12, contents.items.ids.end());
      ModelContents all;
      all.items.columns = contents.items.columns;
      for (std::size_t row = 0; row < contents.items.ids.size(); ++row) {
        all.items.ids.push_back(std::string(1, static_cast<char>('a' + row)));
      }
      all.provenance = contents.provenance;
      const auto expected = open_packed(all);
      const Catalog catalog(model->items(), put);
      REQUIRE(catalog.size() == all.items.ids.size());
      for (std::size_t i = 0; i < added.size(); ++i) CHECK(catalog.id(static_cast<ItemIndex>(12 + i)) == added[i]);
      for (std::size_t c = 0; c < all.items.columns.size(); ++c) {
        for (std::size_t row = 0; row < catalog.size(); ++row) {
          CHECK(catalog.columns()[c].value(row) == expected->items().columns()[c].value(row));
        }
      }
    }
  }
}
