#include "training/metadata_similarity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "training/neighbor_table.h"
#include "training/parallel_tiles.h"

namespace pocketrec {
namespace {

struct MetadataScratch {
  std::vector<double> product;
  std::vector<ItemIndex> touched;
  std::vector<NeighborCandidate> neighbors;
};

SimilarItems train(const ItemValues& values, std::span<const std::uint8_t> is_source,
                   std::span<const std::uint32_t> preferred, const MetadataSimilarityOptions& options) {
  const std::size_t n = values.n_items();
  const ItemVectors vectors = item_vectors(values, 2, options.word_weight, 1, options.most_items);

  const unsigned workers = worker_count(options.threads);
  std::vector<MetadataScratch> scratch(workers);
  for (MetadataScratch& one : scratch) {
    one.product.assign(n, 0.0);
    one.touched.reserve(n);
    one.neighbors.reserve(n);
  }
  std::vector<ItemIndex> sources;
  for (std::size_t item = 0; item < n; ++item) {
    if (is_source[item] != 0) sources.push_back(static_cast<ItemIndex>(item));
  }
  const std::size_t width = std::min<std::size_t>(options.neighbors, n == 0 ? 0 : n - 1);
  NeighborTable table(std::move(sources), width);
  const std::size_t n_sources = table.sources().size();
  const std::size_t pieces = steps_of(n_sources, kSourcesOfPiece);
  for_each_tile(
      workers, pieces,
      [&](std::size_t piece, unsigned worker) {
        MetadataScratch& own = scratch[worker];
        for (std::size_t s = piece * kSourcesOfPiece; s < std::min(n_sources, (piece + 1) * kSourcesOfPiece); ++s) {
          const ItemIndex source = table.sources()[s];
          for (const std::uint32_t value : vectors.values_of_item[source]) {
            if (vectors.product(value, source, source) == 0) continue;
            for (const std::uint32_t item : vectors.items_of_value[value]) {
              if (own.product[item] == 0) own.touched.push_back(item);
              own.product[item] += vectors.product(value, source, item);
            }
          }
          own.neighbors.clear();
          for (const ItemIndex item : own.touched) {
            const double cosine = own.product[item];
            own.product[item] = 0;
            if (item != source) {
              own.neighbors.push_back({std::min(static_cast<float>(cosine), 1.0F), item, preferred[item]});
            }
          }
          own.touched.clear();
          table.keep(s, own.neighbors);
        }
      },
      stage_report(options.progress, "metadata", pieces));

  return table.lists(n);
}

}  // namespace

Result<SimilarItems> train_metadata_similarity(const ItemValues& values, std::span<const std::uint8_t> is_source,
                                               std::span<const std::uint32_t> preferred,
                                               const MetadataSimilarityOptions& options) {
  assert(is_source.size() == values.n_items() && preferred.size() == values.n_items());
  const auto checked = OptionCheck("metadata")
                           .in_range("neighbors", options.neighbors, 1, HUGE_VAL)
                           .in_range("word_weight", options.word_weight, 0, 100)
                           .threads(options.threads)
                           .result();
  if (!checked) return checked.error();
  try {
    return train(values, is_source, preferred, options);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "metadata: expected memory for " + std::to_string(values.n_items()) +
                                               " items × " + std::to_string(options.neighbors) +
                                               " neighbours, got less"};
  }
}

}  // namespace pocketrec
