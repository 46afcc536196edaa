#pragma once

#include <span>

#include "model/recommender.h"
#include "user/user_state.h"

namespace pocketrec {

/// How much an event counts, -1 to 1: the weight of the first entry with its type, in any case of letters, whose least
/// value it reaches; 0 when none fits; 1 when there are no entries (contract/recipes.md §2, eventsConfig).
double event_weight(std::span<const EventWeight> weights, const UserEvent& event);

}  // namespace pocketrec
