#include "training/normalized_interactions.h"

#include <cassert>
#include <cmath>

namespace pocketrec {
namespace {

constexpr double kLn2 = 0.693147180559945309417232121458;

double portable_exp(double value) {
  if (value < -700) return 0;
  if (value > 700) value = 700;
  const double halvings = std::floor(value / kLn2 + 0.5);
  const double rest = value - halvings * kLn2;
  double series = 1;
  for (int k = 18; k >= 1; --k) series = 1 + series * rest / k;
  return std::ldexp(series, static_cast<int>(halvings));
}

std::vector<double> powers_of_sizes(const IndexLists& lists, double exponent) {
  std::vector<double> powers(lists.size());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    powers[i] = portable_power(static_cast<double>(lists[i].size()), exponent);
  }
  return powers;
}

}  // namespace

double portable_log(double value) {
  int exponent = 0;
  double fraction = std::frexp(value, &exponent);
  if (fraction < 0.70710678118654752) {
    fraction *= 2;
    --exponent;
  }
  // ln f = 2 artanh s; |s| ≤ 0.1716, so that the eleventh term is below 1e-17 of the first.
  const double s = (fraction - 1) / (fraction + 1);
  double series = 0;
  for (int k = 23; k >= 1; k -= 2) series = series * (s * s) + 1.0 / k;
  return exponent * kLn2 + 2 * s * series;
}

double portable_power(double base, double exponent) {
  assert(base >= 1);
  return portable_exp(exponent * portable_log(base));
}

IndexLists transposed(const IndexLists& lists, std::size_t columns) {
  IndexLists result;
  result.begin.assign(columns + 1, 0);
  result.index.resize(lists.index.size());
  for (std::uint32_t column : lists.index) ++result.begin[std::size_t{column} + 1];
  for (std::size_t column = 0; column < columns; ++column) result.begin[column + 1] += result.begin[column];
  std::vector<std::uint64_t> place(result.begin.begin(), result.begin.end() - 1);
  for (std::size_t list = 0; list < lists.size(); ++list) {
    for (std::uint32_t column : lists[list]) result.index[place[column]++] = static_cast<std::uint32_t>(list);
  }
  return result;
}

NormalizedInteractions normalize_interactions(const InteractionMatrix& matrix, double user_exponent,
                                              double item_exponent) {
  NormalizedInteractions result;
  std::vector<ItemIndex> compact(matrix.n_items, 0);
  for (ItemIndex item : matrix.item) compact[item] = 1;
  for (ItemIndex item = 0; item < matrix.n_items; ++item) {
    if (compact[item] == 0) continue;
    compact[item] = static_cast<ItemIndex>(result.original_item.size());
    result.original_item.push_back(item);
  }
  result.items_of_user.index.reserve(matrix.item.size());
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    const auto items = matrix.items_of(user);
    if (items.empty()) continue;
    for (ItemIndex item : items) result.items_of_user.index.push_back(compact[item]);
    result.items_of_user.begin.push_back(result.items_of_user.index.size());
  }
  result.users_of_item = transposed(result.items_of_user, result.original_item.size());
  result.user_scale = powers_of_sizes(result.items_of_user, -user_exponent);
  result.item_scale = powers_of_sizes(result.users_of_item, -item_exponent);
  return result;
}

}  // namespace pocketrec
