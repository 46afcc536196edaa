#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "model/factors.h"
#include "packing/model_contents.h"

namespace pocketrec {

/// Item vectors with entries up to about 1 and their Gram matrix; the same for the same random numbers, on any machine.
inline FactorContents random_factors(std::mt19937& random, std::uint32_t items, std::uint32_t dimensions) {
  FactorContents factors;
  factors.name = "factors-" + std::to_string(dimensions);
  factors.dimensions = dimensions;
  std::vector<double> real;
  for (std::uint32_t item = 0; item < items; ++item) {
    factors.scales.push_back(static_cast<std::uint32_t>(random()) >> (11 + random() % 3));
    for (std::uint32_t k = 0; k < dimensions; ++k) {
      factors.values.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
      real.push_back(factors.values.back() * (factors.scales.back() * 0x1p-28));
    }
  }
  constexpr double kUnobservedWeight = 0.0625;
  for (std::uint32_t i = 0; i < dimensions; ++i) {
    for (std::uint32_t j = 0; j < dimensions; ++j) {
      double sum = 0;
      for (std::uint32_t item = 0; item < items; ++item)
        sum += real[item * dimensions + i] * real[item * dimensions + j];
      factors.gram.push_back(static_cast<float>(sum * kUnobservedWeight));
    }
  }
  factors.regularization = 0.0078125;
  factors.exponent = random() % 2 == 0 ? 1 : 0.75;
  factors.unobserved = kUnobservedWeight * items;
  return factors;
}

/// A view as the reader would make it.
inline Factors view_of(const FactorContents& contents) {
  return {contents.dimensions,     contents.values,   contents.scales,    contents.gram,
          contents.regularization, contents.exponent, contents.unobserved};
}

/// Entry k of an item's vector.
inline double real_entry(const Factors& factors, std::size_t item, std::size_t k) {
  return factors.row(item)[k] * (factors.scales[item] * 0x1p-28);
}

}  // namespace pocketrec
