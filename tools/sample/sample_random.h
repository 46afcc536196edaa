#pragma once

#include <cassert>
#include <cstdint>
#include <span>

namespace pocketrec {

/// Random numbers of the sample: SplitMix64 (Steele, Lea, Flood 2014). Integers only, and none of the standard
/// distributions, whose results differ between libraries.
class SampleRandom {
 public:
  /// What a stream is for. Things of the same seed but another purpose or index have unrelated streams, so that a
  /// household does not depend on those made before it.
  enum class Purpose : std::uint64_t { catalogue = 1, description = 2, household = 3 };

  SampleRandom(std::uint64_t seed, Purpose purpose, std::uint64_t index) : state_(seed) {
    state_ = next() ^ static_cast<std::uint64_t>(purpose);
    state_ = next() ^ index;
  }

  /// 64 random bits.
  std::uint64_t next() {
    state_ += 0x9E37'79B9'7F4A'7C15U;
    std::uint64_t bits = state_;
    bits = (bits ^ (bits >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    bits = (bits ^ (bits >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return bits ^ (bits >> 31U);
  }

  /// 0 to n - 1. Precondition: n > 0.
  std::uint32_t below(std::uint32_t n) {
    assert(n > 0);
    return static_cast<std::uint32_t>(((next() >> 32U) * n) >> 32U);
  }
  /// low to high, both included. Precondition: low <= high.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) { return low + below(high - low + 1); }

  /// True in `percent` of a hundred cases.
  bool chance(std::uint32_t percent) { return below(100) < percent; }

  /// One of the values. Precondition: there is one.
  template <typename T>
  const T& pick(std::span<const T> values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }

  /// A place in `weights`, as often as its weight says. Precondition: their sum is from 1 to 2^32 - 1.
  std::uint32_t weighted(std::span<const std::uint32_t> weights) {
    std::uint32_t sum = 0;
    for (std::uint32_t weight : weights) sum += weight;
    std::uint32_t left = below(sum);
    std::uint32_t place = 0;
    while (left >= weights[place]) left -= weights[place++];
    return place;
  }

 private:
  std::uint64_t state_;
};

}  // namespace pocketrec
