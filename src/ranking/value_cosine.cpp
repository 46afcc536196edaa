#include "ranking/value_cosine.h"

#include <cmath>
#include <cstddef>

namespace pocketrec {

Share value_cosine(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
  if (a.empty() || b.empty()) return 0;
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    common += a[i] == b[j] ? 1 : 0;
    const bool moves_a = a[i] <= b[j];
    if (b[j] <= a[i]) ++j;
    if (moves_a) ++i;
  }
  return as_share(static_cast<double>(common) / std::sqrt(static_cast<double>(a.size() * b.size())));
}

}  // namespace pocketrec
