#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace pocketrec {

/// What a recipe is asked for (contract/recipes.md §1, types). Trending items are popular items whose first part, an
/// item-scores part, gives way to what the device has counted itself (engine/trends.h).
enum class RecipeKind { user_personalization, personalized_ranking, related_items, popular_items, trending_items };

/// What the device knows of a recipe (contract/recipes.md §1 and §4).
struct Recipe {
  std::string_view name;
  RecipeKind kind{};
  bool has_scores = false;  ///< whether answers carry `score` (contract/runtime-api.md §5)
  bool needs_user = false;  ///< whether a list without `userId` is refused; related items need `itemId` besides

  /// Whether answers say `reason` (contract/runtime-api.md §2).
  bool has_reasons() const { return kind == RecipeKind::user_personalization && has_scores; }

  /// The automatic filter: items with which the user has an event of this type, compared without case, are left out of
  /// every list, promotions included; the filters of the request work on the rest. All events that are known of the
  /// user count. Empty: none.
  std::string_view leaves_out;

  /// The recipe whose recommender answers for this one when the model has none of this one. Empty: none does.
  std::string_view stand_in;
};

/// All recipes for items that this program knows.
std::span<const Recipe> all_recipes();

/// The recipe with that name; nothing when this program doesn't know it.
std::optional<Recipe> find_recipe(std::string_view name);

/// The recipe that a short name means: its name with or without its beginning `aws-`, `aws-ecomm-` or `aws-vod-`,
/// tried in this order. `top-picks` means aws-vod-top-picks. Nothing when there is none.
std::optional<Recipe> find_recipe_by_short_name(std::string_view name);

}  // namespace pocketrec
