#pragma once

#include <array>
#include <cstddef>

namespace pocketrec {

/// e^x to about 1e-15 relative, from additions and multiplications in a fixed order, so that it has the same bits on
/// every target (the C library's differs between them). 0 below x = -745.
double portable_exp(double x);

/// Numbers that portable_exps() works on together: what compilers make vector instructions of.
inline constexpr std::size_t kExpLanes = 8;

/// Puts portable_exp() of each number in its place, to the same bits and in less than half the time.
void portable_exps(std::array<double, kExpLanes>& x);

}  // namespace pocketrec
