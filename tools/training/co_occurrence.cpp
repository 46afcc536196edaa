#include "training/co_occurrence.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace pocketrec {
namespace {

double co_occurrence_of(std::int64_t sum) {
  return static_cast<double>(sum) * (1.0 / (std::int64_t{1} << kCoOccurrenceFractionBits));
}

// Users that the longest `count` lists have between them.
std::size_t longest_lists(const IndexLists& lists, std::size_t count) {
  std::vector<std::size_t> lengths(lists.size());
  for (std::size_t i = 0; i < lists.size(); ++i) lengths[i] = lists[i].size();
  std::sort(lengths.rbegin(), lengths.rend());
  lengths.resize(std::min(lengths.size(), count));
  return std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
}

}  // namespace

class CoOccurrence::ListReader final : public Products::Reader {
 public:
  ListReader(const CoOccurrence& products, std::size_t most_rows)
      : products_(products),
        sums_(products.size()),
        count_(products.interactions_->n_users(), 0),
        place_(products.interactions_->n_users(), 0),
        entries_(longest_lists(products.interactions_->users_of_item, most_rows)),
        sum_(most_rows, 0) {
    users_.reserve(std::min(entries_.size(), count_.size()));
  }

  void row(std::uint32_t row, std::vector<Product>& out) override {
    sums_.clear();
    for (const std::uint32_t user : users_of(row)) {
      for (const std::uint32_t other : products_.interactions_->items_of_user[user]) {
        sums_.add(other, products_.weight_[user]);
      }
    }
    out.clear();
    for (const std::uint32_t other : sums_.touched()) {
      out.push_back({other, products_.product(row, other, sums_[other])});
    }
  }

  // For each user the positions in `rows` that are theirs, so that a pair costs the users whom it shares.
  void among(std::span<const std::uint32_t> rows, float* out, std::size_t stride) override {
    for (const std::uint32_t row : rows) {
      for (const std::uint32_t user : users_of(row)) {
        if (count_[user]++ == 0) users_.push_back(user);
      }
    }
    std::uint64_t next = 0;
    for (const std::uint32_t user : users_) {
      place_[user] = next;
      next += count_[user];
      count_[user] = 0;
    }
    assert(next <= entries_.size() && rows.size() <= sum_.size());
    for (std::size_t q = 0; q < rows.size(); ++q) {
      std::fill_n(sum_.begin(), q + 1, 0);
      for (const std::uint32_t user : users_of(rows[q])) {
        std::uint32_t* const entries = entries_.data() + place_[user];
        entries[count_[user]++] = static_cast<std::uint32_t>(q);
        for (std::uint32_t i = 0; i < count_[user]; ++i) sum_[entries[i]] += products_.weight_[user];
      }
      for (std::size_t p = 0; p <= q; ++p) out[p * stride + q] = products_.product(rows[p], rows[q], sum_[p]);
    }
    for (const std::uint32_t user : users_) count_[user] = 0;
    users_.clear();
  }

 private:
  std::span<const std::uint32_t> users_of(std::size_t item) const {
    return products_.interactions_->users_of_item[item];
  }

  const CoOccurrence& products_;
  SumRow sums_;
  std::vector<std::uint32_t> count_;    // per user: how many of the entries are written
  std::vector<std::uint64_t> place_;    // per user: the first entry
  std::vector<std::uint32_t> entries_;  // positions in `rows`, by user
  std::vector<std::uint32_t> users_;    // that occur
  std::vector<std::int64_t> sum_;
};

CoOccurrence::CoOccurrence(const NormalizedInteractions& interactions) : interactions_(&interactions) {
  weight_.reserve(interactions.n_users());
  for (const double scale : interactions.user_scale) {
    weight_.push_back(std::max<std::int64_t>(1, std::llround(std::ldexp(scale * scale, kCoOccurrenceFractionBits))));
  }
}

void CoOccurrence::upper_row(std::uint32_t item, SumRow& out) const {
  out.clear();
  for (const std::uint32_t user : interactions_->users_of_item[item]) {
    const auto items = interactions_->items_of_user[user];
    for (auto other = std::lower_bound(items.begin(), items.end(), item); other != items.end(); ++other) {
      out.add(*other, weight_[user]);
    }
  }
}

float CoOccurrence::product(std::uint32_t item, std::uint32_t other, std::int64_t sum) const {
  return static_cast<float>(co_occurrence_of(sum) *
                            (interactions_->item_scale[item] * interactions_->item_scale[other]));
}

std::vector<double> CoOccurrence::diagonal() const {
  std::vector<double> diagonal(size());
  for (std::size_t item = 0; item < size(); ++item) {
    std::int64_t sum = 0;
    for (const std::uint32_t user : interactions_->users_of_item[item]) sum += weight_[user];
    diagonal[item] = co_occurrence_of(sum) * (interactions_->item_scale[item] * interactions_->item_scale[item]);
  }
  return diagonal;
}

std::unique_ptr<Products::Reader> CoOccurrence::reader(std::size_t most_rows) const {
  return std::make_unique<ListReader>(*this, most_rows);
}

}  // namespace pocketrec
