#include "domain/number_text.h"

#include <doctest/doctest.h>

using namespace pocketrec;

TEST_SUITE("number_text") {
  TEST_CASE("the shortest text, and back") {
    CHECK(number_text(0.1) == "0.1");
    CHECK(number_text(-3) == "-3");
    CHECK(number_text(1e30) == "1e+30");
    double value = 0;
    CHECK(read_number(number_text(1.0 / 3), 0, 1, value));
    CHECK(value == 1.0 / 3);
  }

  TEST_CASE("digits in groups of three") {
    CHECK(grouped_digits(0) == "0");
    CHECK(grouped_digits(999) == "999");
    CHECK(grouped_digits(1000) == "1,000");
    CHECK(grouped_digits(123456) == "123,456");
    CHECK(grouped_digits(18446744073709551615U) == "18,446,744,073,709,551,615");
  }

  TEST_CASE("only a number in range that is the whole text") {
    unsigned value = 7;
    for (const char* text : {"", " 1", "1 ", "1.5", "-1", "11", "x", "99999999999999999999"}) {
      CHECK_FALSE(read_number(text, 0, 10, value));
    }
    CHECK(value == 7);
    CHECK(read_number("10", 0, 10, value));
    CHECK(value == 10);
    double real = 7;
    CHECK_FALSE(read_number("nan", -1e308, 1e308, real));
    CHECK_FALSE(read_number("inf", -1e308, 1e308, real));
  }
}
