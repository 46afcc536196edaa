#include "generated_model.h"

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

#include "packing/pack_model.h"
#include "sample_model.h"

namespace pocketrec {
namespace {

constexpr std::uint32_t kNeighbors = 200;
constexpr std::uint32_t kRowDistance = 10;

NeighborContents random_lists(std::mt19937& random, const std::string& name, std::uint32_t items) {
  NeighborContents lists{name, {0}, {}, {}, {}};
  for (std::uint32_t row = 0; row < items; ++row) {
    if (row % kRowDistance == 0) {
      std::set<std::uint32_t> targets;
      while (targets.size() < kNeighbors) {
        const double place = std::ldexp(static_cast<double>(random()), -32);
        targets.insert(static_cast<std::uint32_t>(place * place * items));
      }
      for (const std::uint32_t target : targets) {
        lists.items.push_back(target);
        lists.weights.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
      }
    }
    lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
    lists.scales.push_back((1U << 28) / 127);
  }
  return lists;
}

/// GENRES (one to three of twenty), YEAR and PRICE; one cell in sixteen is null.
std::vector<ColumnContents> columns(std::mt19937& random, std::uint32_t items) {
  ColumnContents genres{{"GENRES", FieldType::string, true, true}, {}};
  ColumnContents year{{"YEAR", FieldType::integer32, true}, {}};
  ColumnContents price{{"PRICE", FieldType::float32, true}, {}};
  const auto cell = [&random](FieldValue value) { return random() % 16 == 0 ? FieldValue() : std::move(value); };
  for (std::uint32_t item = 0; item < items; ++item) {
    std::set<std::string> names;
    for (auto count = 1 + random() % 3; count > 0; --count) names.insert("g" + std::to_string(random() % 20));
    std::string joined;
    for (const std::string& name : names) joined += (joined.empty() ? "" : "|") + name;
    genres.cells.push_back(cell(std::move(joined)));
    year.cells.push_back(cell(static_cast<std::int64_t>(1950 + random() % 75)));
    price.cells.push_back(cell(static_cast<double>(random() % 400) / 4));
  }
  return {std::move(genres), std::move(year), std::move(price)};
}

std::shared_ptr<const Model> make(std::uint32_t items) {
  std::mt19937 random(7);
  ModelContents contents;
  ItemScoreContents popularity{"popularity", {}};
  for (std::uint32_t item = 0; item < items; ++item) {
    contents.items.ids.push_back("i" + std::to_string(1'000'000 + item));
    popularity.values.push_back((1U << 24) / (1 + item / 8));
  }
  contents.neighbor_lists = {random_lists(random, "first", items), random_lists(random, "second", items)};
  contents.item_scores = {std::move(popularity)};
  std::mt19937 random_cells(8);
  contents.items.columns = columns(random_cells, items);
  contents.users.ids = {"visitor"};
  contents.event_types = {"watch"};
  contents.interaction_fields = {
      {"USER_ID"}, {"ITEM_ID"}, {"TIMESTAMP", FieldType::integer64}, {"EVENT_TYPE", FieldType::string, true}};
  HistoryContents history{{0, 10}, {}, {}, {}};
  for (std::uint32_t event = 0; event < 10; ++event) {
    history.items.push_back(event * 19 * kRowDistance);
    history.event_types.push_back(0);
    history.times.push_back(1'700'000'000 + event);
  }
  contents.histories = std::move(history);
  contents.recommenders = {{"home",
                            "aws-user-personalization",
                            {{"demote_seen", "true"}, {"softmax_scale", "4"}},
                            {{ScorePart::Kind::neighbor_lists, 0, 1},
                             {ScorePart::Kind::neighbor_lists, 1, 0.5, 3},
                             {ScorePart::Kind::item_scores, 0, 0.1}}}};
  for (std::size_t i = 0; i < typical_filters().size(); ++i) {
    contents.filters.push_back({"filter-" + std::to_string(i), typical_filters()[i].expression});
  }
  contents.provenance.tool_version = "benchmark";
  contents.provenance.data_fingerprint = "generated";
  struct Opened {
    PackedModel bytes;
    std::shared_ptr<const Model> model;
  };
  auto opened = std::make_shared<Opened>(Opened{expect_good(pack_model(contents)), nullptr});
  opened->model = expect_good(Model::open_bytes(std::as_const(opened->bytes).bytes()));
  return {opened, opened->model.get()};
}

}  // namespace

const std::array<TypicalFilter, 5>& typical_filters() {
  static constexpr std::array<TypicalFilter, 5> kFilters = {{
      {"genres", R"(INCLUDE ItemID WHERE Items.GENRES IN ("g1", "g2"))"},
      {"price of the request", "INCLUDE ItemID WHERE Items.PRICE <= $PRICE"},
      {"not seen", R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))"},
      {"three columns", R"(INCLUDE ItemID WHERE Items.GENRES IN ("g1") AND Items.YEAR >= 1990 AND Items.PRICE < 50)"},
      {"genres, not seen",
       R"(INCLUDE ItemID WHERE Items.GENRES IN ("g1", "g2") | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))"},
  }};
  return kFilters;
}

std::shared_ptr<const Model> generated_model(std::uint32_t items) {
  static std::map<std::uint32_t, std::shared_ptr<const Model>> models;
  auto& model = models[items];
  if (model == nullptr) model = make(items);
  return model;
}

}  // namespace pocketrec
