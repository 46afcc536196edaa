#include "user/event_weight.h"

#include "domain/event_type.h"

namespace pocketrec {

double event_weight(std::span<const EventWeight> weights, const UserEvent& event) {
  if (weights.empty()) return 1;
  for (const EventWeight& weight : weights) {
    if (!same_event_type(weight.event_type, event.event_type)) continue;
    if (weight.least_value && !(event.value && *event.value >= *weight.least_value)) continue;
    return weight.weight;
  }
  return 0;
}

}  // namespace pocketrec
