#include "recipes/context_setting.h"

#include <doctest/doctest.h>

using namespace pocketrec;
using Weights = std::vector<NamedContextWeight>;

TEST_SUITE("context weights") {
  TEST_CASE("are read and written") {
    for (const char* text : {"none", "DEVICE:0.25", "DEVICE:0.25,DAY_PART:0.1,X:0,Y:1"}) {
      const auto weights = parse_context_weights(text);
      REQUIRE(weights);
      CHECK(context_weights_text(*weights) == text);
    }
    CHECK(*parse_context_weights("A:0.5,B:0") == Weights{{"A", 0.5}, {"B", 0}});
  }

  TEST_CASE("of another form are refused with what was expected") {
    for (const char* text : {"", "DEVICE", ":1", "DEVICE:", "DEVICE:x", "DEVICE:-0.1", "DEVICE:1.1", "DEVICE:nan"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_context_weights(text));
    }
    const auto twice = parse_context_weights("DAY_PART:1,dayPart:0.5");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().message == "context weights: expected each column once, got 'dayPart:0.5'");
  }
}
