#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pocketrec {

/// The vectors that records are likened by, one entry for each metadata value. A vector has two parts, attributes
/// (categories, buckets of numbers) and words of a text; each is brought to length 1 on its own, so that a long text
/// counts no more than a short one, then the words are multiplied by word_weight, and the whole is brought to length 1.
struct ValueWeights {
  std::vector<double> squared;   ///< of each value, before any of that; ≥ 0
  std::uint32_t first_word = 0;  ///< values from this on are words
  double word_weight = 1;        ///< ≥ 0

  /// What the two parts of a record's vector are multiplied by; 0 for a part without weight.
  struct Scale {
    double attributes = 0;
    double words = 0;

    bool is_zero() const { return attributes == 0 && words == 0; }
  };

  /// Scale of a record. values: distinct, below squared.size().
  Scale scale_of(std::span<const std::uint32_t> values) const;

  /// What a value that two records share adds to their cosine.
  double product(std::uint32_t value, const Scale& a, const Scale& b) const {
    return squared[value] * (value < first_word ? a.attributes * b.attributes : a.words * b.words);
  }
};

/// Squared weights of values, idf^exponent with idf = ln(items / items that have the value) (Spärck Jones, Journal of
/// Documentation 28(1), 1972). 0 for a value that no item has, and for a word that more than a tenth of the items have:
/// it would tell little, and cost a look at all of these. items_with: of each value, how many items have it.
std::vector<double> idf_weights(std::span<const std::size_t> items_with, std::size_t items, std::uint32_t first_word,
                                unsigned exponent);

}  // namespace pocketrec
