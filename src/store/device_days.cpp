#include "store/device_days.h"

#include <algorithm>
#include <ctime>

namespace pocketrec {
namespace {

std::chrono::milliseconds read_clock(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) +
         std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

ClockReading ClockReading::now() {
  return {read_clock(CLOCK_REALTIME), read_clock(CLOCK_BOOTTIME)};
}

DeviceDays::DeviceDays(std::optional<std::int64_t> last, const ClockReading& now)
    : time_(last ? *last * kDay : now.wall), steady_(now.steady) {
  follow(now.wall);
}

std::int64_t DeviceDays::advance(const ClockReading& now) {
  time_ += std::max(now.steady - steady_, std::chrono::milliseconds(0));
  steady_ = now.steady;
  follow(now.wall);
  return time_ / kDay;
}

void DeviceDays::follow(std::chrono::milliseconds wall) {
  if (wall > time_ && wall - time_ <= kLongestStep) time_ = wall;
}

}  // namespace pocketrec
