#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/snapshot.h"
#include "evaluation/evaluate_lists.h"
#include "evaluation/split.h"
#include "user/user_state.h"

namespace pocketrec {

/// A context column of events: names[code - 1] is what event i with code = codes[i] has, 0 is none. Views.
struct NamedContext {
  std::string_view name;
  std::span<const std::string> values;
  std::span<const std::uint32_t> codes;
};

/// Events with the names that a packed model, which knows no rows but its own, is asked by. Views of the caller's data.
struct NamedEvents {
  EventColumns columns;
  std::span<const std::string> item_ids;      ///< by the rows of `columns`
  std::span<const std::uint32_t> event_type;  ///< one an event, position in event_types
  std::span<const std::string> event_types;
  std::span<const float> value = {};  ///< one an event, NaN: none; empty: no event has one
  std::span<const NamedContext> contexts = {};
};

/// What the device would know of a test user who had only the history, with the metadata that the model has.
UserState state_of(const NamedEvents& events, const TestUser& user, const Model& model);

/// The context that the request for a test user has: that of its first true event; empty where that is unknown.
std::map<std::string, std::string> context_of(const NamedEvents& events, const TestUser& user);

/// Items of the user's history that a split with these members hides (Split::hides_history, hides_same_context); may
/// name an item twice.
std::vector<ItemIndex> hidden_items(const NamedEvents& events, const TestUser& user, const Catalog& catalog,
                                    bool hides_history, bool hides_same_context);

/// Lists of a recommender of a packed model, made by the device's own code from its integers. Items that the model has
/// and the data have not are left out; items of the history are, too, where the split hides them, and what is not among
/// its candidates where it has any.
/// What `events` views must outlive the result.
Recommend packed_recommender(std::shared_ptr<const Snapshot> snapshot, std::string recommender,
                             const NamedEvents& events, const Split& split);

}  // namespace pocketrec
