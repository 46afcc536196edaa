#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/list_rules.h"
#include "datasets/named_filter.h"
#include "datasets/schema.h"
#include "domain/field_value.h"
#include "model/attribute_scores.h"
#include "model/recommender.h"

namespace pocketrec {

/// One metadata column: a cell for every row.
struct ColumnContents {
  Field field;
  std::vector<FieldValue> cells;
};

/// Items or users. ids in strictly ascending byte order.
struct RecordContents {
  std::vector<std::string> ids;
  std::vector<ColumnContents> columns;
};

/// Sparse weights by source item (schemas/model.fbs, NeighborLists).
struct NeighborContents {
  std::string name;
  std::vector<std::uint32_t> offsets;  ///< items + 1
  std::vector<std::uint32_t> items;    ///< targets, ascending within a row
  std::vector<std::int8_t> weights;
  std::vector<std::uint32_t> scales;  ///< one a target item, 2^-28 units
};

/// One score an item in units of 2^-24 (schemas/model.fbs, ItemScores).
struct ItemScoreContents {
  std::string name;
  std::vector<std::uint32_t> values;
};

/// Dense vectors of the items (schemas/model.fbs, Factors).
struct FactorContents {
  std::string name;
  std::uint32_t dimensions = 0;
  std::vector<std::int8_t> values;    ///< items × dimensions
  std::vector<std::uint32_t> scales;  ///< one an item, 2^-28 units
  std::vector<float> gram;            ///< dimensions × dimensions
  double regularization = 0;
  double exponent = 1;
  double unobserved = 0;
};

/// A categorical column of the interactions (schemas/model.fbs, ContextColumn). values: strictly ascending.
struct ContextColumnContents {
  std::string name;
  std::vector<std::string> values;
};

/// Sparse scores of items by the values of a column (schemas/model.fbs, AttributeScores), which are those of the
/// context column, or the sorted distinct ones of the user column's cells.
struct AttributeContents {
  std::string name;
  AttributeScores::Source source = AttributeScores::Source::context;
  std::uint32_t column = 0;
  std::vector<std::uint32_t> offsets;  ///< values + 1
  std::vector<std::uint32_t> items;    ///< ascending within a row
  std::vector<std::int8_t> weights;
  std::vector<std::uint32_t> scales;  ///< one a value, 2^-28 units
};

/// Newest events of each user, oldest first (schemas/model.fbs, Histories). One entry an event in all but offsets.
struct HistoryContents {
  std::vector<std::uint32_t> offsets;  ///< users + 1
  std::vector<std::uint32_t> items;
  std::vector<std::uint32_t> event_types;
  std::vector<std::int64_t> times;  ///< epoch seconds
  std::vector<float> values = {};   ///< NaN: none; or no entry at all, when no event has one
  /// By context column, or none at all: 0 for none, else 1 + position among the column's values.
  std::vector<std::vector<std::uint32_t>> contexts = {};
};

/// Everything that goes into a model file, in memory.
struct ModelContents {
  RecordContents items;
  RecordContents users;
  std::vector<std::string> event_types;  ///< strictly ascending
  std::vector<Field> interaction_fields;
  std::vector<NeighborContents> neighbor_lists;
  std::vector<ItemScoreContents> item_scores;
  std::vector<FactorContents> factors;
  std::vector<ContextColumnContents> context_columns;
  std::vector<AttributeContents> attribute_scores;
  std::optional<HistoryContents> histories;
  std::vector<Recommender> recommenders;
  std::vector<NamedFilter> filters;
  std::vector<ModelMetric> metrics;
  Provenance provenance;
  std::vector<NamedRules> list_rules = {};
};

}  // namespace pocketrec
