#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace pocketrec {

/// c[i][j] −= Σ_k a[k][i] · b[k][j], the product of all dense work of the training.
/// a: depth × rows, b: depth × columns, c: rows × columns, row-major float32 with the given strides (in floats); c
/// overlaps neither a nor b. Any sizes, also zero. Every output's sum starts at zero, takes k in ascending order with a
/// rounded product and a rounded sum at each step, and is subtracted once: the same bits with every kernel.
using SubtractProduct = void (*)(const float* a, std::size_t a_stride, const float* b, std::size_t b_stride, float* c,
                                 std::size_t c_stride, std::size_t rows, std::size_t columns, std::size_t depth);

/// One implementation for an instruction set.
struct TileKernel {
  std::string_view name;  ///< "baseline", "avx2", "avx512f"
  SubtractProduct subtract_product;
};

/// Kernels that this processor can run, the portable one first, the fastest last. Never empty.
std::span<const TileKernel> supported_tile_kernels();

/// The fastest of them.
inline const TileKernel& fastest_tile_kernel() {
  return supported_tile_kernels().back();
}

}  // namespace pocketrec
