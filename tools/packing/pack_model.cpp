#include "packing/pack_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#include "datasets/cell_values.h"
#include "model/model.h"
#include "packing/pack_list_rules.h"
#include "packing/section_writer.h"

namespace pocketrec {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

std::size_t align(std::size_t size) {
  return (size + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

Error refuse(const std::string& what) {
  return {ErrorCode::invalid_input, "packing: " + what};
}

format::FieldType packed_type(FieldType type) {
  switch (type) {
    case FieldType::string:
      return format::FieldType::text;
    case FieldType::integer32:
      return format::FieldType::integer32;
    case FieldType::integer64:
      return format::FieldType::integer64;
    case FieldType::float32:
      return format::FieldType::float32;
    case FieldType::float64:
      return format::FieldType::float64;
    case FieldType::boolean:
      break;
  }
  return format::FieldType::boolean;
}

format::PartKind packed_kind(ScorePart::Kind kind) {
  switch (kind) {
    case ScorePart::Kind::neighbor_lists:
      return format::PartKind::neighbor_lists;
    case ScorePart::Kind::item_scores:
      return format::PartKind::item_scores;
    case ScorePart::Kind::factors:
      return format::PartKind::factors;
    case ScorePart::Kind::attribute_scores:
      break;
  }
  return format::PartKind::attribute_scores;
}

/// Writes contents as metadata and sections; run twice, since the metadata's length decides where sections start.
class Packer {
 public:
  Packer(const ModelContents& contents, std::uint64_t first_section) : contents_(contents), sections_(first_section) {}

  void run();
  std::span<const std::uint8_t> metadata() { return {builder_.GetBufferPointer(), builder_.GetSize()}; }
  const std::vector<std::byte>& sections() const { return sections_.bytes(); }

 private:
  Offset<format::Field> field(const Field& field);
  Offset<format::Column> column(const ColumnContents& column);
  Offset<format::Records> records(const RecordContents& records);
  Offset<format::NeighborLists> neighbors(const NeighborContents& lists);
  Offset<format::Factors> factors(const FactorContents& factors);
  Offset<format::AttributeScores> attribute_scores(const AttributeContents& scores);
  Offset<format::Histories> histories(const HistoryContents& histories);
  Offset<format::Recommender> recommender(const Recommender& recommender);

  template <typename Contents, typename Add>
  auto vector(const std::vector<Contents>& contents, Add add) {
    std::vector<decltype(add(contents.front()))> offsets;
    for (const Contents& entry : contents) offsets.push_back(add(entry));
    return builder_.CreateVector(offsets);
  }

  const ModelContents& contents_;
  SectionWriter sections_;
  FlatBufferBuilder builder_;
};

Offset<format::Field> Packer::field(const Field& field) {
  return format::CreateField(builder_, builder_.CreateString(field.name), packed_type(field.type), field.nullable,
                             field.categorical, field.textual, field.item_name);
}

Offset<format::Column> Packer::column(const ColumnContents& column) {
  const auto packed_field = field(column.field);
  if (column.field.type == FieldType::integer32 || column.field.type == FieldType::integer64) {
    std::vector<std::int64_t> values;
    for (const FieldValue& cell : column.cells) {
      const auto* value = std::get_if<std::int64_t>(&cell);
      values.push_back(value == nullptr ? kNullInteger : *value);
    }
    const format::Section integers = sections_.add(std::span<const std::int64_t>(values));
    return format::CreateColumn(builder_, packed_field, &integers);
  }
  if (is_numeric(column.field.type)) {
    std::vector<double> values;
    for (const FieldValue& cell : column.cells) {
      const auto* value = std::get_if<double>(&cell);
      values.push_back(value == nullptr ? std::numeric_limits<double>::quiet_NaN() : *value);
    }
    const format::Section reals = sections_.add(std::span<const double>(values));
    return format::CreateColumn(builder_, packed_field, nullptr, &reals);
  }
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> distinct;
  bool several = false;
  for (const FieldValue& cell : column.cells) {
    rows.push_back(cell_values(cell, column.field));
    several = several || rows.back().size() > 1;
    distinct.insert(distinct.end(), rows.back().begin(), rows.back().end());
  }
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  const auto code_of = [&](const std::string& value) {
    return static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), value) - distinct.begin());
  };
  const auto dictionary = add_strings(builder_, sections_, distinct);
  std::vector<std::uint32_t> codes;
  std::vector<std::uint32_t> offsets = {0};
  for (const auto& row : rows) {
    if (!several) {
      codes.push_back(row.empty() ? 0 : code_of(row.front()) + 1);
      continue;
    }
    for (const std::string& value : row) codes.push_back(code_of(value));
    offsets.push_back(static_cast<std::uint32_t>(codes.size()));
  }
  Offset<format::Indexes> positions = 0;
  if (several) positions = add_indexes(builder_, sections_, offsets);
  const auto packed_codes = add_indexes(builder_, sections_, codes);
  return format::CreateColumn(builder_, packed_field, nullptr, nullptr, dictionary, positions, packed_codes);
}

