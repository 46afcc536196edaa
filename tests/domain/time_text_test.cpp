#include "domain/time_text.h"

#include <doctest/doctest.h>

using namespace pocketrec;

TEST_SUITE("time_text") {
  TEST_CASE("a moment with its milliseconds, also before 1970") {
    CHECK(time_text(Timestamp(std::chrono::milliseconds(1'795'551'300'123))) == "2026-11-24T20:15:00.123Z");
    CHECK(time_text(Timestamp(std::chrono::milliseconds(-1))) == "1969-12-31T23:59:59.999Z");
  }

  TEST_CASE("a day") {
    CHECK(day_text(std::chrono::sys_days{}) == "1970-01-01");
  }
}
