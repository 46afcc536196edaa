#include "engine/recipe.h"

#include <doctest/doctest.h>

#include <set>
#include <string_view>

namespace pocketrec {

TEST_SUITE("recipes") {
  TEST_CASE("have different names, and stand-ins that exist, ask for the same and stand on their own") {
    std::set<std::string_view> names;
    for (const Recipe& recipe : all_recipes()) {
      CAPTURE(recipe.name);
      CHECK(names.insert(recipe.name).second);
      CHECK(recipe.name.starts_with("aws-"));
      if (recipe.stand_in.empty()) continue;
      const auto stand_in = find_recipe(recipe.stand_in);
      REQUIRE(stand_in);
      CHECK(stand_in->kind == recipe.kind);
      CHECK(stand_in->stand_in.empty());
    }
    CHECK(names.size() == 18);
  }
  TEST_CASE("of use cases have no scores") {
    for (const Recipe& recipe : all_recipes()) {
      if (recipe.name.starts_with("aws-ecomm-") || recipe.name.starts_with("aws-vod-")) CHECK(!recipe.has_scores);
    }
  }
  TEST_CASE("are found by their short names, custom recipes before use cases") {
    const auto name_of = [](std::string_view name) { return find_recipe_by_short_name(name).value_or(Recipe{}).name; };
    CHECK(name_of("top-picks") == "aws-vod-top-picks");
    CHECK(name_of("recommended-for-you") == "aws-ecomm-recommended-for-you");
    CHECK(name_of("trending-now") == "aws-trending-now");
    CHECK(name_of("vod-trending-now") == "aws-vod-trending-now");
    CHECK(name_of("aws-sims") == "aws-sims");
    CHECK(name_of("sim").empty());
    CHECK(name_of("").empty());
  }
}

}  // namespace pocketrec
