// Any bytes as a model file. The hash is made right first: a change would else never come further than the header.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "domain/utf8.h"
#include "filter/filter.h"
#include "model/file_header.h"
#include "model/model.h"
#include "require.h"
#include "scoring/score_items.h"

namespace pocketrec {
namespace {

void walk_strings(const StringTable& strings) {
  for (std::size_t i = 0; i < strings.size(); ++i) {
    require(is_utf8(strings[i]));
    require(strings.find(strings[i]) == i);
  }
}

void walk_records(const RecordTable& records) {
  walk_strings(records.ids());
  for (const Column& column : records.columns()) {
    require(column.size() == records.size() && records.column(column.field().name) == &column);
    walk_strings(column.dictionary());
    for (std::size_t row = 0; row < column.size(); ++row) {
      const FieldValue value = column.value(row);
      if (is_numeric(column.field().type)) {
        require(column.number(row).has_value() == !std::holds_alternative<std::monostate>(value));
      } else {
        column.for_each_code(row, [&](std::uint32_t code) { require(code < column.dictionary().size()); });
      }
    }
  }
}

void walk_histories(const Model& model) {
  const Histories& histories = model.histories();
  for (std::size_t user = 0; user + 1 < histories.offsets.size(); ++user) {
    Timestamp before = Timestamp::min();
    for (std::size_t i = histories.offsets[user]; i < histories.offsets[user + 1]; ++i) {
      require(histories.items[i] < model.items().size());
      require(histories.event_types[i] < model.event_types().size());
      for (std::size_t c = 0; c < histories.contexts.size(); ++c) {
        require(histories.contexts[c][i] <= model.context_columns()[c].values.size());
      }
      require(histories.time(i) >= before);
      before = histories.time(i);
    }
  }
}

void score_recommenders(const Model& model) {
  std::vector<WeightedItem> events;
  for (std::uint32_t item = 0; item < model.items().size() && item < 8; ++item) {
    events.push_back({item, item % 2 == 0 ? kFullHistoryWeight : -kFullHistoryWeight});
  }
  History history = make_history(events, model.items().size());
  for (std::uint32_t i = 0; i < model.attribute_scores().size(); ++i) {
    const std::size_t rows = std::min(model.attribute_scores()[i].rows(), kMaxAttributeValues);
    for (std::uint32_t row = 0; row < rows; ++row) history.attributes.push_back({i, row});
  }
  std::vector<Score> scores(model.items().size());
  ScoringScratch scratch;
  for (const Recommender& recommender : model.recommenders()) {
    score_items(model, recommender.parts, history, scratch, scores);
  }
}

void evaluate_filters(const Model& model) {
  const FilterSchemas schemas{&model.interactions_schema(), &model.items_schema(), &model.users_schema()};
  const Catalog catalog(model.items());
  const UserState user;
  for (const NamedFilter& filter : model.filters()) {
    const auto expression = parse_filter(filter.expression);
    if (!expression) continue;
    const auto bound = bind_filter(*expression, schemas);
    if (!bound) continue;
    FilterRequest request;
    request.user = &user;
    request.user_id = "u1";
    const auto passing = evaluate(*bound, catalog, request);
    require(!passing || passing->size() == catalog.size());
  }
}

void walk(const Model& model) {
  walk_records(model.items());
  walk_records(model.users());
  walk_strings(model.event_types());
  walk_histories(model);
  score_recommenders(model);
  evaluate_filters(model);
}

struct Free {
  void operator()(std::byte* bytes) const { std::free(bytes); }
};

}  // namespace
}  // namespace pocketrec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pocketrec;
  void* memory = nullptr;
  // posix_memalign and not aligned_alloc: the size stays exact, so that sanitizers see a read behind the end.
  if (posix_memalign(&memory, kSectionAlignment, size == 0 ? 1 : size) != 0) return 0;
  const std::unique_ptr<std::byte, Free> owner(static_cast<std::byte*>(memory));
  const std::span<std::byte> bytes(owner.get(), size);
  if (size != 0) std::memcpy(bytes.data(), data, size);
  if (size >= kHeaderSize) {
    std::uint32_t metadata_length = 0;
    std::memcpy(&metadata_length, bytes.data() + 12, sizeof metadata_length);
    write_file_header(bytes, metadata_length);
  }
  if (const auto model = Model::open_bytes(bytes)) walk(**model);
  return 0;
}
