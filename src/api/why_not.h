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
  blocked,         ///< a rule keeps it out of every list
  left_out,        ///< the recipe leaves out what the user bought or watched (contract/recipes.md §4)
  filtered,        ///< the request's filter, or one that the rules of the recommender ask for
  too_irrelevant,  ///< its relevance is below the least that the rules ask for
  capped,          ///< the list has as many items of one of its values as a rule allows
  shown_before,    ///< it sank, because it was shown so often, and otherwise it would be in the list
  diversified,     ///< items above it are like it, and otherwise it would be in the list
  seen_before,     ///< items that the user had come last, and otherwise it would be in the list
  promoted_away,   ///< items of promotions, or pinned ones, stand in its place
  below_the_list,  ///< others have higher scores
};

/// What is known of the item.
struct WhyNotResponse {
  std::string item_id;
  ListStage stage = ListStage::in_list;
  std::string text;                  ///< the stage for people, one sentence
  std::vector<std::string> clauses;  ///< filtered: the expressions that keep it out, each whole
  std::string cap_column;            ///< capped: of which rule; else empty
  std::string cap_value;             ///< capped: which of its values is full; else empty
  std::string promotion_name;        ///< in_list: of the promotion that put it there; else empty
  std::size_t candidates = 0;        ///< items that the recipe and the filter let through
  std::optional<std::size_t> rank;   ///< among these, 1 for the best; nothing when it is not one of them
  std::optional<double> score;       ///< as answers have it, where the recipe has scores
  std::vector<ScoreCause> causes;    ///< of its score; empty when the catalogue has it not
};

}  // namespace pocketrec
