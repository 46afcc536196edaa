#pragma once

#include <memory>
#include <span>
#include <string>

#include "model/model.h"
#include "model/section_reader.h"
#include "result/result.h"

namespace pocketrec {

namespace format {
struct AttributeScores;
struct Column;
struct Factors;
struct Field;
struct Histories;
struct ItemScores;
struct Model;
struct NeighborLists;
struct Recommender;
struct Records;
}  // namespace format

/// Builds a Model from a file whose header was checked: runs the FlatBuffers verifier, then makes each view and checks
/// the invariants of schemas/model.fbs on the way. Used once, by Model::open.
class ModelReader {
 public:
  ModelReader(std::span<const std::byte> file, const FileHeader& header);

  /// Errors: corrupt_model with the place, what was expected and what was found.
  Result<std::shared_ptr<Model>> read();

  /// Makes the model the owner of the mapping that its views point into.
  static void own(Model& model, MappedFile file);

 private:
  Result<void> read_tables(const format::Model& packed);
  Result<void> read_scores(const format::Model& packed);
  Result<void> read_recommenders(const format::Model& packed);
  Result<void> read_texts(const format::Model& packed);
  Result<void> read_list_rules(const format::Model& packed);

  Result<Column> column(const format::Column& packed, std::size_t rows, const std::string& where);
  Result<RecordTable> records(const format::Records& packed, const std::string& where);
  Result<NeighborLists> neighbor_lists(const format::NeighborLists& packed, const std::string& where);
  Result<ItemScores> item_scores(const format::ItemScores& packed, const std::string& where);
  Result<Factors> factors(const format::Factors& packed, const std::string& where);
  Result<void> read_factors(const format::Model& packed);
  Result<void> read_context_columns(const format::Model& packed);
  Result<void> read_attribute_scores(const format::Model& packed);
  Result<AttributeScores> attribute_scores(const format::AttributeScores& packed, const std::string& where);
  Result<std::size_t> values_of(const AttributeScores& scores, const std::string& where) const;
  Result<void> read_context_weights(const format::Recommender& packed, const std::string& where,
                                    Recommender& recommender);
  Result<void> read_history_contexts(const format::Histories& packed, Histories& histories);
  Result<Histories> histories(const format::Histories& packed);

  std::span<const std::byte> file_;
  FileHeader header_;
  SectionReader sections_;
  std::shared_ptr<Model> model_;
};

}  // namespace pocketrec
