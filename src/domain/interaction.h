#pragma once

#include <optional>
#include <string>

#include "domain/timestamp.h"

namespace pocketrec {

/// One event of a user as it is recorded: ids and names are text, meaning comes later.
/// Field meanings: contract/events-api.md §2.
struct Interaction {
  std::string user_id;     ///< empty for an anonymous visitor, who is then known by session_id
  std::string session_id;  ///< empty when unknown (historical data)
  std::string event_id;    ///< de-duplication key; empty when the sender gave none
  std::string event_type;
  std::string item_id;  ///< empty when the event names no item
  Timestamp sent_at{};
  std::optional<double> event_value;
  std::string properties;          ///< JSON object text of other columns, or empty
  std::string recommendation_id;   ///< or empty
  std::string impression;          ///< item ids joined with '|', or empty
  std::string attribution_source;  ///< what the sender says led to the event, or empty

  bool operator==(const Interaction&) const = default;
};

}  // namespace pocketrec
