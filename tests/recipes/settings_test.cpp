#include "recipes/settings.h"

#include <doctest/doctest.h>

#include <string>

using namespace pocketrec;

TEST_SUITE("settings") {
  TEST_CASE("every setting takes its own default as help shows it") {
    for (const SettingDescription& setting : setting_descriptions()) {
      CAPTURE(setting.name);
      ModelSettings settings;
      CHECK(set(settings, std::string(setting.name) + "=" + setting.default_value));
    }
  }

  TEST_CASE("a value reaches its member") {
    ModelSettings settings;
    CHECK(set(settings, "neighbors=17"));
    CHECK(set(settings, "regularization=2.5"));
    CHECK(set(settings, "demote_seen=true"));
    CHECK(set(settings, "softmax_scale=4"));
    CHECK(settings.neighbors == 17);
    CHECK(settings.regularization == 2.5);
    CHECK(settings.demote_seen == true);
    CHECK(settings.softmax_scale == 4.0);
    CHECK(set(settings, "demote_seen=auto"));
    CHECK(set(settings, "softmax_scale=auto"));
    CHECK_FALSE(settings.demote_seen.has_value());
    CHECK_FALSE(settings.softmax_scale.has_value());
  }

  TEST_CASE("a value outside the range is refused with the range, and changes nothing") {
    for (const char* wrong : {"neighbors=0", "neighbors=4097", "neighbors=12.5", "neighbors=-1",
                              "neighbors=", "neighbors=12x", "neighbors=nan"}) {
      CAPTURE(wrong);
      ModelSettings settings;
      const auto outcome = set(settings, wrong);
      REQUIRE_FALSE(outcome);
      CHECK(outcome.error().message == "setting neighbors: expected 1 to 4096, got '" +
                                           std::string(wrong).substr(std::string("neighbors=").size()) + "'");
      CHECK(settings.neighbors == ModelSettings().neighbors);
    }
    ModelSettings settings;
    CHECK_FALSE(set(settings, "demote_seen=yes"));
    CHECK_FALSE(set(settings, "regularization=inf"));
  }

  TEST_CASE("an unknown name is refused with the known ones") {
    ModelSettings settings;
    for (const char* wrong : {"neighbours=3", "neighbors", "=3", ""}) {
      CAPTURE(wrong);
      const auto outcome = set(settings, wrong);
      REQUIRE_FALSE(outcome);
      CHECK(outcome.error().message.find("one of events, neighbors") != std::string::npos);
      CHECK(outcome.error().message.find("got '" + std::string(wrong) + "'") != std::string::npos);
    }
  }
}
