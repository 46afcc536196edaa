#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/timestamp.h"
#include "model/index_array.h"

namespace pocketrec {

/// A view of the training data's newest events of each user. Points into the mapped model file.
/// Events of the user in row u of Model::users() are [offsets[u], offsets[u + 1]), oldest first. Empty when the file
/// holds no histories.
struct Histories {
  IndexArray offsets;
  IndexArray items;        ///< rows of Model::items()
  IndexArray event_types;  ///< positions in Model::event_types()
  IndexArray seconds;      ///< after first_second
  std::int64_t first_second = 0;
  std::span<const float> values = {};  ///< NaN: none; empty: no event has one
  /// By Model::context_columns(), or empty; one entry an event: 0 is none, else 1 + position among the column's values.
  std::vector<IndexArray> contexts = {};

  Timestamp time(std::size_t event) const {
    return Timestamp{std::chrono::seconds{first_second + static_cast<std::int64_t>(seconds[event])}};
  }
};

}  // namespace pocketrec
