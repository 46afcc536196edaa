#include <algorithm>
#include <string>

#include "domain/utf8.h"
#include "model/model_reader.h"
#include "model_generated.h"

// The part of ModelReader that reads what context and user metadata say.
namespace pocketrec {

Result<void> ModelReader::read_context_columns(const format::Model& packed) {
  if (packed.context_columns() == nullptr) return {};
  std::vector<ContextColumn>& columns = model_->context_columns_;
  for (const auto* packed_column : *packed.context_columns()) {
    ContextColumn column{packed_column->name()->str(), {}};
    const bool repeated = std::any_of(columns.begin(), columns.end(), [&](const ContextColumn& other) {
      return same_field_name(other.name, column.name);
    });
    if (column.name.empty() || !is_utf8(column.name) || repeated) {
      return corrupt("context columns", "different names in UTF-8", "'" + column.name + "'");
    }
    const auto values = sections_.strings(packed_column->values(), "context column " + column.name);
    if (!values) return values.error();
    column.values = *values;
    columns.push_back(std::move(column));
  }
  return {};
}

Result<std::size_t> ModelReader::values_of(const AttributeScores& scores, const std::string& where) const {
  const bool of_user = scores.source == AttributeScores::Source::user;
  const std::size_t columns = of_user ? model_->users_.columns().size() : model_->context_columns_.size();
  if (scores.column >= columns) {
    return corrupt(where, "a column below " + std::to_string(columns), std::to_string(scores.column));
  }
  if (!of_user) return model_->context_columns_[scores.column].values.size();
  const Column& column = model_->users_.columns()[scores.column];
  if (column.field().type != FieldType::string) return corrupt(where, "a text column", column.field().name);
  return column.dictionary().size();
}

Result<AttributeScores> ModelReader::attribute_scores(const format::AttributeScores& packed, const std::string& where) {
  AttributeScores scores;
  if (packed.source() != format::AttributeSource::context && packed.source() != format::AttributeSource::user) {
    return corrupt(where, "a known source", std::to_string(static_cast<unsigned>(packed.source())));
  }
  scores.source = packed.source() == format::AttributeSource::user ? AttributeScores::Source::user
                                                                   : AttributeScores::Source::context;
  scores.column = packed.column();
  const auto rows = values_of(scores, where);
  if (!rows) return rows.error();
  const auto items = sections_.indexes(packed.items(), model_->items_.size(), where + " items");
  if (!items) return items.error();
  scores.items = *items;
  const auto offsets = sections_.offsets(packed.offsets(), *rows, items->size(), where + " positions");
  if (!offsets) return offsets.error();
  scores.offsets = *offsets;
  for (std::size_t row = 0; row < *rows; ++row) {
    for (std::size_t i = scores.offsets[row] + std::size_t{1}; i < scores.offsets[row + 1]; ++i) {
      if (scores.items[i - 1] >= scores.items[i]) {
        return corrupt(
            where, "ascending items within a row",
            "item " + std::to_string(scores.items[i]) + " in row " + std::to_string(row) + " not above the one before");
      }
    }
  }
  const auto weights = sections_.numbers<std::int8_t>(packed.weights(), items->size(), where + " weights");
  if (!weights) return weights.error();
  scores.weights = *weights;
  if (std::find(weights->begin(), weights->end(), INT8_MIN) != weights->end()) {
    return corrupt(where, "weights of -127 to 127", "-128");
  }
  const auto scales = sections_.numbers<std::uint32_t>(packed.scales(), *rows, where + " scales");
  if (!scales) return scales.error();
  scores.scales = *scales;
  for (const std::uint32_t scale : scores.scales) {
    if (scale > std::uint32_t{1} << kAttributeScaleFractionBits) {
      return corrupt(where, "scales up to 2^28", std::to_string(scale));
    }
  }
  return scores;
}

Result<void> ModelReader::read_attribute_scores(const format::Model& packed) {
  if (packed.attribute_scores() == nullptr) return {};
  for (const auto* packed_scores : *packed.attribute_scores()) {
    const std::string name = packed_scores->name()->str();
    if (!is_utf8(name)) return corrupt("attribute scores", "names in UTF-8", "other bytes");
    auto scores = attribute_scores(*packed_scores, "attribute scores " + name);
    if (!scores) return scores.error();
    model_->attribute_scores_.push_back(*scores);
  }
  return {};
}

Result<void> ModelReader::read_context_weights(const format::Recommender& packed, const std::string& where,
                                               Recommender& recommender) {
  if (packed.context_weights() == nullptr) return {};
  for (const auto* packed_weight : *packed.context_weights()) {
    const ContextWeight weight{packed_weight->column(), static_cast<double>(packed_weight->mismatch())};
    const std::size_t columns = model_->context_columns_.size();
    if (weight.column >= columns) {
      return corrupt(where, "a context column below " + std::to_string(columns), std::to_string(weight.column));
    }
    const bool repeated = std::any_of(recommender.context_weights.begin(), recommender.context_weights.end(),
                                      [&](const ContextWeight& other) { return other.column == weight.column; });
    if (repeated) return corrupt(where, "one weight a context column", std::to_string(weight.column) + " twice");
    if (!(weight.mismatch >= 0 && weight.mismatch <= 1)) {
      return corrupt(where, "context weights of 0 to 1", std::to_string(weight.mismatch));
    }
    recommender.context_weights.push_back(weight);
  }
  return {};
}

Result<void> ModelReader::read_history_contexts(const format::Histories& packed, Histories& histories) {
  if (packed.contexts() == nullptr || packed.contexts()->size() == 0) return {};
  const std::vector<ContextColumn>& columns = model_->context_columns_;
  if (packed.contexts()->size() != columns.size()) {
    return corrupt("histories", "a context for each of " + std::to_string(columns.size()) + " columns",
                   std::to_string(packed.contexts()->size()));
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string where = "history context " + columns[c].name;
    const auto* packed_values = packed.contexts()->Get(static_cast<flatbuffers::uoffset_t>(c));
    const auto values = sections_.indexes(packed_values, std::uint64_t{columns[c].values.size()} + 1, where);
    if (!values) return values.error();
    if (values->size() != histories.items.size()) {
      return corrupt(where, std::to_string(histories.items.size()) + " values", std::to_string(values->size()));
    }
    histories.contexts.push_back(*values);
  }
  return {};
}

}  // namespace pocketrec
