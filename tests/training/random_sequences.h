#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "reference.h"
#include "training/item_sequences.h"
#include "training/sequence_products.h"

namespace pocketrec::test {

/// Sequences of 0 to `longest` items of falling popularity, in which what follows depends a little on what was before.
inline ItemSequences random_sequences(std::mt19937_64& random, std::uint32_t items, std::size_t count,
                                      std::size_t longest) {
  ItemSequences sequences;
  sequences.n_items = items;
  for (std::size_t s = 0; s < count; ++s) {
    const std::size_t length = random() % (longest + 1);
    for (std::size_t i = 0; i < length; ++i) {
      const auto any = static_cast<ItemIndex>((random() % items) * (random() % items) / items);
      const bool follows = i > 0 && random() % 3 == 0;
      sequences.item.push_back(follows ? (sequences.item.back() + 1) % items : any);
    }
    sequences.begin.push_back(sequences.item.size());
  }
  return sequences;
}

/// FᵀF and TᵀF in doubles, from features that are written out for every position of every sequence.
struct DenseSequenceSums {
  DenseSequenceSums(const ItemSequences& sequences, const std::vector<TimeScale>& scales)
      : n_items(sequences.n_items), products(sequences.n_items * scales.size()), targets(n_items * products.size, 0.0) {
    for (std::size_t s = 0; s < sequences.size(); ++s) {
      const auto items = sequences[s];
      for (std::size_t t = 1; t < items.size(); ++t) {
        std::vector<double> features(products.size, 0.0);
        for (std::size_t scale = 0; scale < scales.size(); ++scale) {
          for (std::size_t p = 0; p < t; ++p) {
            if (p + scales[scale].window < t) continue;
            const auto age = static_cast<double>(t - 1 - p);
            features[scale * n_items + items[p]] += std::exp(-age / scales[scale].scale);
          }
        }
        for (std::size_t a = 0; a < features.size(); ++a) {
          for (std::size_t b = 0; b < features.size(); ++b) products.at(a, b) += features[a] * features[b];
          targets[items[t] * features.size() + a] += features[a];
        }
      }
    }
  }

  double target_sum(std::size_t target, std::size_t feature) const { return targets[target * products.size + feature]; }

  std::size_t n_items;
  Square products;
  std::vector<double> targets;  ///< n_items × features
};

}  // namespace pocketrec::test
