#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "domain/item_index.h"
#include "training/similar_items.h"

namespace pocketrec {

/// An item that may become a neighbour.
struct NeighborCandidate {
  float similarity = 0;
  ItemIndex item = 0;
  std::uint32_t preferred = 0;  ///< decides between equally similar ones: the higher first, then the lower row
};

/// Sources that one piece of work fills a NeighborTable for.
inline constexpr std::size_t kSourcesOfPiece = 16;

/// The best candidates of each source, in memory that is there from the start: keep() doesn't allocate.
class NeighborTable {
 public:
  /// sources: rows of the catalogue, ascending · width: neighbours of each at most.
  NeighborTable(std::vector<ItemIndex> sources, std::size_t width)
      : sources_(std::move(sources)), width_(width), count_(sources_.size(), 0), kept_(sources_.size() * width) {}

  const std::vector<ItemIndex>& sources() const { return sources_; }

  /// Keeps the best of the candidates for sources()[position], best first; reorders them. Different positions may be
  /// filled by different threads at once.
  void keep(std::size_t position, std::vector<NeighborCandidate>& candidates);

  /// All lists by row, empty for rows that are no sources. Precondition: sources are below n_items.
  SimilarItems lists(std::size_t n_items) const;

 private:
  std::vector<ItemIndex> sources_;
  std::size_t width_;
  std::vector<std::size_t> count_;
  std::vector<NeighborCandidate> kept_;
};

}  // namespace pocketrec
