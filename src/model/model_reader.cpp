#include "model/model_reader.h"

#include <cmath>
#include <set>
#include <utility>

#include "domain/utf8.h"
#include "model_generated.h"

namespace pocketrec {
namespace {

// A model has a few dozen tables; bulk data are sections. The verifier stops at these.
constexpr unsigned kMaxDepth = 16;
constexpr unsigned kMaxTables = 100'000;

std::string text(const flatbuffers::String* string) {
  return string == nullptr ? std::string() : string->str();
}

Result<Field> read_field(const format::Field& packed, const std::string& where) {
  Field field;
  field.name = packed.name()->str();
  if (field.name.empty() || !is_utf8(field.name)) return corrupt(where, "a field name", "none in UTF-8");
  switch (packed.type()) {
    case format::FieldType::text:
      field.type = FieldType::string;
      break;
    case format::FieldType::integer32:
      field.type = FieldType::integer32;
      break;
    case format::FieldType::integer64:
      field.type = FieldType::integer64;
      break;
    case format::FieldType::float32:
      field.type = FieldType::float32;
      break;
    case format::FieldType::float64:
      field.type = FieldType::float64;
      break;
    case format::FieldType::boolean:
      field.type = FieldType::boolean;
      break;
    default:
      return corrupt(where, "a known field type", std::to_string(static_cast<unsigned>(packed.type())));
  }
  field.nullable = packed.nullable();
  field.categorical = packed.categorical();
  field.textual = packed.textual();
  field.item_name = packed.item_name();
  return field;
}

Schema schema_of(DatasetType type, const char* id_name, const RecordTable& records) {
  Schema schema{type, {}};
  if (records.columns().empty()) return schema;
  Field id;
  id.name = id_name;
  schema.fields.push_back(std::move(id));
  for (const Column& column : records.columns()) schema.fields.push_back(column.field());
  return schema;
}

}  // namespace

ModelReader::ModelReader(std::span<const std::byte> file, const FileHeader& header)
    : file_(file),
      header_(header),
      sections_(file, kHeaderSize + header.metadata_length),
      model_(std::shared_ptr<Model>(new Model())) {}

Result<std::shared_ptr<Model>> ModelReader::read() {
  const auto metadata = file_.subspan(kHeaderSize, header_.metadata_length);
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(metadata.data()), metadata.size(), kMaxDepth,
                                 kMaxTables);
  if (!format::VerifyModelBuffer(verifier)) {
    return corrupt("metadata", "a FlatBuffer of schemas/model.fbs", "something that its verifier refuses");
  }
  const format::Model& packed = *format::GetModel(metadata.data());
  model_->header_ = header_;
  if (auto ok = read_tables(packed); !ok) return ok.error();
  if (auto ok = read_scores(packed); !ok) return ok.error();
  if (auto ok = read_recommenders(packed); !ok) return ok.error();
  if (auto ok = read_texts(packed); !ok) return ok.error();
  if (auto ok = read_list_rules(packed); !ok) return ok.error();
  model_->sections_ = std::move(sections_.sections());
  model_->sections_.insert(model_->sections_.begin(), {"header and metadata", kHeaderSize + metadata.size()});
  return std::move(model_);
}

void ModelReader::own(Model& model, MappedFile file) {
  model.file_ = std::make_unique<MappedFile>(std::move(file));
}

Result<void> ModelReader::read_tables(const format::Model& packed) {
  auto items = records(*packed.items(), "items");
  if (!items) return items.error();
  model_->items_ = *std::move(items);
  auto users = records(*packed.users(), "users");
  if (!users) return users.error();
  model_->users_ = *std::move(users);
  auto event_types = sections_.strings(packed.event_types(), "event types");
  if (!event_types) return event_types.error();
  model_->event_types_ = *event_types;
  model_->interactions_schema_ = Schema{DatasetType::interactions, {}};
  if (packed.interaction_fields() != nullptr) {
    for (const auto* packed_field : *packed.interaction_fields()) {
      auto field = read_field(*packed_field, "interactions schema");
      if (!field) return field.error();
      model_->interactions_schema_.fields.push_back(*std::move(field));
    }
  }
  model_->items_schema_ = schema_of(DatasetType::items, "ITEM_ID", model_->items_);
  model_->users_schema_ = schema_of(DatasetType::users, "USER_ID", model_->users_);
  if (auto ok = read_context_columns(packed); !ok) return ok.error();
  if (packed.histories() != nullptr) {
    auto read = histories(*packed.histories());
    if (!read) return read.error();
    model_->histories_ = *read;
  }
  return {};
}

Result<Column> ModelReader::column(const format::Column& packed, std::size_t rows, const std::string& where) {
  auto field = read_field(*packed.field(), where);
  if (!field) return field.error();
  Column column;
  column.field_ = *std::move(field);
  column.size_ = rows;
  const std::string name = where + " " + column.field_.name;
  switch (column.field_.type) {
    case FieldType::integer32:
    case FieldType::integer64: {
      const auto values = sections_.numbers<std::int64_t>(packed.integers(), rows, name);
      if (!values) return values.error();
      column.integers_ = *values;
      break;
    }
    case FieldType::float32:
    case FieldType::float64: {
      const auto values = sections_.numbers<double>(packed.reals(), rows, name);
      if (!values) return values.error();
      for (double value : *values) {
        if (std::isinf(value)) return corrupt(name, "finite numbers", "an infinite one");
      }
      column.reals_ = *values;
      break;
    }
    case FieldType::string:
    case FieldType::boolean: {
      const auto dictionary = sections_.strings(packed.dictionary(), name + " dictionary");
      if (!dictionary) return dictionary.error();
      column.dictionary_ = *dictionary;
      const bool one_a_row = packed.offsets() == nullptr;
      const auto codes = sections_.indexes(packed.codes(), dictionary->size() + (one_a_row ? 1 : 0), name + " codes");
      if (!codes) return codes.error();
      column.codes_ = *codes;
      if (one_a_row) {
        if (codes->size() != rows) {
          return corrupt(name, std::to_string(rows) + " codes", std::to_string(codes->size()));
        }
      } else {
        const auto offsets = sections_.offsets(packed.offsets(), rows, codes->size(), name + " positions");
        if (!offsets) return offsets.error();
        column.offsets_ = *offsets;
      }
      break;
    }
  }
  return column;
}

