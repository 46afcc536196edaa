#include <cmath>
#include <limits>
#include <string>

#include "domain/utf8.h"
#include "model/model_reader.h"
#include "model_generated.h"

// The part of ModelReader that dense item vectors are read by.
namespace pocketrec {
namespace {

constexpr float kLargestGram = 0x1p40F;
constexpr double kLeastRegularization = 1e-12;
constexpr double kLargestRegularization = 1e9;
constexpr double kLargestExponent = 4;
constexpr double kLargestUnobserved = 1e12;

Result<void> check_gram(std::span<const float> gram, std::size_t dimensions, const std::string& where) {
  for (std::size_t row = 0; row < dimensions; ++row) {
    for (std::size_t column = 0; column < dimensions; ++column) {
      const float entry = gram[row * dimensions + column];
      std::string expected;
      if (!(std::fabs(entry) <= kLargestGram)) expected = "entries between -2^40 and 2^40";
      if (row == column && entry < 0) expected = "no negative entry on the diagonal";
      if (expected.empty() && entry != gram[column * dimensions + row]) expected = "a symmetric matrix";
      if (expected.empty()) continue;
      return corrupt(where, expected,
                     std::to_string(entry) + " in row " + std::to_string(row) + ", column " + std::to_string(column));
    }
  }
  return {};
}

}  // namespace

Result<Factors> ModelReader::factors(const format::Factors& packed, const std::string& where) {
  const std::size_t rows = model_->items_.size();
  Factors factors;
  factors.dimensions = packed.dimensions();
  if (factors.dimensions < 1 || factors.dimensions > kMaxDimensions) {
    return corrupt(where, "1 to 512 dimensions", std::to_string(factors.dimensions));
  }
  // A 32-bit target could hold the items and not be able to count their values.
  if (rows > std::numeric_limits<std::size_t>::max() / factors.dimensions) {
    return corrupt(where, "values that fit the address space", std::to_string(rows) + " rows of them");
  }
  const auto values = sections_.numbers<std::int8_t>(packed.values(), rows * factors.dimensions, where + " values");
  if (!values) return values.error();
  factors.values = *values;
  for (const std::int8_t value : factors.values) {
    if (value == INT8_MIN) return corrupt(where, "values of -127 to 127", "-128");
  }
  const auto scales = sections_.numbers<std::uint32_t>(packed.scales(), rows, where + " scales");
  if (!scales) return scales.error();
  factors.scales = *scales;
  for (const std::uint32_t scale : factors.scales) {
    if (scale > std::uint32_t{1} << kFactorScaleFractionBits) {
      return corrupt(where, "scales up to 2^28", std::to_string(scale));
    }
  }
  const auto gram = sections_.numbers<float>(packed.gram(), factors.dimensions * factors.dimensions, where + " gram");
  if (!gram) return gram.error();
  factors.gram = *gram;
  if (auto ok = check_gram(factors.gram, factors.dimensions, where + " gram"); !ok) return ok.error();
  factors.regularization = packed.regularization();
  if (!(factors.regularization >= kLeastRegularization && factors.regularization <= kLargestRegularization)) {
    return corrupt(where, "a regularization of 1e-12 to 1e9", std::to_string(factors.regularization));
  }
  factors.exponent = packed.exponent();
  if (!(factors.exponent >= 0 && factors.exponent <= kLargestExponent)) {
    return corrupt(where, "an exponent of 0 to 4", std::to_string(factors.exponent));
  }
  factors.unobserved = packed.unobserved();
  if (!(factors.unobserved >= 0 && factors.unobserved <= kLargestUnobserved)) {
    return corrupt(where, "an unobserved part of 0 to 1e12", std::to_string(factors.unobserved));
  }
  return factors;
}

Result<void> ModelReader::read_factors(const format::Model& packed) {
  if (packed.factors() == nullptr) return {};
  for (const auto* packed_factors : *packed.factors()) {
    const std::string name = packed_factors->name()->str();
    if (!is_utf8(name)) return corrupt("factors", "names in UTF-8", "other bytes");
    auto read = factors(*packed_factors, "factors " + name);
    if (!read) return read.error();
    model_->factors_.push_back(*read);
  }
  return {};
}

}  // namespace pocketrec
