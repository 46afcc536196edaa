#include "training/tile_kernel.h"

#include <array>

// This file includes no other code with templates: a function that two files share and compile for different
// instruction sets would be kept once by the linker, and could then run on a processor that lacks one of them.

#if defined(__clang__)
#define POCKETREC_UNROLL _Pragma("unroll")
#else
#define POCKETREC_UNROLL _Pragma("GCC unroll 16")
#endif

namespace pocketrec {
namespace {

namespace baseline {
#define POCKETREC_LANE_BYTES 16
#define POCKETREC_LANE_ROWS 4
#define POCKETREC_LANE_VECTORS 2
#define POCKETREC_LANE_TARGET
#include "training/tile_kernel_lanes.inc"
#undef POCKETREC_LANE_BYTES
#undef POCKETREC_LANE_ROWS
#undef POCKETREC_LANE_VECTORS
#undef POCKETREC_LANE_TARGET
}  // namespace baseline

#if defined(__x86_64__)
namespace avx2 {
#define POCKETREC_LANE_BYTES 32
#define POCKETREC_LANE_ROWS 4
#define POCKETREC_LANE_VECTORS 2
#define POCKETREC_LANE_TARGET __attribute__((target("avx2")))
#include "training/tile_kernel_lanes.inc"
#undef POCKETREC_LANE_BYTES
#undef POCKETREC_LANE_ROWS
#undef POCKETREC_LANE_VECTORS
#undef POCKETREC_LANE_TARGET
}  // namespace avx2

namespace avx512f {
#define POCKETREC_LANE_BYTES 64
#define POCKETREC_LANE_ROWS 8
#define POCKETREC_LANE_VECTORS 2
#define POCKETREC_LANE_TARGET __attribute__((target("avx512f")))
#include "training/tile_kernel_lanes.inc"
#undef POCKETREC_LANE_BYTES
#undef POCKETREC_LANE_ROWS
#undef POCKETREC_LANE_VECTORS
#undef POCKETREC_LANE_TARGET
}  // namespace avx512f
#endif

}  // namespace

std::span<const TileKernel> supported_tile_kernels() {
#if defined(__x86_64__)
  static constexpr std::array<TileKernel, 3> kKernels = {TileKernel{"baseline", baseline::subtract_product},
                                                         TileKernel{"avx2", avx2::subtract_product},
                                                         TileKernel{"avx512f", avx512f::subtract_product}};
  static const std::size_t supported = !__builtin_cpu_supports("avx2") ? 1 : !__builtin_cpu_supports("avx512f") ? 2 : 3;
  return std::span(kKernels).first(supported);
#else
  static constexpr std::array<TileKernel, 1> kKernels = {TileKernel{"baseline", baseline::subtract_product}};
  return kKernels;
#endif
}

}  // namespace pocketrec
