#include "datasets/properties.h"

#include <doctest/doctest.h>

using namespace pocketrec;
using Properties = std::vector<std::pair<std::string, std::string>>;

TEST_SUITE("event properties") {
  TEST_CASE("are names and texts, numbers and truth values as JSON writes them") {
    CHECK(read_properties(R"({"device":"tv","floor":3,"share":0.5,"new":true,"none":null,"list":["a"],"more":{}})") ==
          Properties{{"device", "tv"}, {"floor", "3"}, {"new", "true"}, {"share", "0.5"}});
  }

  TEST_CASE("of a text that is no object are none") {
    for (const char* text : {"", "{", "[1]", "\"device\"", "null", "{\"device\":\"tv\"} x"}) {
      CAPTURE(text);
      CHECK(read_properties(text).empty());
    }
  }
}
