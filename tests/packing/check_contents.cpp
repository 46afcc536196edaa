#include "packing/check_contents.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace pocketrec {
namespace {

std::vector<std::string> strings_of(const StringTable& table) {
  std::vector<std::string> strings;
  for (std::size_t i = 0; i < table.size(); ++i) strings.emplace_back(table[i]);
  return strings;
}

std::vector<std::uint32_t> numbers_of(const IndexArray& array) {
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < array.size(); ++i) numbers.push_back(array[i]);
  return numbers;
}

void check_records(const RecordTable& records, const RecordContents& expected) {
  CHECK(strings_of(records.ids()) == expected.ids);
  REQUIRE(records.columns().size() == expected.columns.size());
  for (std::size_t c = 0; c < expected.columns.size(); ++c) {
    const Column& column = records.columns()[c];
    INFO("column " << expected.columns[c].field.name);
    CHECK(column.field() == expected.columns[c].field);
    REQUIRE(column.size() == expected.columns[c].cells.size());
    for (std::size_t row = 0; row < column.size(); ++row) {
      INFO("row " << row);
      CHECK((column.value(row) == expected.columns[c].cells[row]));
    }
  }
}

void check_histories(const Histories& histories, const HistoryContents& expected) {
  CHECK(numbers_of(histories.offsets) == expected.offsets);
  CHECK(numbers_of(histories.items) == expected.items);
  CHECK(numbers_of(histories.event_types) == expected.event_types);
  REQUIRE(histories.seconds.size() == expected.times.size());
  for (std::size_t i = 0; i < expected.times.size(); ++i) {
    CHECK((histories.time(i) == Timestamp{std::chrono::seconds{expected.times[i]}}));
  }
  REQUIRE(histories.contexts.size() == expected.contexts.size());
  for (std::size_t c = 0; c < expected.contexts.size(); ++c) {
    CHECK(numbers_of(histories.contexts[c]) == expected.contexts[c]);
  }
  REQUIRE(histories.values.size() == expected.values.size());
  for (std::size_t i = 0; i < expected.values.size(); ++i) {
    const bool both_none = std::isnan(histories.values[i]) && std::isnan(expected.values[i]);
    CHECK((both_none || histories.values[i] == expected.values[i]));
  }
}

void check_recommenders(const Model& model, const std::vector<Recommender>& expected) {
  REQUIRE(model.recommenders().size() == expected.size());
  for (const Recommender& recommender : expected) {
    INFO("recommender " << recommender.name);
    const Recommender* read = model.recommender(recommender.name);
    REQUIRE(read != nullptr);
    CHECK(read->recipe == recommender.recipe);
    CHECK((read->parameters == recommender.parameters));
    CHECK((read->event_weights == recommender.event_weights));
    CHECK((read->context_weights == recommender.context_weights));
    REQUIRE(read->parts.size() == recommender.parts.size());
    for (std::size_t i = 0; i < recommender.parts.size(); ++i) {
      CHECK((read->parts[i].kind == recommender.parts[i].kind));
      CHECK(read->parts[i].index == recommender.parts[i].index);
      CHECK(read->parts[i].weight == recommender.parts[i].weight);
      CHECK(read->parts[i].time_scale == recommender.parts[i].time_scale);
      CHECK(read->parts[i].window == recommender.parts[i].window);
      CHECK(read->parts[i].fade == recommender.parts[i].fade);
    }
  }
}

void check_scores(const Model& model, const ModelContents& expected) {
  REQUIRE(model.neighbor_lists().size() == expected.neighbor_lists.size());
  for (std::size_t i = 0; i < expected.neighbor_lists.size(); ++i) {
    const NeighborLists& lists = model.neighbor_lists()[i];
    const NeighborContents& contents = expected.neighbor_lists[i];
    CHECK(numbers_of(lists.offsets) == contents.offsets);
    CHECK(numbers_of(lists.items) == contents.items);
    CHECK(std::ranges::equal(lists.weights, contents.weights));
    CHECK(std::ranges::equal(lists.scales, contents.scales));
  }
  REQUIRE(model.item_scores().size() == expected.item_scores.size());
  for (std::size_t i = 0; i < expected.item_scores.size(); ++i) {
    CHECK(std::ranges::equal(model.item_scores()[i].values, expected.item_scores[i].values));
  }
  REQUIRE(model.context_columns().size() == expected.context_columns.size());
  for (std::size_t i = 0; i < expected.context_columns.size(); ++i) {
    CHECK(model.context_columns()[i].name == expected.context_columns[i].name);
    CHECK(strings_of(model.context_columns()[i].values) == expected.context_columns[i].values);
  }
  REQUIRE(model.attribute_scores().size() == expected.attribute_scores.size());
  for (std::size_t i = 0; i < expected.attribute_scores.size(); ++i) {
    const AttributeScores& read = model.attribute_scores()[i];
    const AttributeContents& contents = expected.attribute_scores[i];
    CHECK((read.source == contents.source));
    CHECK(read.column == contents.column);
    CHECK(numbers_of(read.offsets) == contents.offsets);
    CHECK(numbers_of(read.items) == contents.items);
    CHECK(std::ranges::equal(read.weights, contents.weights));
    CHECK(std::ranges::equal(read.scales, contents.scales));
  }
  REQUIRE(model.factors().size() == expected.factors.size());
  for (std::size_t i = 0; i < expected.factors.size(); ++i) {
    const Factors& factors = model.factors()[i];
    const FactorContents& contents = expected.factors[i];
    CHECK(factors.dimensions == contents.dimensions);
    CHECK(std::ranges::equal(factors.values, contents.values));
    CHECK(std::ranges::equal(factors.scales, contents.scales));
    CHECK(std::ranges::equal(factors.gram, contents.gram));
    CHECK(factors.regularization == contents.regularization);
    CHECK(factors.exponent == contents.exponent);
    CHECK(factors.unobserved == contents.unobserved);
  }
}

void check_provenance(const Provenance& read, const Provenance& expected) {
  CHECK(read.tool_version == expected.tool_version);
  CHECK(read.created_at == expected.created_at);
  CHECK(read.data_fingerprint == expected.data_fingerprint);
  CHECK(read.seed == expected.seed);
  CHECK(read.users == expected.users);
  CHECK(read.items == expected.items);
  CHECK(read.interactions == expected.interactions);
  CHECK(read.first_event == expected.first_event);
  CHECK(read.last_event == expected.last_event);
  CHECK(read.training_part == expected.training_part);
}

}  // namespace

void check_contents(const Model& model, const ModelContents& expected) {
  check_records(model.items(), expected.items);
  check_records(model.users(), expected.users);
  CHECK(strings_of(model.event_types()) == expected.event_types);
  CHECK((model.interactions_schema().fields == expected.interaction_fields));
  check_scores(model, expected);
  CHECK(model.histories().offsets.empty() == !expected.histories.has_value());
  if (expected.histories) check_histories(model.histories(), *expected.histories);
  check_recommenders(model, expected.recommenders);
  CHECK(std::ranges::equal(model.filters(), expected.filters));
  CHECK((model.list_rules() == expected.list_rules));
  REQUIRE(model.metrics().size() == expected.metrics.size());
  for (std::size_t i = 0; i < expected.metrics.size(); ++i) {
    CHECK(model.metrics()[i].recommender == expected.metrics[i].recommender);
    CHECK(model.metrics()[i].split == expected.metrics[i].split);
    CHECK(model.metrics()[i].name == expected.metrics[i].name);
    CHECK(model.metrics()[i].value == expected.metrics[i].value);
  }
  check_provenance(model.provenance(), expected.provenance);
}

}  // namespace pocketrec
