#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/field_value.h"
#include "model/record_table.h"

namespace pocketrec {

/// A column of a model with further rows behind its own, and other values in some of its own. Owns its memory, and
/// needs the model no longer once it is made.
class ExtendedColumn {
 public:
  /// rows: at least base.size() · cells: values by row, below `rows`, of the field's type; rows behind the base's own
  /// that have none are null. Cost: rows and dictionary.
  ExtendedColumn(const Column& base, std::size_t rows, const std::map<std::uint32_t, const FieldValue*>& cells);

  ExtendedColumn(ExtendedColumn&&) = default;
  ExtendedColumn& operator=(ExtendedColumn&&) = default;

  /// A view: lives no longer than this.
  const Column& column() const { return column_; }

 private:
  void extend_numbers(const Column& base, std::size_t rows, const std::map<std::uint32_t, const FieldValue*>& cells);
  void extend_texts(const Column& base, std::size_t rows, const std::map<std::uint32_t, const FieldValue*>& cells);

  std::vector<std::int64_t> integers_;
  std::vector<double> reals_;
  std::vector<char> dictionary_bytes_;
  std::vector<std::uint32_t> dictionary_offsets_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::uint32_t> codes_;
  Column column_;
};

}  // namespace pocketrec