Offset<format::Records> Packer::records(const RecordContents& records) {
  const auto ids = add_strings(builder_, sections_, records.ids);
  const auto columns = vector(records.columns, [&](const ColumnContents& contents) { return column(contents); });
  return format::CreateRecords(builder_, ids, columns);
}

Offset<format::NeighborLists> Packer::neighbors(const NeighborContents& lists) {
  const auto name = builder_.CreateString(lists.name);
  const auto offsets = add_indexes(builder_, sections_, lists.offsets);
  const auto items = add_indexes(builder_, sections_, lists.items);
  const format::Section weights = sections_.add(std::span<const std::int8_t>(lists.weights));
  const format::Section scales = sections_.add(std::span<const std::uint32_t>(lists.scales));
  return format::CreateNeighborLists(builder_, name, offsets, items, &weights, &scales);
}

Offset<format::Factors> Packer::factors(const FactorContents& factors) {
  const auto name = builder_.CreateString(factors.name);
  const format::Section values = sections_.add(std::span<const std::int8_t>(factors.values));
  const format::Section scales = sections_.add(std::span<const std::uint32_t>(factors.scales));
  const format::Section gram = sections_.add(std::span<const float>(factors.gram));
  return format::CreateFactors(builder_, name, factors.dimensions, &values, &scales, &gram, factors.regularization,
                               factors.exponent, factors.unobserved);
}

Offset<format::AttributeScores> Packer::attribute_scores(const AttributeContents& scores) {
  const auto name = builder_.CreateString(scores.name);
  const auto offsets = add_indexes(builder_, sections_, scores.offsets);
  const auto items = add_indexes(builder_, sections_, scores.items);
  const format::Section weights = sections_.add(std::span<const std::int8_t>(scores.weights));
  const format::Section scales = sections_.add(std::span<const std::uint32_t>(scores.scales));
  const auto source =
      scores.source == AttributeScores::Source::user ? format::AttributeSource::user : format::AttributeSource::context;
  return format::CreateAttributeScores(builder_, name, source, scores.column, offsets, items, &weights, &scales);
}

Offset<format::Histories> Packer::histories(const HistoryContents& histories) {
  const auto offsets = add_indexes(builder_, sections_, histories.offsets);
  const auto items = add_indexes(builder_, sections_, histories.items);
  const auto types = add_indexes(builder_, sections_, histories.event_types);
  const std::int64_t first =
      histories.times.empty() ? 0 : *std::min_element(histories.times.begin(), histories.times.end());
  std::vector<std::uint32_t> seconds;
  for (std::int64_t time : histories.times) seconds.push_back(static_cast<std::uint32_t>(time - first));
  const auto packed_seconds = add_indexes(builder_, sections_, seconds);
  format::Section values;
  if (!histories.values.empty()) values = sections_.add(std::span<const float>(histories.values));
  Offset<flatbuffers::Vector<Offset<format::Indexes>>> contexts = 0;
  if (!histories.contexts.empty()) {
    contexts = vector(histories.contexts, [&](const std::vector<std::uint32_t>& column) {
      return add_indexes(builder_, sections_, column);
    });
  }
  return format::CreateHistories(builder_, offsets, items, types, packed_seconds, first,
                                 histories.values.empty() ? nullptr : &values, contexts);
}

