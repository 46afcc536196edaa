#pragma once

namespace pocketrec {

/// ln x to about 1e-15, with the same bits on every target, as portable_exp(). Precondition: x is finite and above 0.
double portable_log(double x);

/// base^exponent by the two; exponents 0 and 1 are exact. 0 where it would be below 1e-300.
/// Preconditions: base is above 0, the power is below 1e300.
double portable_pow(double base, double exponent);

}  // namespace pocketrec
