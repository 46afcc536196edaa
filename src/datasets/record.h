#pragma once

#include <vector>

#include "domain/field_value.h"

namespace pocketrec {

/// One row of a dataset.
struct Record {
  /// A value for each field of the dataset's Schema, in its order. Their types are those of the fields: string text,
  /// int and long std::int64_t, float and double double, boolean bool, null monostate.
  std::vector<FieldValue> values;

  bool operator==(const Record&) const = default;
};

}  // namespace pocketrec