Offset<format::Recommender> Packer::recommender(const Recommender& recommender) {
  std::vector<Offset<format::Parameter>> parameters;
  for (const auto& [name, value] : recommender.parameters) {
    const auto packed_name = builder_.CreateString(name);
    parameters.push_back(format::CreateParameter(builder_, packed_name, builder_.CreateString(value)));
  }
  const auto parts = vector(recommender.parts, [&](const ScorePart& part) {
    return format::CreatePart(builder_, packed_kind(part.kind), part.index, static_cast<float>(part.weight),
                              static_cast<float>(part.time_scale), part.window, static_cast<float>(part.fade));
  });
  std::vector<Offset<format::EventWeight>> event_weights;
  for (const EventWeight& weight : recommender.event_weights) {
    event_weights.push_back(format::CreateEventWeight(builder_, builder_.CreateString(weight.event_type),
                                                      static_cast<float>(weight.weight), weight.least_value.has_value(),
                                                      weight.least_value.value_or(0)));
  }
  Offset<flatbuffers::Vector<Offset<format::EventWeight>>> packed_weights;
  if (!event_weights.empty()) packed_weights = builder_.CreateVector(event_weights);
  Offset<flatbuffers::Vector<Offset<format::ContextWeight>>> context_weights;
  if (!recommender.context_weights.empty()) {
    context_weights = vector(recommender.context_weights, [&](const ContextWeight& weight) {
      return format::CreateContextWeight(builder_, weight.column, static_cast<float>(weight.mismatch));
    });
  }
  const auto name = builder_.CreateString(recommender.name);
  const auto recipe = builder_.CreateString(recommender.recipe);
  return format::CreateRecommender(builder_, name, recipe, builder_.CreateVector(parameters), parts, packed_weights,
                                   context_weights);
}

void Packer::run() {
  const auto items = records(contents_.items);
  const auto users = records(contents_.users);
  const auto event_types = add_strings(builder_, sections_, contents_.event_types);
  const auto fields = vector(contents_.interaction_fields, [&](const Field& entry) { return field(entry); });
  const auto lists = vector(contents_.neighbor_lists, [&](const NeighborContents& entry) { return neighbors(entry); });
  const auto scores = vector(contents_.item_scores, [&](const ItemScoreContents& entry) {
    const auto name = builder_.CreateString(entry.name);
    const format::Section values = sections_.add(std::span<const std::uint32_t>(entry.values));
    return format::CreateItemScores(builder_, name, &values);
  });
  // Left out where there are none, so that a model without factors has the bytes it had before there were any.
  Offset<flatbuffers::Vector<Offset<format::Factors>>> packed_factors = 0;
  if (!contents_.factors.empty()) {
    packed_factors = vector(contents_.factors, [&](const FactorContents& entry) { return factors(entry); });
  }
  Offset<flatbuffers::Vector<Offset<format::ContextColumn>>> context_columns = 0;
  if (!contents_.context_columns.empty()) {
    context_columns = vector(contents_.context_columns, [&](const ContextColumnContents& entry) {
      const auto name = builder_.CreateString(entry.name);
      return format::CreateContextColumn(builder_, name, add_strings(builder_, sections_, entry.values));
    });
  }
  Offset<flatbuffers::Vector<Offset<format::AttributeScores>>> packed_attributes = 0;
  if (!contents_.attribute_scores.empty()) {
    packed_attributes =
        vector(contents_.attribute_scores, [&](const AttributeContents& entry) { return attribute_scores(entry); });
  }
  Offset<format::Histories> packed_histories = 0;
  if (contents_.histories) packed_histories = histories(*contents_.histories);
  const auto recommenders =
      vector(contents_.recommenders, [&](const Recommender& entry) { return recommender(entry); });
  const auto filters = vector(contents_.filters, [&](const NamedFilter& entry) {
    const auto name = builder_.CreateString(entry.name);
    return format::CreateFilter(builder_, name, builder_.CreateString(entry.expression));
  });
  const auto metrics = vector(contents_.metrics, [&](const ModelMetric& entry) {
    const auto recommender = builder_.CreateString(entry.recommender);
    const auto split = builder_.CreateString(entry.split);
    return format::CreateMetric(builder_, recommender, split, builder_.CreateString(entry.name), entry.value);
  });
  const Provenance& origin = contents_.provenance;
  const auto tool_version = builder_.CreateString(origin.tool_version);
  const auto data_fingerprint = builder_.CreateString(origin.data_fingerprint);
  const auto training_part = builder_.CreateString(origin.training_part);
  const auto provenance =
      format::CreateProvenance(builder_, tool_version, origin.created_at, data_fingerprint, origin.seed, origin.users,
                               origin.items, origin.interactions, origin.first_event, origin.last_event, training_part);
  const auto rules = pack_list_rules(contents_.list_rules, builder_);
  format::FinishModelBuffer(builder_, format::CreateModel(builder_, items, users, event_types, fields, lists, scores,
                                                          packed_histories, recommenders, filters, metrics, provenance,
                                                          packed_factors, context_columns, packed_attributes, rules));
}

