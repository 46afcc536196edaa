#include "store/device_days.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

namespace pocketrec {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

constexpr std::int64_t kToday = 20'000;

// A moment on the day kToday + days by the wall clock.
ClockReading at(milliseconds wall, milliseconds steady) {
  return {kToday * DeviceDays::kDay + wall, steady};
}

}  // namespace

TEST_SUITE("days of the device") {
  TEST_CASE("are those of the wall clock when nothing is known") {
    DeviceDays days(std::nullopt, at(hours(5), hours(1)));
    CHECK(days.advance(at(hours(5), hours(1))) == kToday);
    CHECK(days.advance(at(hours(25), hours(21))) == kToday + 1);
  }

  TEST_CASE("go on at the pace of the steady clock when the wall clock goes back") {
    DeviceDays days(kToday, at(hours(5), hours(1)));
    CHECK(days.advance({milliseconds(0), hours(2)}) == kToday);
    CHECK(days.advance({milliseconds(1), hours(2 + 17)}) == kToday);
    CHECK(days.advance({milliseconds(2), hours(2 + 18)}) == kToday + 1);
  }

  TEST_CASE("pass while the program is off, by no more than a month") {
    CHECK(DeviceDays(kToday, at(hours(24 * 31), hours(0))).advance(at(hours(24 * 31), hours(0))) == kToday + 31);
    CHECK(DeviceDays(kToday, at(hours(24 * 32), hours(0))).advance(at(hours(24 * 32), hours(0))) == kToday);
    CHECK(DeviceDays(kToday, at(hours(-24), hours(0))).advance(at(hours(-24), hours(0))) == kToday);
  }

  TEST_CASE("follow a clock that is put right after the start") {
    DeviceDays days(kToday, {milliseconds(0), hours(0)});
    CHECK(days.advance(at(hours(50), hours(1))) == kToday + 2);
  }

  TEST_CASE("do not pass faster because a clock swings") {
    DeviceDays days(kToday, at(hours(0), hours(0)));
    for (int i = 0; i < 1000; ++i) {
      days.advance(at(hours(i % 2 == 0 ? 20 : -20), hours(0)));
    }
    CHECK(days.advance(at(hours(0), hours(0))) == kToday);
  }

  TEST_CASE("of random clocks never go back, and never run ahead of a month a jump") {
    std::mt19937 random(20261130);
    for (int script = 0; script < 1000; ++script) {
      const std::vector<milliseconds> jumps = {hours(24), hours(-24), hours(24 * 365 * 50), hours(-24 * 365 * 10)};
      milliseconds wall = kToday * DeviceDays::kDay;
      milliseconds steady{0};
      DeviceDays days(kToday, {wall, steady});
      std::int64_t before = kToday;
      for (int step = 0; step < 100; ++step) {
        const milliseconds pause = hours(random() % 48);
        steady += pause;
        wall += pause;
        const bool jumped = random() % 10 == 0;
        if (jumped) wall += jumps[random() % jumps.size()];
        const std::int64_t day = days.advance({wall, steady});
        CHECK(day >= before);
        CHECK((day - before) * DeviceDays::kDay <= DeviceDays::kLongestStep + pause + DeviceDays::kDay);
        before = day;
      }
    }
  }
}

}  // namespace pocketrec
