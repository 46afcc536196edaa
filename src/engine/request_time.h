#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "domain/timestamp.h"
#include "model/model.h"

namespace pocketrec {

/// The time that a request's rules go by, in epoch seconds: the clock's, but never before the newest event that the
/// model was trained with. A device without a battery starts in 1970 until it finds the network, and rules on
/// availability must not hide everything until then.
inline std::int64_t request_time(const Model& model, std::chrono::system_clock::time_point clock) {
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(clock).time_since_epoch().count();
  return std::max<std::int64_t>(seconds, model.provenance().last_event);
}

/// A clock that shows an earlier time, 1980, was not set since it was switched on.
inline constexpr Timestamp kFirstSetClock{std::chrono::seconds(315'532'800)};

/// The time to record for events whose sender's clock was not set: the newest that is known. So they come behind all
/// that was recorded before, in the order of arrival. newest: of the log.
inline Timestamp time_of_arrival(const Model& model, std::chrono::system_clock::time_point clock,
                                 std::optional<Timestamp> newest) {
  const Timestamp known{std::chrono::seconds(request_time(model, clock))};
  return newest ? std::max(known, *newest) : known;
}

}  // namespace pocketrec
