#pragma once

namespace pocketrec {

/// e^x to about 1e-15 relative, from additions and multiplications in a fixed order, so that it has the same bits on
/// every target (the C library's differs between them). 0 below x = -745.
double portable_exp(double x);

}  // namespace pocketrec
