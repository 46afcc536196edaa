#include "scoring/metadata_neighbors.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "datasets/cell_values.h"
#include "datasets/text_words.h"
#include "scoring/symmetric_system.h"

namespace pocketrec {
namespace {

/// λ; the cosines are at most 1. As the workbench's `content_regularization`.
constexpr double kRegularization = 6;

/// Likewise; as `word_weight`.
constexpr double kWordWeight = 0.5;
constexpr unsigned kIdfExponent = 3;  // of squared weights

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

MetadataNeighbors::MetadataNeighbors(const Model& model) : items_(model.items().size()) {
  const std::vector<char> reached = reached_items(model);
  for (const Column& column : model.items().columns()) add_attributes(column, reached);
  const auto first_word = static_cast<std::uint32_t>(items_with_.size());
  for (const Column& column : model.items().columns()) {
    if (column.field().textual) add_words(column, reached);
  }
  weights_ = {idf_weights(items_with_, items_.size(), first_word, kIdfExponent), first_word, kWordWeight};
  for (Vector& item : items_) {
    std::sort(item.values.begin(), item.values.end());
    item.scale = weights_.scale_of(item.values);
  }
}

void MetadataNeighbors::add_value(ItemIndex item, std::uint32_t value, const std::vector<char>& reached) {
  if (value >= items_with_.size()) {
    items_with_.resize(value + 1, 0);
    items_of_.resize(value + 1);
  }
  ++items_with_[value];
  items_[item].values.push_back(value);
  if (reached[item] != 0) items_of_[value].push_back(item);
}

void MetadataNeighbors::add_attributes(const Column& column, const std::vector<char>& reached) {
  const Field& field = column.field();
  Attribute attribute{field, static_cast<std::uint32_t>(items_with_.size()), {}, NumberBuckets({})};
  const auto add_room = [&](std::size_t n_values) {
    items_with_.resize(attribute.first + n_values, 0);
    items_of_.resize(items_with_.size());
  };
  if (names_categories(field)) {
    add_room(column.dictionary().size());
    for (std::uint32_t code = 0; code < column.dictionary().size(); ++code) {
      attribute.categories.emplace(column.dictionary()[code], code);
    }
    for (ItemIndex item = 0; item < items_.size(); ++item) {
      column.for_each_code(item, [&](std::uint32_t code) { add_value(item, attribute.first + code, reached); });
    }
  } else if (measures(field)) {
    std::vector<double> numbers;
    for (ItemIndex item = 0; item < items_.size(); ++item) {
      if (const auto number = column.number(item)) numbers.push_back(*number);
    }
    attribute.buckets = NumberBuckets(std::move(numbers));
    add_room(NumberBuckets::kValues);
    for (ItemIndex item = 0; item < items_.size(); ++item) {
      const auto number = column.number(item);
      if (!number) continue;
      for (const std::uint32_t value : attribute.buckets.of(*number)) add_value(item, attribute.first + value, reached);
    }
  }
  attributes_.push_back(std::move(attribute));
}

void MetadataNeighbors::add_words(const Column& column, const std::vector<char>& reached) {
  for (ItemIndex item = 0; item < items_.size(); ++item) {
    column.for_each_code(item, [&](std::uint32_t code) {
      for (const std::uint32_t word : word_hashes(column.dictionary()[code])) {
        const auto next = static_cast<std::uint32_t>(items_with_.size());
        add_value(item, words_.try_emplace(word, next).first->second, reached);
      }
    });
  }
}

MetadataNeighbors::Vector MetadataNeighbors::vector_of(std::span<const FieldValue> cells) const {
  Vector vector;
  for (std::size_t c = 0; c < attributes_.size(); ++c) {
    const Attribute& attribute = attributes_[c];
    if (names_categories(attribute.field)) {
      for (const std::string& text : cell_values(cells[c], attribute.field)) {
        const auto known = attribute.categories.find(text);
        if (known != attribute.categories.end()) vector.values.push_back(attribute.first + known->second);
      }
    } else if (const auto* text = std::get_if<std::string>(&cells[c]); text != nullptr && attribute.field.textual) {
      for (const std::uint32_t word : word_hashes(*text)) {
        if (const auto known = words_.find(word); known != words_.end()) vector.values.push_back(known->second);
      }
    } else if (const auto number = number_of(cells[c]); number && !attribute.buckets.empty()) {
      for (const std::uint32_t value : attribute.buckets.of(*number)) vector.values.push_back(attribute.first + value);
    }
  }
  std::sort(vector.values.begin(), vector.values.end());
  vector.scale = weights_.scale_of(vector.values);
  return vector;
}

double MetadataNeighbors::cosine(const Vector& a, const Vector& b) const {
  double sum = 0;
  for (std::size_t i = 0, j = 0; i < a.values.size() && j < b.values.size();) {
    const std::uint32_t left = a.values[i];
    const std::uint32_t right = b.values[j];
    if (left == right) sum += weights_.product(left, a.scale, b.scale);
    i += left <= right ? 1 : 0;
    j += right <= left ? 1 : 0;
  }
  return std::min(1.0, sum);
}

std::vector<StandIn> MetadataNeighbors::of(std::span<const FieldValue> cells) const {
  const Vector own = vector_of(cells);
  std::vector<ItemIndex> sharing;
  for (const std::uint32_t value : own.values) {
    if (weights_.product(value, own.scale, own.scale) > 0)
      sharing.insert(sharing.end(), items_of_[value].begin(), items_of_[value].end());
  }
  std::sort(sharing.begin(), sharing.end());
  sharing.erase(std::unique(sharing.begin(), sharing.end()), sharing.end());
  std::vector<std::pair<double, ItemIndex>> similar;
  for (const ItemIndex item : sharing) similar.emplace_back(-cosine(own, items_[item]), item);
  std::sort(similar.begin(), similar.end());
  similar.resize(std::min(similar.size(), kMostStandIns));

  const std::size_t size = similar.size();
  std::vector<double> kernel(size * size);
  std::vector<double> right(size);
  for (std::size_t p = 0; p < size; ++p) {
    for (std::size_t q = 0; q < size; ++q) {
      kernel[p * size + q] = cosine(items_[similar[p].second], items_[similar[q].second]);
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
