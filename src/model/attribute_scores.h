#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/index_array.h"
#include "model/string_table.h"

namespace pocketrec {

/// A categorical column of the interactions that the context of a request may name, with the values that the model
/// knows. Points into the mapped model file.
struct ContextColumn {
  std::string name;  ///< as the schema spells it
  StringTable values;
};

/// Fractional bits of AttributeScores::scales.
inline constexpr int kAttributeScaleFractionBits = 28;

/// A view of sparse item scores, one row a value of a column. Points into the mapped model file.
/// Entry j of row v: item items[j] gets weights[j] × scales[v] × 2^-kAttributeScaleFractionBits.
struct AttributeScores {
  enum class Source { context, user };

  Source source = Source::context;
  std::uint32_t column = 0;               ///< of Model::context_columns(), or a text column of Model::users()
  IndexArray offsets;                     ///< values + 1 positions; row v is [offsets[v], offsets[v + 1])
  IndexArray items;                       ///< ascending within a row
  std::span<const std::int8_t> weights;   ///< -127 to 127, one an entry
  std::span<const std::uint32_t> scales;  ///< one a value, at most 2^28

  /// Number of values that have a row.
  std::size_t rows() const { return offsets.size() - 1; }
};

}  // namespace pocketrec
