#pragma once

#include <memory>
#include <span>
#include <string>

#include "engine/snapshot.h"
#include "evaluation/evaluate_lists.h"
#include "evaluation/split.h"
#include "user/user_state.h"

namespace pocketrec {

/// Events with the names that a packed model, which knows no rows but its own, is asked by. Views of the caller's data.
struct NamedEvents {
  EventColumns columns;
  std::span<const std::string> item_ids;      ///< by the rows of `columns`
  std::span<const std::uint32_t> event_type;  ///< one an event, position in event_types
  std::span<const std::string> event_types;
  std::span<const float> value = {};  ///< one an event, NaN: none; empty: no event has one
};

/// What the device would know of a test user who had only the history.
UserState state_of(const NamedEvents& events, const TestUser& user, const Catalog& catalog);

/// Lists of a recommender of a packed model, made by the device's own code from its integers. Items that the model has
/// and the data have not are left out; items of the history are, too, where the split hides them, and what is not among
/// its candidates where it has any.
/// What `events` views must outlive the result.
Recommend packed_recommender(std::shared_ptr<const Snapshot> snapshot, std::string recommender,
                             const NamedEvents& events, const Split& split);

}  // namespace pocketrec
