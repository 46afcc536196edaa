#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "packing/pack_model.h"

namespace pocketrec {

/// Twelve films, ids in the order of rows. Their popularity order is another one: heat, casablanca, jaws, exam,
/// labyrinth, gattaca, brazil, inception, dune, kundun, fargo, alien.
inline const std::vector<std::string>& small_ids() {
  static const std::vector<std::string> ids = {"alien",   "brazil", "casablanca", "dune", "exam",   "fargo",
                                               "gattaca", "heat",   "inception",  "jaws", "kundun", "labyrinth"};
  return ids;
}

inline RecordContents small_items() {
  RecordContents items{small_ids(), {}};
  ColumnContents title{{"TITLE", FieldType::string, true}, {}};
  ColumnContents genres{{"GENRES", FieldType::string, true, true}, {}};
  ColumnContents price{{"PRICE", FieldType::float64, true}, {}};
  ColumnContents year{{"RELEASE_YEAR", FieldType::integer32, true}, {}};
  ColumnContents free{{"FREE", FieldType::boolean, true}, {}};
  for (std::size_t row = 0; row < items.ids.size(); ++row) {
    title.cells.emplace_back("The " + items.ids[row]);
    price.cells.emplace_back(1 + 1.5 * static_cast<double>(row));
    year.cells.emplace_back(std::int64_t{1970} + static_cast<std::int64_t>(row));
    free.cells.emplace_back(row % 2 == 0);
  }
  for (const char* cell : {"Horror|Sci-Fi", "Comedy|Sci-Fi", "Drama", "Sci-Fi", "Drama", "Comedy|Crime", "Drama|Sci-Fi",
                           "Crime", "Sci-Fi", "Horror", "Drama"}) {
    genres.cells.emplace_back(cell);
  }
  genres.cells.emplace_back();  // labyrinth has none
  price.cells[10] = {};         // kundun has none
  items.columns = {std::move(title), std::move(genres), std::move(price), std::move(year), std::move(free)};
  return items;
}

/// Row i leads to its pair i ^ 1 with about 0.8 and to (i + 4) % 12 with about 0.3.
inline NeighborContents small_neighbors() {
  NeighborContents lists{"watched-together", {0}, {}, {}, {}};
  for (std::uint32_t row = 0; row < 12; ++row) {
    std::vector<std::pair<std::uint32_t, std::int8_t>> targets = {{row ^ 1, std::int8_t{100}},
                                                                  {(row + 4) % 12, std::int8_t{40}}};
    if (targets[0].first > targets[1].first) std::swap(targets[0], targets[1]);
    for (const auto& [target, weight] : targets) {
      lists.items.push_back(target);
      lists.weights.push_back(weight);
    }
    lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
    lists.scales.push_back((1U << 28) / 127);
  }
  return lists;
}

/// The catalogue above; ann clicked alien, bought brazil and watched alien, bob watched heat and inception; the
/// recommenders home, rank, similar and popular; the filters by-genre and not-bought.
inline ModelContents small_contents() {
  ModelContents contents;
  contents.items = small_items();
  contents.users.ids = {"ann", "bob"};
  contents.users.columns = {{{"MEMBERSHIP", FieldType::string, true, true}, {std::string("gold"), {}}}};
  contents.event_types = {"click", "purchase", "watch"};
  contents.interaction_fields = {
      {"USER_ID"}, {"ITEM_ID"}, {"TIMESTAMP", FieldType::integer64}, {"EVENT_TYPE", FieldType::string, true}};
  contents.neighbor_lists = {small_neighbors()};
  ItemScoreContents popularity{"popularity", {}};
  for (std::uint32_t row = 0; row < 12; ++row) popularity.values.push_back((row * 5 % 12 + 1) * ((1U << 24) / 12));
  contents.item_scores = {std::move(popularity)};
  contents.histories = HistoryContents{{0, 3, 5},
                                       {0, 1, 0, 7, 8},
                                       {0, 1, 2, 2, 2},
                                       {1'700'000'000, 1'700'000'100, 1'700'000'200, 1'700'000'000, 1'700'000'050}};
  const ScorePart neighbors{ScorePart::Kind::neighbor_lists, 0, 1};
  const ScorePart popular{ScorePart::Kind::item_scores, 0, 0.01};
  contents.recommenders = {
      {"home", "aws-user-personalization", {{"demote_seen", "true"}, {"softmax_scale", "4"}}, {neighbors, popular}},
      {"popular", "aws-popularity-count", {}, {{ScorePart::Kind::item_scores, 0, 1}}},
      {"rank", "aws-personalized-ranking", {{"softmax_scale", "4"}}, {neighbors, popular}},
      {"similar", "aws-similar-items", {}, {neighbors, popular}}};
  contents.filters = {{"by-genre", "INCLUDE ItemID WHERE Items.GENRES IN ($GENRE)"},
                      {"not-bought", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"purchase\")"}};
  contents.provenance.tool_version = "test";
  contents.provenance.data_fingerprint = "small";
  return contents;
}

/// Packs in memory and opens what came out; the bytes live as long as the model.
inline std::shared_ptr<const Model> open_packed(const ModelContents& contents) {
  struct Opened {
    PackedModel bytes;
    std::shared_ptr<const Model> model;
  };
  auto packed = pack_model(contents);
  if (!packed) FAIL(packed.error().message);
  auto opened = std::make_shared<Opened>(Opened{*std::move(packed), nullptr});
  auto model = Model::open_bytes(std::as_const(opened->bytes).bytes());
  if (!model) FAIL(model.error().message);
  opened->model = *model;
  return {opened, opened->model.get()};
}

inline std::shared_ptr<const Model> small_model() {
  return open_packed(small_contents());
}

}  // namespace pocketrec
