#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "model/model.h"

namespace pocketrec {

/// The time that a request's rules go by, in epoch seconds: the clock's, but never before the newest event that the
/// model was trained with. A device without a battery starts in 1970 until it finds the network, and rules on
/// availability must not hide everything until then.
inline std::int64_t request_time(const Model& model, std::chrono::system_clock::time_point clock) {
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(clock).time_since_epoch().count();
  return std::max<std::int64_t>(seconds, model.provenance().last_event);
}

}  // namespace pocketrec
