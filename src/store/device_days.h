#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace pocketrec {

/// What two clocks of the device say: the one that people read, which may be wrong and jump, and one that only goes on,
/// also in sleep (CLOCK_BOOTTIME).
struct ClockReading {
  std::chrono::milliseconds wall;    ///< since 1970
  std::chrono::milliseconds steady;  ///< since some moment before this process

  static ClockReading now();
};

/// The day that it is on the device, for retention: a clock that only goes forward, as fast as the steady clock, and
/// follows the wall clock forward by at most kLongestStep at a time. So a wall clock that starts in 1970, or jumps to
/// another decade, ages no event; the price is that on such a device days do not pass while it is off.
class DeviceDays {
 public:
  static constexpr std::chrono::milliseconds kDay = std::chrono::hours(24);
  static constexpr std::chrono::milliseconds kLongestStep = 31 * kDay;

  /// last: the last day that was counted; nothing: the wall clock is believed.
  DeviceDays(std::optional<std::int64_t> last, const ClockReading& now);

  /// The day that it is now, in days since 1970 as this clock has it. Never less than before.
  std::int64_t advance(const ClockReading& now);

 private:
  void follow(std::chrono::milliseconds wall);

  std::chrono::milliseconds time_;  // since 1970
  std::chrono::milliseconds steady_;
};

}  // namespace pocketrec
