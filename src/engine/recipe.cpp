#include "engine/recipe.h"

#include <array>
#include <string>

namespace pocketrec {
namespace {

using enum RecipeKind;

constexpr bool kScores = true;
constexpr bool kNoScores = false;
constexpr bool kUser = true;
constexpr bool kNoUser = false;

// The popular use cases are documented to need a userId; their answer does not depend on it, so none is asked for.
constexpr std::array<Recipe, 18> kRecipes = {{
    {"aws-user-personalization", user_personalization, kScores, kUser, "", ""},
    {"aws-user-personalization-v2", user_personalization, kScores, kUser, "", "aws-user-personalization"},
    {"aws-personalized-ranking", personalized_ranking, kScores, kUser, "", ""},
    {"aws-personalized-ranking-v2", personalized_ranking, kScores, kUser, "", "aws-personalized-ranking"},
    {"aws-similar-items", related_items, kNoScores, kNoUser, "", ""},
    {"aws-sims", related_items, kNoScores, kNoUser, "", ""},
    {"aws-popularity-count", popular_items, kNoScores, kNoUser, "", ""},
    {"aws-trending-now", trending_items, kNoScores, kNoUser, "", ""},

    {"aws-ecomm-popular-items-by-views", popular_items, kNoScores, kNoUser, "", ""},
    {"aws-ecomm-popular-items-by-purchases", popular_items, kNoScores, kNoUser, "", ""},
    {"aws-ecomm-frequently-bought-together", related_items, kNoScores, kNoUser, "", ""},
    {"aws-ecomm-customers-who-viewed-x-also-viewed", related_items, kNoScores, kUser, "Purchase", ""},
    {"aws-ecomm-recommended-for-you", user_personalization, kNoScores, kUser, "Purchase", "aws-user-personalization"},
    {"aws-vod-because-you-watched-x", related_items, kNoScores, kUser, "Watch", ""},
    {"aws-vod-more-like-x", related_items, kNoScores, kUser, "Watch", "aws-similar-items"},
    {"aws-vod-most-popular", popular_items, kNoScores, kNoUser, "", ""},
    {"aws-vod-trending-now", trending_items, kNoScores, kNoUser, "", "aws-trending-now"},
    {"aws-vod-top-picks", user_personalization, kNoScores, kUser, "Watch", "aws-user-personalization"},
}};

}  // namespace

std::span<const Recipe> all_recipes() {
  return kRecipes;
}

std::optional<Recipe> find_recipe(std::string_view name) {
  for (const Recipe& recipe : kRecipes) {
    if (recipe.name == name) return recipe;
  }
  return std::nullopt;
}

std::optional<Recipe> find_recipe_by_short_name(std::string_view name) {
  for (const char* beginning : {"", "aws-", "aws-ecomm-", "aws-vod-"}) {
    if (const auto recipe = find_recipe(beginning + std::string(name))) return recipe;
  }
  return std::nullopt;
}

}  // namespace pocketrec
