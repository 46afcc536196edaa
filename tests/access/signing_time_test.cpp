#include "access/signing_time.h"

#include <doctest/doctest.h>

#include <string>

namespace pocketrec {

TEST_SUITE("signing time") {
  TEST_CASE("is read in both forms and written in AWS's") {
    const auto time = parse_amz_date("20150830T123600Z");
    REQUIRE(time);
    CHECK(time->time_since_epoch().count() == 1'440'938'160);
    CHECK(parse_http_date("Sun, 30 Aug 2015 12:36:00 GMT") == time);
    CHECK(parse_utc_time("2015-08-30T12:36:00Z") == time);
    CHECK(to_amz_date(*time) == "20150830T123600Z");
    CHECK(to_amz_date(std::chrono::sys_seconds()) == "19700101T000000Z");
    CHECK(parse_amz_date("20240229T000000Z"));
    CHECK(parse_amz_date("20161231T235960Z") == parse_amz_date("20170101T000000Z"));
  }

  TEST_CASE("is not read in other forms") {
    for (const std::string text : {"", "20150830T123600", "20150830T123600z", "2015-08-30T12:36:00Z", "20150830123600Z",
                                   "20150230T000000Z", "20151301T000000Z", "20150830T240000Z", "20150830T126000Z",
                                   "20150830T123661Z", "20150830T12360 Z", "+2015083T123600Z"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_amz_date(text));
    }
    for (const std::string text : {"", "2015-08-30", "2015-08-30T12:36:00", "2015-08-30 12:36:00Z",
                                   "2015-02-30T00:00:00Z", "2015-08-30T12:36:00+00:00"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_utc_time(text));
    }
    for (const std::string text :
         {"", "Sun, 30 Aug 2015 12:36:00 UTC", "Sun, 30 aug 2015 12:36:00 GMT", "Sun, 3 Aug 2015 12:36:00 GMT",
          "Sun, 31 Feb 2015 12:36:00 GMT", "Sunday, 30-Aug-15 12:36:00 GMT"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_http_date(text));
    }
  }
}

}  // namespace pocketrec
