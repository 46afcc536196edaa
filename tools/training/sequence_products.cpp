#include "training/sequence_products.h"

#include <algorithm>
#include <cmath>

#include "domain/portable_exp.h"

namespace pocketrec {
namespace {

constexpr int kTableFractionBits = 16;

std::int64_t fixed(double value) {
  return std::llround(std::ldexp(value, kTableFractionBits));
}

// From the product of two table entries, and from one.
std::int64_t summand(std::int64_t a, std::int64_t b) {
  return (a * b) >> (2 * kTableFractionBits - kSequenceFractionBits);
}
std::int64_t summand(std::int64_t a) {
  return a << (kSequenceFractionBits - kTableFractionBits);
}

}  // namespace

SequenceProducts::SequenceProducts(const ItemSequences& sequences, std::span<const TimeScale> scales)
    : sequences_(&sequences), scales_(scales.begin(), scales.end()) {
  for (const TimeScale& scale : scales_) {
    decay_.emplace_back();
    for (int age = 0; age < static_cast<int>(scale.window); ++age) {
      decay_.back().push_back(fixed(portable_exp(-age / scale.scale)));
    }
  }
  for (const TimeScale& a : scales_) {
    for (const TimeScale& b : scales_) {
      std::vector<std::int64_t> sums = {0};
      double sum = 0;
      for (int age = 0; age < static_cast<int>(std::min(a.window, b.window)); ++age) {
        sum += portable_exp(-age / a.scale) * portable_exp(-age / b.scale);
        sums.push_back(fixed(sum));
      }
      overlap_.push_back(std::move(sums));
    }
  }
  places_begin_.assign(n_items() + 1, 0);
  for (const ItemIndex item : sequences.item) ++places_begin_[item + 1];
  for (std::size_t item = 0; item < n_items(); ++item) places_begin_[item + 1] += places_begin_[item];
  std::vector<std::uint64_t> next(places_begin_.begin(), places_begin_.end() - 1);
  places_.resize(sequences.item.size());
  for (std::uint32_t sequence = 0; sequence < sequences.size(); ++sequence) {
    const auto items = sequences[sequence];
    for (std::uint32_t position = 0; position < items.size(); ++position) {
      places_[next[items[position]]++] = {sequence, position};
    }
  }
}

void SequenceProducts::feature_row(std::uint32_t feature, SumRow& out) const {
  out.clear();
  const std::size_t a = feature / n_items();
  const auto own_item = static_cast<ItemIndex>(feature % n_items());
  const std::size_t own_window = scales_[a].window;
  for (const Place place : places_of(own_item)) {
    const auto items = (*sequences_)[place.sequence];
    const std::size_t p = place.position;
    if (p + 1 >= items.size()) continue;
    for (std::size_t b = a; b < scales_.size(); ++b) {
      const std::size_t window = scales_[b].window;
      const auto first = static_cast<std::uint32_t>(b * n_items());
      const auto add = [&](std::size_t q, std::int64_t decay, std::size_t count) {
        const std::uint32_t other = first + items[q];
        if (other < feature) return;
        if (const std::int64_t value = summand(decay, overlap(a, b, count)); value > 0) out.add(other, value);
      };
      // Both features are there from the later of the two positions on, until the first leaves its window.
      const std::size_t rest = items.size() - 1 - p;
      for (std::size_t lag = std::min(p, window - 1); lag > 0; --lag) {
        add(p - lag, decay_[b][lag], std::min({rest, own_window, window - lag}));
      }
      for (std::size_t lag = 0; lag < std::min(own_window, rest); ++lag) {
        add(p + lag, decay_[a][lag], std::min({rest - lag, own_window - lag, window}));
      }
    }
  }
}

void SequenceProducts::target_row(ItemIndex target, SumRow& out) const {
  out.clear();
  for (const Place place : places_of(target)) {
    const auto items = (*sequences_)[place.sequence];
    for (std::size_t s = 0; s < scales_.size(); ++s) {
      const auto first = static_cast<std::uint32_t>(s * n_items());
      const std::size_t count = std::min<std::size_t>(place.position, scales_[s].window);
      for (std::size_t age = 0; age < count; ++age) {
        const std::int64_t value = summand(decay_[s][age]);
        if (value > 0) out.add(first + items[place.position - 1 - age], value);
      }
    }
  }
}

std::uint64_t most_feature_entries(const ItemSequences& sequences, std::span<const TimeScale> scales) {
  std::uint64_t pairs = 0;
  for (std::size_t sequence = 0; sequence < sequences.size(); ++sequence) {
    const std::uint64_t length = sequences[sequence].size();
    for (std::size_t a = 0; a < scales.size(); ++a) {
      for (std::size_t b = a; b < scales.size(); ++b) {
        pairs +=
            length * std::min<std::uint64_t>(length, std::max(scales[a].window, scales[b].window)) * (a == b ? 1 : 2);
      }
    }
  }
  return pairs;
}

}  // namespace pocketrec