/// Cells that would silently become null in the file.
Result<void> check_cells(const ColumnContents& column) {
  for (std::size_t row = 0; row < column.cells.size(); ++row) {
    const FieldValue& cell = column.cells[row];
    if (std::holds_alternative<std::monostate>(cell)) continue;
    const auto* integer = std::get_if<std::int64_t>(&cell);
    const auto* real = std::get_if<double>(&cell);
    bool fits = false;
    switch (column.field.type) {
      case FieldType::integer32:
      case FieldType::integer64:
        fits = integer != nullptr;
        break;
      case FieldType::float32:
      case FieldType::float64:
        fits = real != nullptr;
        break;
      case FieldType::boolean:
        fits = std::holds_alternative<bool>(cell);
        break;
      case FieldType::string:
        fits = std::holds_alternative<std::string>(cell);
        break;
    }
    const std::string where = " in row " + std::to_string(row);
    if (!fits) return refuse("column " + column.field.name + ": a cell of another type" + where);
    if ((integer != nullptr && *integer == kNullInteger) || (real != nullptr && std::isnan(*real))) {
      return refuse("column " + column.field.name + ": a number that stands for null" + where);
    }
  }
  return {};
}

/// What would be cut silently on the way into the file.
Result<void> check_ranges(const ModelContents& contents) {
  for (const RecordContents* records : {&contents.items, &contents.users}) {
    std::size_t text = 0;
    for (const std::string& id : records->ids) text += id.size();
    if (text > std::numeric_limits<std::uint32_t>::max()) return refuse("ids of more than 4 GiB");
    for (const ColumnContents& column : records->columns) {
      if (column.cells.size() != records->ids.size()) {
        return refuse("column " + column.field.name + ": expected " + std::to_string(records->ids.size()) +
                      " cells, got " + std::to_string(column.cells.size()));
      }
      if (auto ok = check_cells(column); !ok) return ok.error();
    }
  }
  if (contents.histories && !contents.histories->times.empty()) {
    const auto [first, last] = std::minmax_element(contents.histories->times.begin(), contents.histories->times.end());
    // Unsigned, since the difference of any two times fits there.
    if (static_cast<std::uint64_t>(*last) - static_cast<std::uint64_t>(*first) >
        std::numeric_limits<std::uint32_t>::max()) {
      return refuse("events more than 136 years apart: check the timestamps' unit");
    }
  }
  return {};
}

}  // namespace

PackedModel::PackedModel(std::size_t size) : size_(size) {
  data_.reset(static_cast<std::byte*>(std::aligned_alloc(kSectionAlignment, align(std::max<std::size_t>(size, 1)))));
  if (data_ == nullptr) throw std::bad_alloc();
  std::memset(data_.get(), 0, size);
}

Result<PackedModel> pack_model(const ModelContents& contents) {
  if (auto ok = check_ranges(contents); !ok) return ok.error();
  Packer measure(contents, 0);
  measure.run();
  const std::size_t metadata_length = measure.metadata().size();
  const std::size_t first_section = align(kHeaderSize + metadata_length);
  Packer packer(contents, first_section);
  packer.run();

  PackedModel packed(first_section + packer.sections().size());
  std::memcpy(packed.bytes().data() + kHeaderSize, packer.metadata().data(), metadata_length);
  if (!packer.sections().empty()) {
    std::memcpy(packed.bytes().data() + first_section, packer.sections().data(), packer.sections().size());
  }
  write_file_header(packed.bytes(), static_cast<std::uint32_t>(metadata_length),
                    contents.list_rules.empty() ? kFirstRevision : kRulesRevision);
  if (auto opened = Model::open_bytes(packed.bytes()); !opened) return refuse(opened.error().message);
  return packed;
}

}  // namespace pocketrec
