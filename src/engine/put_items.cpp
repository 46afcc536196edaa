#include "engine/put_items.h"

#include <utility>

namespace pocketrec {

PutItems::PutItems(std::shared_ptr<const Model> model, FilterLanguage language)
    : model_(std::move(model)),
      filters_(std::make_shared<const NamedFilters>(*model_, std::span<const StoredFilter>(), language)),
      snapshot_(std::make_shared<const Snapshot>(model_, std::span<const PutItem>(),
                                                 std::vector<std::vector<StandIn>>(), filters_)) {}

void PutItems::put(std::vector<PutItem> items) {
  if (items.empty()) return;
  const std::lock_guard lock(mutex_);
  if (neighbors_ == nullptr) neighbors_ = std::make_unique<const MetadataNeighbors>(*model_);
  for (PutItem& item : items) {
    const auto [place, is_new] = places_.try_emplace(item.id, items_.size());
    if (is_new) {
      items_.emplace_back();
      stand_ins_.emplace_back();
    }
    if (!model_->items().ids().find(item.id)) stand_ins_[place->second] = neighbors_->of(item.cells);
    items_[place->second] = std::move(item);
  }
  snapshot_ = nullptr;
}

void PutItems::use_filters(std::shared_ptr<const NamedFilters> filters) {
  const std::lock_guard lock(mutex_);
  filters_ = std::move(filters);
  snapshot_ = nullptr;
}

std::shared_ptr<const Snapshot> PutItems::snapshot() {
  const std::lock_guard lock(mutex_);
  if (snapshot_ == nullptr) {
    std::vector<std::vector<StandIn>> stand_ins;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!model_->items().ids().find(items_[i].id)) stand_ins.push_back(stand_ins_[i]);
    }
    snapshot_ = std::make_shared<const Snapshot>(model_, items_, std::move(stand_ins), filters_);
  }
  return snapshot_;
}

}  // namespace pocketrec