Result<RecordTable> ModelReader::records(const format::Records& packed, const std::string& where) {
  RecordTable table;
  const auto ids = sections_.strings(packed.ids(), where + " ids");
  if (!ids) return ids.error();
  table.ids_ = *ids;
  if (table.ids_.size() >= kNoItem) return corrupt(where, "fewer than 2^32 - 1 rows", std::to_string(ids->size()));
  if (packed.columns() == nullptr) return table;
  for (const auto* packed_column : *packed.columns()) {
    auto read = column(*packed_column, table.size(), where);
    if (!read) return read.error();
    if (table.column(read->field().name) != nullptr) {
      return corrupt(where, "columns with different names", read->field().name + " twice");
    }
    table.columns_.push_back(*std::move(read));
  }
  return table;
}

Result<Histories> ModelReader::histories(const format::Histories& packed) {
  const auto items = sections_.indexes(packed.items(), model_->items_.size(), "history items");
  if (!items) return items.error();
  const auto types = sections_.indexes(packed.event_types(), model_->event_types_.size(), "history event types");
  if (!types) return types.error();
  const auto seconds = sections_.indexes(packed.seconds(), std::uint64_t{1} << 32, "history times");
  if (!seconds) return seconds.error();
  if (types->size() != items->size() || seconds->size() != items->size()) {
    return corrupt("histories", "as many event types and times as items (" + std::to_string(items->size()) + ")",
                   std::to_string(types->size()) + " and " + std::to_string(seconds->size()));
  }
  const auto offsets = sections_.offsets(packed.offsets(), model_->users_.size(), items->size(), "history positions");
  if (!offsets) return offsets.error();
  // Times are used in milliseconds: this keeps the sum far from the end of the range.
  constexpr std::int64_t kFarthestSecond = std::int64_t{1} << 40;
  if (packed.first_second() < -kFarthestSecond || packed.first_second() > kFarthestSecond) {
    return corrupt("histories", "a first time within 2^40 seconds of 1970", std::to_string(packed.first_second()));
  }
  for (std::size_t user = 0; user + 1 < offsets->size(); ++user) {
    for (std::size_t i = (*offsets)[user] + std::size_t{1}; i < (*offsets)[user + 1]; ++i) {
      if ((*seconds)[i - 1] > (*seconds)[i]) {
        return corrupt("histories", "times that do not descend", "an earlier one at " + std::to_string(i));
      }
    }
  }
  Histories histories{*offsets, *items, *types, *seconds, packed.first_second()};
  if (packed.values() != nullptr) {
    const auto values = sections_.numbers<float>(packed.values(), items->size(), "history values");
    if (!values) return values.error();
    for (const float value : *values) {
      if (std::isinf(value)) return corrupt("history values", "finite numbers or none", "an infinite one");
    }
    histories.values = *values;
  }
  if (auto ok = read_history_contexts(packed, histories); !ok) return ok.error();
  return histories;
}

Result<void> ModelReader::read_texts(const format::Model& packed) {
  if (packed.filters() != nullptr) {
    std::set<std::string> names;
    for (const auto* filter : *packed.filters()) {
      NamedFilter named{filter->name()->str(), filter->expression()->str()};
      if (named.name.empty() || !is_utf8(named.name) || !is_utf8(named.expression) ||
          !names.insert(named.name).second) {
        return corrupt("filters", "different names and UTF-8", "'" + named.name + "'");
      }
      model_->filters_.push_back(std::move(named));
    }
  }
  if (packed.metrics() != nullptr) {
    for (const auto* metric : *packed.metrics()) {
      ModelMetric read{metric->recommender()->str(), metric->split()->str(), metric->name()->str(), metric->value()};
      if (!std::isfinite(read.value) || !is_utf8(read.recommender) || !is_utf8(read.split) || !is_utf8(read.name)) {
        return corrupt("metrics", "finite values and UTF-8", "something else in '" + read.name + "'");
      }
      model_->metrics_.push_back(std::move(read));
    }
  }
  const format::Provenance& origin = *packed.provenance();
  model_->provenance_ = {text(origin.tool_version()),
                         origin.created_at(),
                         text(origin.data_fingerprint()),
                         origin.seed(),
                         origin.users(),
                         origin.items(),
                         origin.interactions(),
                         origin.first_event(),
                         origin.last_event(),
                         text(origin.training_part())};
  if (!is_utf8(model_->provenance_.tool_version) || !is_utf8(model_->provenance_.data_fingerprint) ||
      !is_utf8(model_->provenance_.training_part)) {
    return corrupt("provenance", "UTF-8", "other bytes");
  }
  return {};
}

}  // namespace pocketrec
