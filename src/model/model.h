#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/list_rules.h"
#include "datasets/named_filter.h"
#include "datasets/schema.h"
#include "model/attribute_scores.h"
#include "model/factors.h"
#include "model/file_header.h"
#include "model/histories.h"
#include "model/mapped_file.h"
#include "model/neighbor_lists.h"
#include "model/recommender.h"
#include "model/record_table.h"
#include "model/string_table.h"
#include "result/result.h"

namespace pocketrec {

/// A part of the file and its size, for people who ask what takes the space.
struct ModelSection {
  std::string name;
  std::uint64_t bytes = 0;
};

/// A packed model whose every invariant (schemas/model.fbs) was checked. Immutable; may be shared between threads.
/// What it returns are views into the file: they live no longer than the Model.
class Model {
 public:
  /// Maps and checks a file. There is no other way to open one.
  /// Errors: resource_not_found, io, corrupt_model, unsupported_model; the message names the file.
  static Result<std::shared_ptr<const Model>> open(const std::filesystem::path& path);

  /// The same over the caller's bytes, which must outlive the model and start at a multiple of kSectionAlignment.
  static Result<std::shared_ptr<const Model>> open_bytes(std::span<const std::byte> bytes);

  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const FileHeader& header() const { return header_; }
  const RecordTable& items() const { return items_; }
  const RecordTable& users() const { return users_; }
  const StringTable& event_types() const { return event_types_; }
  /// The Interactions schema of the training data.
  const Schema& interactions_schema() const { return interactions_schema_; }
  /// Schemas of the item and user metadata; without fields when the data set had none.
  const Schema& items_schema() const { return items_schema_; }
  const Schema& users_schema() const { return users_schema_; }
  std::span<const NeighborLists> neighbor_lists() const { return neighbor_lists_; }
  std::span<const ItemScores> item_scores() const { return item_scores_; }
  std::span<const Factors> factors() const { return factors_; }
  std::span<const ContextColumn> context_columns() const { return context_columns_; }
  std::span<const AttributeScores> attribute_scores() const { return attribute_scores_; }
  const Histories& histories() const { return histories_; }
  std::span<const Recommender> recommenders() const { return recommenders_; }
  std::span<const NamedFilter> filters() const { return filters_; }
  const std::vector<NamedRules>& list_rules() const { return list_rules_; }
  std::span<const ModelMetric> metrics() const { return metrics_; }
  const Provenance& provenance() const { return provenance_; }
  std::span<const ModelSection> sections() const { return sections_; }

  /// Recommender with exactly that name; nullptr when there is none.
  const Recommender* recommender(std::string_view name) const;

 private:
  friend class ModelReader;

  Model() = default;

  std::unique_ptr<MappedFile> file_;  ///< null when the bytes are the caller's
  FileHeader header_;
  RecordTable items_;
  RecordTable users_;
  StringTable event_types_;
  Schema interactions_schema_;
  Schema items_schema_;
  Schema users_schema_;
  std::vector<NeighborLists> neighbor_lists_;
  std::vector<ItemScores> item_scores_;
  std::vector<Factors> factors_;
  std::vector<ContextColumn> context_columns_;
  std::vector<AttributeScores> attribute_scores_;
  Histories histories_;
  std::vector<Recommender> recommenders_;
  std::vector<NamedFilter> filters_;
  std::vector<NamedRules> list_rules_;
  std::vector<ModelMetric> metrics_;
  Provenance provenance_;
  std::vector<ModelSection> sections_;
};

}  // namespace pocketrec
