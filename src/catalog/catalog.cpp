#include "catalog/catalog.h"

#include <map>

namespace pocketrec {

Catalog::Catalog(const RecordTable& items, std::span<const PutItem> put) : Catalog(items) {
  if (put.empty()) return;
  const auto added = std::make_shared<Added>();
  std::map<std::uint32_t, const PutItem*> records;
  added->ids.reserve(put.size());  // keys of `rows` view them
  for (const PutItem& item : put) {
    std::optional<ItemIndex> row = items.ids().find(item.id);
    if (!row) {
      const auto next = static_cast<ItemIndex>(items.size() + added->ids.size());
      const auto known = added->rows.find(item.id);
      row = known == added->rows.end() ? next : known->second;
      if (*row == next) {
        added->ids.push_back(item.id);
        added->rows.emplace(added->ids.back(), next);
      }
    }
    records[*row] = &item;
  }
  const std::size_t rows = items.size() + added->ids.size();
  for (std::size_t c = 0; c < items.columns().size(); ++c) {
    std::map<std::uint32_t, const FieldValue*> cells;
    for (const auto& [row, item] : records) cells.emplace(row, &item->cells[c]);
    added->storage.emplace_back(items.columns()[c], rows, cells);
    added->columns.push_back(added->storage.back().column());
  }
  columns_ = added->columns;
  added_ = added;
}

std::optional<ItemIndex> Catalog::find(std::string_view item_id) const {
  if (const auto row = items_->ids().find(item_id)) return row;
  if (added_ == nullptr) return std::nullopt;
  const auto found = added_->rows.find(item_id);
  if (found == added_->rows.end()) return std::nullopt;
  return found->second;
}

}  // namespace pocketrec
