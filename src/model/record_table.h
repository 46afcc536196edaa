#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "datasets/schema.h"
#include "domain/field_value.h"
#include "domain/item_mask.h"
#include "model/index_array.h"
#include "model/string_table.h"

namespace pocketrec {

/// A view of one metadata column, of items or of users. Points into the mapped model file.
///
/// String columns are coded: a sorted dictionary of the distinct values (of a categorical column: of the elements
/// between '|'), and per row the codes of its values. Null is a row without codes.
class Column {
 public:
  /// Name, type and flags as the data set's schema has them.
  const Field& field() const { return field_; }

  /// Number of rows.
  std::size_t size() const { return size_; }

  /// The cell as a number; nothing when it is null. Integers are exact up to 2^53; use integer() beyond.
  /// Precondition: is_numeric(field().type) and row < size().
  std::optional<double> number(std::size_t row) const;

  /// The cell of an int or long column, exactly; nothing when it is null.
  std::optional<std::int64_t> integer(std::size_t row) const;

  /// All cells of an int or long column, kNullInteger being null; empty for other types.
  std::span<const std::int64_t> integers() const { return integers_; }

  /// All cells of a float or double column, NaN being null; empty for other types.
  std::span<const double> reals() const { return reals_; }

  /// Distinct values of a string or boolean column (booleans: "false", "true").
  const StringTable& dictionary() const { return dictionary_; }

  /// Calls visit(code) for each value in the row, codes index dictionary(). Precondition: a string or boolean column.
  template <typename Visitor>
  void for_each_code(std::size_t row, Visitor visit) const {
    if (offsets_.empty()) {
      if (const std::uint32_t code = codes_[row]; code != 0) visit(code - 1);
      return;
    }
    for (std::size_t i = offsets_[row]; i < offsets_[row + 1]; ++i) visit(codes_[i]);
  }

  /// The rows that have some wanted code. wanted: 0 or 1 for each entry of dictionary(). Precondition: a string or
  /// boolean column. Cost: rows and codes, whatever is wanted.
  ItemMask rows_with(std::span<const unsigned char> wanted) const;

  /// The cell as a value: null, a number, or the text with several categories joined by '|' again.
  FieldValue value(std::size_t row) const;

 private:
  friend class ModelReader;
  friend class ExtendedColumn;

  Field field_;
  std::size_t size_ = 0;
  std::span<const std::int64_t> integers_;  ///< int, long; kNullInteger is null
  std::span<const double> reals_;           ///< float, double; NaN is null
  StringTable dictionary_;
  IndexArray offsets_;  ///< size + 1 positions in codes_; empty when no row has more than one value
  IndexArray codes_;    ///< with offsets_: codes; without: one a row, 0 is null, else code + 1
};

/// The packed form of null in an integer column.
inline constexpr std::int64_t kNullInteger = INT64_MIN;

/// Column with that name, compared as same_field_name() does; nullptr when there is none.
const Column* find_column(std::span<const Column> columns, std::string_view name);

/// A view of the items or users of a model: sorted ids and metadata columns. Points into the mapped model file.
class RecordTable {
 public:
  const StringTable& ids() const { return ids_; }
  std::size_t size() const { return ids_.size(); }
  std::span<const Column> columns() const { return columns_; }

  /// find_column() among columns().
  const Column* column(std::string_view name) const { return find_column(columns_, name); }

 private:
  friend class ModelReader;

  StringTable ids_;
  std::vector<Column> columns_;
};

}  // namespace pocketrec
