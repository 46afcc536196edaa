#include "training/als_half_sweep.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "domain/portable_log.h"
#include "training/symmetric_solver.h"
#include "training/tile_kernel.h"

namespace pocketrec {
namespace {

constexpr std::size_t kGramBlock = 1024;  // rows that are summed before they are added to what there is
constexpr std::size_t kListBlock = 128;
constexpr std::size_t kStrip = 16;  // rows of a product that are computed from the diagonal on: half of it is mirrored

// The side's vectors as a product wants them: once as they are, with a 1 behind each for the right-hand side, and once
// negated, because the kernel subtracts.
struct Gathered {
  explicit Gathered(std::size_t stride) : vectors(kListBlock * stride), negated(kListBlock * stride) {}

  void fill(std::span<const std::uint32_t> list, const FactorRows& fixed, std::size_t stride) {
    const std::size_t d = fixed.dimensions();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const float* const row = fixed.row(list[i]);
      float* const vector = vectors.data() + i * stride;
      float* const opposite = negated.data() + i * stride;
      std::copy_n(row, d, vector);
      vector[d] = 1;
      for (std::size_t k = 0; k < d; ++k) opposite[k] = -row[k];
    }
  }

  FloatBuffer vectors;
  FloatBuffer negated;
};

struct Scratch {
  Scratch(std::size_t dimensions, std::size_t stride) : gathered(stride), system(dimensions * stride) {}

  Gathered gathered;
  FloatBuffer system;  // upper triangle, right-hand side in column `dimensions`
};

void add_products(const Gathered& gathered, std::size_t count, std::size_t dimensions, std::size_t stride,
                  float* system) {
  const SubtractProduct subtract_product = fastest_tile_kernel().subtract_product;
  for (std::size_t first = 0; first < dimensions; first += kStrip) {
    subtract_product(gathered.negated.data() + first, stride, gathered.vectors.data() + first, stride,
                     system + first * stride + first, stride, std::min(kStrip, dimensions - first), stride - first,
                     count);
  }
}

}  // namespace

std::vector<float> gram_matrix(const FactorRows& rows, double weight, unsigned workers) {
  const std::size_t d = rows.dimensions();
  const std::size_t stride = rows.stride();
  const SubtractProduct subtract_product = fastest_tile_kernel().subtract_product;
  FloatBuffer negative(d * stride);
  for_each_tile(workers, (d + kStrip - 1) / kStrip, [&](std::size_t strip, unsigned) {
    const std::size_t first = strip * kStrip;
    for (std::size_t row = 0; row < rows.rows(); row += kGramBlock) {
      subtract_product(rows.row(row) + first, stride, rows.row(row) + first, stride,
                       negative.data() + first * stride + first, stride, std::min(kStrip, d - first), stride - first,
                       std::min(kGramBlock, rows.rows() - row));
    }
  });
  std::vector<float> gram(d * d);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i; j < d; ++j) {
      const double sum = -static_cast<double>(negative.data()[i * stride + j]);
      gram[i * d + j] = gram[j * d + i] = static_cast<float>(weight * sum);
    }
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
  const std::size_t stride = (d + 1 + 15) / 16 * 16;
  const std::vector<float> gram = gram_matrix(fixed, weights.unobserved_weight, workers);
  std::vector<Scratch> scratch;
  for (unsigned worker = 0; worker < workers; ++worker) scratch.emplace_back(d, stride);
  for_each_tile(
      workers, (lists.size() + kHalfSweepLists - 1) / kHalfSweepLists,
      [&](std::size_t piece, unsigned worker) {
        Gathered& gathered = scratch[worker].gathered;
        float* const system = scratch[worker].system.data();
        for (std::size_t i = piece * kHalfSweepLists; i < std::min(lists.size(), (piece + 1) * kHalfSweepLists); ++i) {
          for (std::size_t k = 0; k < d; ++k) {
            std::copy_n(gram.data() + k * d, d, system + k * stride);
            std::fill(system + k * stride + d, system + (k + 1) * stride, 0.0F);
          }
          for (auto rest = lists[i]; !rest.empty();) {
            const auto block = rest.first(std::min(kListBlock, rest.size()));
            gathered.fill(block, fixed, stride);
            add_products(gathered, block.size(), d, stride, system);
            rest = rest.subspan(block.size());
          }
          const auto ridge = static_cast<float>(weights.ridge(lists[i].size(), fixed.rows()));
          for (std::size_t k = 0; k < d; ++k) system[k * stride + k] += ridge;
          solve_symmetric(system, stride, d, ridge, out.row(i));
        }
      },
      report);
}

}  // namespace pocketrec
