#pragma once

#include <array>
#include <cstddef>

namespace pocketrec {

/// e^x to about 1e-15 relative, from additions and multiplications in a fixed order, so that it has the same bits on
/// every target (the C library's differs between them). 0 below x = -745.
double portable_exp(double x);

/// Numbers that portable_exps() works on together. Compilers make vector instructions of them, which wait less for each
/// other than those of fewer numbers would.
inline constexpr std::size_t kExpLanes = 16;

/// Puts portable_exp() of each number in its place, to the same bits and in about two thirds of the time.
void portable_exps(std::array<double, kExpLanes>& x);

}  // namespace pocketrec
