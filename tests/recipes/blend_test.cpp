#include "recipes/blend.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>

using namespace pocketrec;

namespace {

std::string message_of(const std::string& text) {
  const auto blend = parse_blend(text);
  if (blend) return "no error";
  CHECK(blend.error().code == ErrorCode::invalid_input);
  return blend.error().message;
}

}  // namespace

TEST_SUITE("blend") {
  TEST_CASE("is read as components with weights and time scales") {
    const auto blend = parse_blend("sequence:1,item-to-item@50:0.06,content:-2e-1,popularity:0");
    REQUIRE(blend);
    CHECK(*blend == Blend{{"sequence", 0, 1}, {"item-to-item", 50, 0.06}, {"content", 0, -0.2}, {"popularity", 0, 0}});
    CHECK(blend_text(*blend) == "sequence:1,item-to-item@50:0.06,content:-0.2,popularity:0");
    CHECK(blend_text({}) == "");
  }

  TEST_CASE("takes every component, and the ends of the ranges") {
    for (const std::string_view name : blend_component_names()) {
      CAPTURE(name);
      const auto blend = parse_blend(std::string(name) + ":1");
      REQUIRE(blend);
      CHECK(blend->front().component == name);
    }
    CHECK(message_of("recent@0.001:-1000,factors@1000000:1000") == "no error");
  }

  TEST_CASE("is read again as it was printed, to the last bit") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      Blend blend;
      for (const std::string_view name : blend_component_names()) {
        if (random() % 2 == 0 && !blend.empty()) continue;
        const auto uniform = [&] { return std::ldexp(static_cast<double>(random() >> 11), -53); };
        const double time_scale = random() % 2 == 0 ? 0 : 1e-3 * std::pow(1e9, 0.999 * uniform());
        blend.push_back({std::string(name), time_scale, (2 * uniform() - 1) * std::pow(10, 3 - 9 * uniform())});
      }
      CAPTURE(blend_text(blend));
      const auto back = parse_blend(blend_text(blend));
      REQUIRE(back);
      CHECK(*back == blend);
    }
  }

  TEST_CASE("of another form is refused with the form") {
    const auto form = [](const std::string& got) {
      return "blend: expected component:weight with a weight from -1000 to 1000, got '" + got + "'";
    };
    for (const char* text :
         {"", "sequence", "sequence:", "sequence:one", "sequence:1x", "sequence: 1", "sequence:1:2", "sequence:1000.1",
          "sequence:-1001", "sequence:nan", "sequence:inf", "sequence:1e999", "sequence:+1", ":", "sequence@5"}) {
      CAPTURE(text);
      CHECK(message_of(text) == form(text));
    }
    CHECK(message_of("sequence:1,") == form(""));
    CHECK(message_of(",sequence:1") == form(""));
    CHECK(message_of("sequence:1,,recent:1") == form(""));
    CHECK(message_of("sequence:1;recent:1") == form("sequence:1;recent:1"));
    CHECK(message_of("sequence:1,recent") == form("recent"));
  }

  TEST_CASE("with another time scale is refused with the range") {
    for (const char* text :
         {"item-to-item@:1", "item-to-item@0:1", "item-to-item@-5:1", "item-to-item@0.0009:1", "item-to-item@1000001:1",
          "item-to-item@nan:1", "item-to-item@5@6:1", "item-to-item@x:1"}) {
      CAPTURE(text);
      CHECK(message_of(text) ==
            "blend: expected component@events:weight with 0.001 to 1000000 events, got '" + std::string(text) + "'");
    }
  }

  TEST_CASE("with an unknown component is refused with the known ones") {
    for (const char* name : {"", "Sequence", " sequence", "sequence ", "neighbors"}) {
      CAPTURE(name);
      const std::string expected =
          "blend: expected one of the components item-to-item, sequence, repeat, factors, content, popularity, recent, "
          "context:COLUMN, user:COLUMN, got '" +
          std::string(name) + "'";
      CHECK(message_of(std::string(name) + ":1") == expected);
      CHECK(message_of("recent:1," + std::string(name) + "@5:1") == expected);
    }
  }

  TEST_CASE("has each component once") {
    CHECK(message_of("recent:1,recent:2") == "blend: expected each component once, got 'recent:2'");
    CHECK(message_of("item-to-item@5:1,sequence:1,item-to-item:2,recent:1") ==
          "blend: expected each component once, got 'item-to-item:2'");
  }
}
