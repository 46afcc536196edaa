#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "packing/model_contents.h"
#include "scoring/random_factors.h"

namespace pocketrec {

/// Two neighbour lists, item scores and factors over that many items; the same for the same state of `random`.
inline ModelContents random_contents(std::mt19937& random, std::uint32_t items) {
  ModelContents contents;
  for (std::uint32_t i = 0; i < items; ++i) contents.items.ids.push_back(std::to_string(1000 + i));
  for (int list = 0; list < 2; ++list) {
    NeighborContents lists{"lists-" + std::to_string(list), {0}, {}, {}, {}};
    for (std::uint32_t row = 0; row < items; ++row) {
      for (std::uint32_t target = 0; target < items; ++target) {
        if (random() % 3 != 0) continue;
        lists.items.push_back(target);
        lists.weights.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
      }
      lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
      lists.scales.push_back(static_cast<std::uint32_t>(random()) >> (4 + random() % 12));
    }
    contents.neighbor_lists.push_back(std::move(lists));
  }
  ItemScoreContents scores{"scores", {}};
  for (std::uint32_t i = 0; i < items; ++i) scores.values.push_back(static_cast<std::uint32_t>(random()));
  contents.item_scores.push_back(std::move(scores));
  contents.factors.push_back(random_factors(random, items, 1 + static_cast<std::uint32_t>(random() % 20)));
  contents.provenance.tool_version = "test";
  contents.provenance.data_fingerprint = "random";
  return contents;
}

}  // namespace pocketrec
