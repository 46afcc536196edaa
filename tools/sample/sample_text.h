#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

#include "sample/sample_genre.h"
#include "sample/sample_random.h"

namespace pocketrec {

/// Makes up titles from the words of a genre, never the same twice.
class TitleMaker {
 public:
  /// Rarely, when a genre's words are used up, the title gets a number: "Quiet House No. 20001".
  std::string make(const SampleGenre& genre, SampleRandom& random);

 private:
  std::unordered_set<std::string> taken_;
};

/// Number of motifs that sample_description() knows.
std::uint32_t sample_motifs();

/// A sentence about an item. series: false for a film. motif: what its taste circle has in common, below
/// sample_motifs(); so a part of what the columns hide is in the text.
std::string sample_description(const SampleGenre& genre, bool series, std::uint32_t motif, SampleRandom& random);

}  // namespace pocketrec
