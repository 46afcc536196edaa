#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/field_value.h"
#include "domain/item_index.h"
#include "model/extended_column.h"
#include "model/record_table.h"

namespace pocketrec {

/// An item's record as it was put after the model was made: a cell for each of the catalogue's columns, in their order.
struct PutItem {
  std::string id;
  std::vector<FieldValue> cells;
};

/// The items that can be recommended: those of a model, and those put later, which follow them; a later record of an
/// item takes the place of the model's. Immutable. A view of the model's items, so that it lives no longer than the
/// Model; copies share what was put.
class Catalog {
 public:
  explicit Catalog(const RecordTable& items) : items_(&items), columns_(items.columns()) {}

  /// put: the last record of an id counts. Precondition: each has a cell for every column of `items`, null or of the
  /// column's type. Cost: the rows and dictionaries of all columns.
  Catalog(const RecordTable& items, std::span<const PutItem> put);

  /// Number of items; rows are 0 to size() - 1.
  std::size_t size() const { return items_->size() + (added_ == nullptr ? 0 : added_->ids.size()); }

  /// Number of items that the model has: rows from here on are known by their record alone.
  std::size_t model_size() const { return items_->size(); }

  /// Row of the item with that id; nothing when it is unknown.
  std::optional<ItemIndex> find(std::string_view item_id) const;

  /// Precondition: item < size().
  std::string_view id(ItemIndex item) const {
    return item < items_->size() ? items_->ids()[item] : std::string_view(added_->ids[item - items_->size()]);
  }

  /// Metadata column by its name, in any case and with or without underscores; nullptr when there is none.
  const Column* column(std::string_view name) const { return find_column(columns_, name); }

  std::span<const Column> columns() const { return columns_; }

 private:
  struct Added {
    std::vector<std::string> ids;  // of the rows that follow the model's
    std::unordered_map<std::string_view, ItemIndex> rows;
    std::vector<ExtendedColumn> storage;
    std::vector<Column> columns;
  };

  const RecordTable* items_;
  std::shared_ptr<const Added> added_;  // null: nothing was put
  std::span<const Column> columns_;
};

}  // namespace pocketrec
