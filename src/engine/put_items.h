#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "engine/snapshot.h"
#include "scoring/metadata_neighbors.h"

namespace pocketrec {

/// What was added to a model since it was made, items and named filters, and the snapshot with them. Thread-safe.
class PutItems {
 public:
  /// language: of the model's filters.
  explicit PutItems(std::shared_ptr<const Model> model, FilterLanguage language = FilterLanguage::extended);

  /// Takes the place of what was put under the id before. cells: one for each column of the model's items, null or of
  /// the column's type.
  void put(std::vector<PutItem> items);

  /// The filters from now on, those of the model among them.
  void use_filters(std::shared_ptr<const NamedFilters> filters);

  /// A snapshot with all of them; made by the first who asks after a change.
  std::shared_ptr<const Snapshot> snapshot();

 private:
  const std::shared_ptr<const Model> model_;
  std::mutex mutex_;
  std::vector<PutItem> items_;  // in the order of first arrival
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::vector<StandIn>> stand_ins_;         // of items_; empty for those that the model knows
  std::unique_ptr<const MetadataNeighbors> neighbors_;  // made with the first item
  std::shared_ptr<const NamedFilters> filters_;
  std::shared_ptr<const Snapshot> snapshot_;  // null: out of date
};

}  // namespace pocketrec
