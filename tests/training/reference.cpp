#include "reference.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <random>
#include <utility>

namespace pocketrec::test {

Square inverse(Square a) {
  const std::size_t n = a.size;
  Square result(n);
  for (std::size_t i = 0; i < n; ++i) result.at(i, i) = 1;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a.at(i, k)) > std::fabs(a.at(best, k))) best = i;
    }
    for (std::size_t j = 0; j < n; ++j) {
      std::swap(a.at(k, j), a.at(best, j));
      std::swap(result.at(k, j), result.at(best, j));
    }
    const double pivot = a.at(k, k);
    for (std::size_t j = 0; j < n; ++j) {
      a.at(k, j) /= pivot;
      result.at(k, j) /= pivot;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double factor = a.at(i, k);
      if (i == k || factor == 0) continue;
      for (std::size_t j = 0; j < n; ++j) {
        a.at(i, j) -= factor * a.at(k, j);
        result.at(i, j) -= factor * result.at(k, j);
      }
    }
  }
  return result;
}

InteractionMatrix random_matrix(std::uint32_t users, std::uint32_t items, std::size_t pairs, std::uint64_t seed) {
  assert(users > 0 && items > 0);
  std::mt19937_64 random(seed);
  std::vector<UserItem> list;
  // Every item and user once, so that the textbook can divide by their numbers.
  for (std::uint32_t i = 0; i < items; ++i) list.push_back({i % users, i});
  for (std::uint32_t u = 0; u < users; ++u) list.push_back({u, u % items});
  for (std::size_t i = 0; i < pairs; ++i) {
    const auto user = static_cast<std::uint32_t>(random() % users);
    const std::uint64_t a = random() % items;
    const std::uint64_t b = random() % items;
    // Products of two uniform numbers crowd near zero: some items are popular.
    list.push_back({user, static_cast<ItemIndex>((a * b / items + user % 7) % items)});
  }
  return *make_interaction_matrix(std::move(list), users, items);
}

DenseItemToItem::DenseItemToItem(const InteractionMatrix& matrix, const ItemToItemOptions& options)
    : item_scale(matrix.n_items, 0.0), products(matrix.n_items), weights(matrix.n_items) {
  const std::size_t n = matrix.n_items;
  for (ItemIndex item : matrix.item) item_scale[item] += 1;
  for (double& value : item_scale) value = std::pow(value, -options.item_exponent);
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    const auto items = matrix.items_of(user);
    if (items.empty()) continue;
    const double scale = std::pow(static_cast<double>(items.size()), -options.user_exponent);
    for (ItemIndex i : items) {
      for (ItemIndex j : items) products.at(i, j) += scale * item_scale[i] * scale * item_scale[j];
    }
  }
  for (std::size_t i = 0; i < n; ++i) ridge += products.at(i, i) / static_cast<double>(n) * options.regularization;
  Square ridged = products;
  for (std::size_t i = 0; i < n; ++i) ridged.at(i, i) += ridge;
  const Square inverted = inverse(ridged);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) weights.at(i, j) = i == j ? 0 : -inverted.at(i, j) / inverted.at(j, j);
  }
}

std::vector<double> DenseItemToItem::refit(std::size_t target, const std::vector<ItemIndex>& sources,
                                           double ratio) const {
  const std::size_t n = sources.size();
  Square small(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) small.at(i, j) = products.at(sources[i], sources[j]);
    small.at(i, i) += ridge * ratio;
  }
  const Square inverted = inverse(small);
  std::vector<double> result(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result[i] += inverted.at(i, j) * products.at(sources[j], target);
  }
  return result;
}

std::uint64_t checksum(const SparseWeights& weights) {
  std::uint64_t sum = 14695981039346656037U;
  const auto add = [&sum](std::uint64_t value) { sum = (sum ^ value) * 1099511628211U; };
  for (std::uint64_t begin : weights.begin) add(begin);
  for (ItemIndex source : weights.source) add(source);
  for (float weight : weights.weight) add(std::bit_cast<std::uint32_t>(weight));
  return sum;
}

}  // namespace pocketrec::test
