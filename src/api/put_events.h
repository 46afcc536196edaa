#pragma once

#include <string>
#include <vector>

#include "domain/interaction.h"

namespace pocketrec {

/// contract/events-api.md §2. User and session of the request stand in every event.
struct PutEventsRequest {
  std::string tracking_id;
  std::vector<Interaction> events;
};

}  // namespace pocketrec
