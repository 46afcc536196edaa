#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "datasets/number_buckets.h"
#include "datasets/value_weights.h"
#include "domain/field_value.h"
#include "domain/item_index.h"
#include "domain/scored_item.h"
#include "model/model.h"

namespace pocketrec {

inline constexpr int kStandInFractionBits = 16;

/// An item of the model that stands in for one that the model does not know, and how much.
struct StandIn {
  ItemIndex item = kNoItem;
  std::int32_t weight = 0;      ///< real weight × 2^kStandInFractionBits
  std::int32_t similarity = 0;  ///< cosine, likewise; above 0, at most 1.0

  /// What it contributes to the score of the item that it stands in for. score: its own.
  Score part_of(Score score) const { return (score >> kStandInFractionBits) * weight; }

  /// The similarity as a score.
  Score points() const { return Score{similarity} << (kScoreFractionBits - kStandInFractionBits); }

  bool operator==(const StandIn&) const = default;
};

/// Finds the items of a model that a record is like, by its categories, numbers and words, as train_content_model()
/// does for items of the training data that have few users: the score of an item is taken for a function of its values,
/// which kernel ridge regression over the most similar items gives as a weighted sum of their scores (Saunders et al.
/// 1998),
///   α = (K + λ I)⁻¹ k, K and k the cosines of vectors over the values (datasets/value_weights.h, with idf^1.5).
/// Only items that a list of the model leads to are asked. Knows nothing of the model once it is made.
class MetadataNeighbors {
 public:
  /// Cost: the cells of the columns of categories, numbers and words, and the entries of all neighbour lists. Keeps 8
  /// bytes of memory for each value of each item.
  explicit MetadataNeighbors(const Model& model);

  /// The kMostStandIns most similar items, the most similar first, of equal ones the lower row. cells: one for each
  /// column of the model's items. Empty for a record that shares no value with an item that can stand in. The same on
  /// every processor.
  std::vector<StandIn> of(std::span<const FieldValue> cells) const;

  static constexpr std::size_t kMostStandIns = 50;

 private:
  /// What a column's cells are, and where its values begin among all.
  struct Attribute {
    Field field;
    std::uint32_t first = 0;
    std::map<std::string, std::uint32_t, std::less<>> categories;  // codes of texts
    NumberBuckets buckets;                                         // of a column of numbers; empty: of another
  };

  /// The values of a record, ascending, and what they are multiplied by.
  struct Vector {
    std::vector<std::uint32_t> values;
    ValueWeights::Scale scale;
  };

  void add_attributes(const Column& column, const std::vector<char>& reached);
  void add_words(const Column& column, const std::vector<char>& reached);
  void add_value(ItemIndex item, std::uint32_t value, const std::vector<char>& reached);
  Vector vector_of(std::span<const FieldValue> cells) const;
  double cosine(const Vector& a, const Vector& b) const;

  std::vector<Attribute> attributes_;                       // by column
  std::unordered_map<std::uint32_t, std::uint32_t> words_;  // values by hash
  std::vector<std::size_t> items_with_;                     // each value
  ValueWeights weights_;
  std::vector<Vector> items_;
  std::vector<std::vector<ItemIndex>> items_of_;  // of each value, those that can stand in, ascending
};

}  // namespace pocketrec
