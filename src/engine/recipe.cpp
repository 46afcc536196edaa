#include "engine/recipe.h"

#include <array>

namespace pocketrec {
namespace {

constexpr std::array<Recipe, 4> kRecipes = {{
    {"aws-user-personalization", RecipeKind::user_personalization, true},
    {"aws-personalized-ranking", RecipeKind::personalized_ranking, true},
    {"aws-similar-items", RecipeKind::related_items, false},
    {"aws-popularity-count", RecipeKind::popular_items, false},
}};

}  // namespace

std::optional<Recipe> find_recipe(std::string_view name) {
  for (const Recipe& recipe : kRecipes) {
    if (recipe.name == name) return recipe;
  }
  return std::nullopt;
}

}  // namespace pocketrec
