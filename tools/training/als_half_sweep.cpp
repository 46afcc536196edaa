#include "training/als_half_sweep.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "domain/portable_log.h"
#include "training/symmetric_solver.h"

namespace pocketrec {
namespace {

constexpr std::size_t kListBlock = 128;  // vectors that are gathered before their products are added

struct HalfSweepScratch {
  HalfSweepScratch(std::size_t dimensions, std::size_t stride) : system(dimensions), gathered(kListBlock * stride) {}

  SymmetricSolver system;
  FloatBuffer gathered;
};

// Adds the products of the listed vectors, and as those with a further entry of 1 their sum: the right-hand side.
void add_list(std::span<const std::uint32_t> list, const FactorRows& fixed, HalfSweepScratch& scratch) {
  const std::size_t d = fixed.dimensions();
  const std::size_t stride = scratch.system.stride();
  while (!list.empty()) {
    const std::size_t count = std::min(kListBlock, list.size());
    for (std::size_t i = 0; i < count; ++i) {
      std::copy_n(fixed.row(list[i]), d, scratch.gathered.data() + i * stride);
      scratch.gathered.data()[i * stride + d] = 1;
    }
    add_products(scratch.gathered.data(), count, 1, scratch.system.row(0), d + 1, stride);
    list = list.subspan(count);
  }
}

}  // namespace

std::vector<float> gram_matrix(const FactorRows& rows, double weight) {
  const std::size_t d = rows.dimensions();
  FloatBuffer upper(d * rows.stride());
  add_products(rows.row(0), rows.rows(), static_cast<float>(weight), upper.data(), d, rows.stride());
  std::vector<float> gram(d * d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i; j < d; ++j) gram[i * d + j] = gram[j * d + i] = upper.data()[i * rows.stride() + j];
  }
  return gram;
}

double AlsWeights::ridge(std::size_t observed, std::size_t others) const {
  const double size = static_cast<double>(observed) + unobserved_weight * static_cast<double>(others);
  return regularization * portable_pow(size, exponent);
}

void half_sweep(const IndexLists& lists, const FactorRows& fixed, const AlsWeights& weights, FactorRows& out,
                unsigned workers, const TileReport& report) {
  const std::size_t d = fixed.dimensions();
  const std::vector<float> gram = gram_matrix(fixed, weights.unobserved_weight);
  std::vector<HalfSweepScratch> scratch;
  for (unsigned worker = 0; worker < workers; ++worker) scratch.emplace_back(d, fixed.stride() + 16);
  for_each_tile(
      workers, (lists.size() + kHalfSweepLists - 1) / kHalfSweepLists,
      [&](std::size_t piece, unsigned worker) {
        SymmetricSolver& system = scratch[worker].system;
        for (std::size_t i = piece * kHalfSweepLists; i < std::min(lists.size(), (piece + 1) * kHalfSweepLists); ++i) {
          const auto ridge = static_cast<float>(weights.ridge(lists[i].size(), fixed.rows()));
          system.start(d);
          for (std::size_t k = 0; k < d; ++k) {
            std::copy_n(gram.data() + k * d, d, system.row(k));
            system.row(k)[d] = 0;
          }
          system.row(d)[d] = 0;
          add_list(lists[i], fixed, scratch[worker]);
          for (std::size_t k = 0; k < d; ++k) system.row(k)[k] += ridge;
          system.solve(ridge, std::span(out.row(i), d));
        }
      },
      report);
}

}  // namespace pocketrec
