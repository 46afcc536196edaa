#pragma once

#include <optional>
#include <string_view>

#include "domain/item_index.h"
#include "model/record_table.h"

namespace pocketrec {

/// The items that can be recommended. A view: lives no longer than the Model whose items it shows.
class Catalog {
 public:
  explicit Catalog(const RecordTable& items) : items_(&items) {}

  /// Number of items; rows are 0 to size() - 1.
  std::size_t size() const { return items_->size(); }

  /// Row of the item with that id; nothing when it is unknown.
  std::optional<ItemIndex> find(std::string_view item_id) const { return items_->ids().find(item_id); }

  /// Precondition: item < size().
  std::string_view id(ItemIndex item) const { return items_->ids()[item]; }

  /// Metadata column by its name, in any case and with or without underscores; nullptr when there is none.
  const Column* column(std::string_view name) const { return items_->column(name); }

  std::span<const Column> columns() const { return items_->columns(); }

 private:
  const RecordTable* items_;
};

}  // namespace pocketrec
