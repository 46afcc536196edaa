#pragma once

#include <optional>
#include <string_view>

namespace pocketrec {

/// What a recipe is asked for (contract/recipes.md §1, types).
enum class RecipeKind { user_personalization, personalized_ranking, related_items, popular_items };

/// What the device knows of a recipe.
struct Recipe {
  std::string_view name;
  RecipeKind kind;
  bool has_scores;  ///< whether answers carry `score` (contract/runtime-api.md §5)
};

/// The recipe with that name; nothing when this program doesn't know it.
std::optional<Recipe> find_recipe(std::string_view name);

}  // namespace pocketrec
