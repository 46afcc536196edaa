#include "scoring/metadata_neighbors.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "datasets/cell_values.h"
#include "domain/portable_log.h"
#include "scoring/symmetric_system.h"

namespace pocketrec {
namespace {

/// λ; the cosines are at most 1. As the workbench's `content_regularization`.
constexpr double kRegularization = 6;

/// Items that some neighbour list leads to: of the others no score says anything.
std::vector<char> reached_items(const Model& model) {
  std::vector<char> reached(model.items().size(), 0);
  for (const NeighborLists& lists : model.neighbor_lists()) {
    for (std::size_t i = 0; i < lists.items.size(); ++i) reached[lists.items[i]] = 1;
  }
  return reached;
}

std::int32_t fixed(double value) {
  return static_cast<std::int32_t>(std::lround(std::ldexp(value, kStandInFractionBits)));
}

}  // namespace

MetadataNeighbors::MetadataNeighbors(const Model& model) : values_(model.items().size()) {
  const std::vector<char> reached = reached_items(model);
  for (const Column& column : model.items().columns()) add_column(column, reached);
  const auto n = static_cast<double>(values_.size());
  for (const std::size_t count : items_with_) {
    const double idf = count < 1 ? 0 : portable_log(n / static_cast<double>(count));
    weight_.push_back(idf * idf * idf);
  }
  for (std::vector<std::uint32_t>& own : values_) std::sort(own.begin(), own.end());
}

void MetadataNeighbors::add_column(const Column& column, const std::vector<char>& reached) {
  const Field& field = column.field();
  Attribute attribute{field, static_cast<std::uint32_t>(items_with_.size()), {}, NumberBuckets({})};
  const auto add = [&](ItemIndex item, std::uint32_t value) {
    ++items_with_[attribute.first + value];
    values_[item].push_back(attribute.first + value);
    if (reached[item] != 0) items_of_[attribute.first + value].push_back(item);
  };
  const auto add_room = [&](std::size_t n_values) {
    items_with_.resize(attribute.first + n_values, 0);
    items_of_.resize(items_with_.size());
  };
  if (names_categories(field)) {
    add_room(column.dictionary().size());
    for (std::uint32_t code = 0; code < column.dictionary().size(); ++code) {
      attribute.categories.emplace(column.dictionary()[code], code);
    }
    for (ItemIndex item = 0; item < values_.size(); ++item) {
      column.for_each_code(item, [&](std::uint32_t code) { add(item, code); });
    }
  } else if (measures(field)) {
    std::vector<double> numbers;
    for (ItemIndex item = 0; item < values_.size(); ++item) {
      if (const auto number = column.number(item)) numbers.push_back(*number);
    }
    attribute.buckets = NumberBuckets(std::move(numbers));
    add_room(NumberBuckets::kValues);
    for (ItemIndex item = 0; item < values_.size(); ++item) {
      const auto number = column.number(item);
      if (!number) continue;
      for (const std::uint32_t value : attribute.buckets.of(*number)) add(item, value);
    }
  }
  attributes_.push_back(std::move(attribute));
}

std::vector<std::uint32_t> MetadataNeighbors::values_of(std::span<const FieldValue> cells) const {
  std::vector<std::uint32_t> values;
  for (std::size_t c = 0; c < attributes_.size(); ++c) {
    const Attribute& attribute = attributes_[c];
    if (names_categories(attribute.field)) {
      for (const std::string& text : cell_values(cells[c], attribute.field)) {
        const auto known = attribute.categories.find(text);
        if (known != attribute.categories.end()) values.push_back(attribute.first + known->second);
      }
    } else if (const auto number = number_of(cells[c]); number && !attribute.buckets.empty()) {
      for (const std::uint32_t value : attribute.buckets.of(*number)) values.push_back(attribute.first + value);
    }
  }
  std::sort(values.begin(), values.end());
  return values;
}

double MetadataNeighbors::length_of(std::span<const std::uint32_t> values) const {
  double sum = 0;
  for (const std::uint32_t value : values) sum += weight_[value];
  return std::sqrt(sum);
}

double MetadataNeighbors::cosine(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) const {
  double shared = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) shared += weight_[a[i]];
    const bool next_of_a = a[i] <= b[j];
    const bool next_of_b = b[j] <= a[i];
    i += next_of_a ? 1 : 0;
    j += next_of_b ? 1 : 0;
  }
  return shared == 0 ? 0 : std::min(1.0, shared / (length_of(a) * length_of(b)));
}

std::vector<StandIn> MetadataNeighbors::of(std::span<const FieldValue> cells) const {
  const std::vector<std::uint32_t> own = values_of(cells);
  std::vector<ItemIndex> sharing;
  for (const std::uint32_t value : own) {
    if (weight_[value] > 0) sharing.insert(sharing.end(), items_of_[value].begin(), items_of_[value].end());
  }
  std::sort(sharing.begin(), sharing.end());
  sharing.erase(std::unique(sharing.begin(), sharing.end()), sharing.end());
  std::vector<std::pair<double, ItemIndex>> similar;
  for (const ItemIndex item : sharing) similar.emplace_back(-cosine(own, values_[item]), item);
  std::sort(similar.begin(), similar.end());
  similar.resize(std::min(similar.size(), kMostStandIns));

  const std::size_t size = similar.size();
  std::vector<double> kernel(size * size);
  std::vector<double> right(size);
  for (std::size_t p = 0; p < size; ++p) {
    for (std::size_t q = 0; q < size; ++q) {
      kernel[p * size + q] = cosine(values_[similar[p].second], values_[similar[q].second]);
    }
    kernel[p * size + p] += kRegularization;
    right[p] = -similar[p].first;
  }
  std::vector<double> alpha = right;
  solve_symmetric_system(kernel, alpha);
  std::vector<StandIn> result;
  for (std::size_t p = 0; p < size; ++p) {
    result.push_back({similar[p].second, fixed(alpha[p]), std::max(1, fixed(right[p]))});
  }
  return result;
}

}  // namespace pocketrec
