#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace pocketrec {

/// What models are solved from, as rows of integer sums over users.
enum class SumKind {
  co_occurrence,  ///< CoOccurrence::upper_row() of an item, in rows of the catalogue
  features,       ///< SequenceSums::feature_row()
  targets,        ///< SequenceSums::target_row()
};

inline constexpr SumKind kSumKinds[] = {SumKind::co_occurrence, SumKind::features, SumKind::targets};

/// Rows, and entries that a row can have, of a kind of sums over a catalogue.
struct SumShape {
  std::uint32_t rows = 0;
  std::uint32_t entries = 0;
};
SumShape sum_shape(SumKind kind, std::uint32_t n_items, std::uint32_t n_scales);

/// Hears a summand, above 0, of a row's sum at an index.
using AddSummand = std::function<void(std::uint32_t index, std::int64_t summand)>;

/// Sums that were counted before, for instance on several machines, each with some of the users. A trainer that is
/// given them reads them instead of counting; its result has the same bits.
class CountedSums {
 public:
  virtual ~CountedSums() = default;

  /// Calls add for summands of a row that together are its sums. Thread-safe. A row that cannot be read has none:
  /// whoever reads sums from a file has to tell of that afterwards.
  virtual void read_row(SumKind kind, std::uint32_t row, const AddSummand& add) const = 0;
};

/// The sums of disjoint sets of users together.
class AddedSums final : public CountedSums {
 public:
  /// The parts must outlive it.
  explicit AddedSums(std::vector<const CountedSums*> parts) : parts_(std::move(parts)) {}

  void read_row(SumKind kind, std::uint32_t row, const AddSummand& add) const override {
    for (const CountedSums* part : parts_) part->read_row(kind, row, add);
  }

 private:
  std::vector<const CountedSums*> parts_;
};

}  // namespace pocketrec
