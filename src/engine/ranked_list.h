#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"
#include "engine/apply_rules.h"
#include "engine/list_request.h"

namespace pocketrec {

/// An item of a list, and what put it there.
struct RankedItem {
  ScoredItem item;
  std::optional<std::size_t> promotion;  ///< of the request; nothing: its score
  bool is_extra = false;                 ///< only a promotion put it there: its score alone would not have
  bool is_pinned = false;                ///< a rule put it there
};

/// How the catalogue was ranked for a request.
struct RankedList {
  ListRequest request;
  ItemMask candidates;                    ///< that the recipe and the request's filter let through
  const Scores* scores;                   ///< of the catalogue; good until this thread scores again
  std::vector<ScoredItem> best;           ///< of the candidates, as many as were asked for
  std::vector<RankedItem> items;          ///< the list, with what was promoted and pinned
  std::vector<RuledCandidate> pool = {};  ///< what rules did to candidates; empty without rules
};

}  // namespace pocketrec
