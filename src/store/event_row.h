#pragma once

#include <chrono>

#include "domain/interaction.h"
#include "store/statement.h"

namespace pocketrec {

/// The event of a row whose first columns are the fields of Interaction in their order, as kEventsOf has them.
inline Interaction read_event(const Statement& row) {
  return {.user_id = row.text(0),
          .session_id = row.text(1),
          .event_id = row.text(2),
          .event_type = row.text(3),
          .item_id = row.text(4),
          .sent_at = Timestamp(std::chrono::milliseconds(row.integer(5))),
          .event_value = row.optional_real(6),
          .properties = row.text(7),
          .recommendation_id = row.text(8),
          .impression = row.text(9),
          .attribution_source = row.text(10)};
}

}  // namespace pocketrec
