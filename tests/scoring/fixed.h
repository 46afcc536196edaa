#pragma once

#include <cmath>

#include "domain/scores.h"

namespace pocketrec {

/// A real number as a score, in fixed point.
inline Score fixed(double real) {
  return static_cast<Score>(std::ldexp(real, kScoreFractionBits));
}

}  // namespace pocketrec
