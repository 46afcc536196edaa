#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "api/get_recommendations.h"

namespace pocketrec {

/// Our extension: why an item is not in the list of a request.
struct WhyNotRequest {
  GetRecommendationsRequest list;
  std::string item_id;
};

/// Where an item left the way from the catalogue to the list.
enum class ListStage {
  in_list,         ///< it did not
  not_in_catalog,  ///< no item has the id
  item_on_screen,  ///< the item that the request is about is not among its related items
  left_out,        ///< the recipe leaves out what the user bought or watched (contract/recipes.md §4)
  filtered,        ///< the request's filter
  seen_before,     ///< items that the user had come last, and otherwise it would be in the list
  promoted_away,   ///< items of promotions stand in its place
  below_the_list,  ///< others have higher scores
};

/// What is known of the item.
struct WhyNotResponse {
  std::string item_id;
  ListStage stage = ListStage::in_list;
  std::string text;                  ///< the stage for people, one sentence
  std::vector<std::string> clauses;  ///< filtered: the expressions that keep it out, each whole
  std::string promotion_name;        ///< in_list: of the promotion that put it there; else empty
  std::size_t candidates = 0;        ///< items that the recipe and the filter let through
  std::optional<std::size_t> rank;   ///< among these, 1 for the best; nothing when it is not one of them
  std::optional<double> score;       ///< as answers have it, where the recipe has scores
  std::vector<ScoreCause> causes;    ///< of its score; empty when the catalogue has it not
};

}  // namespace pocketrec
