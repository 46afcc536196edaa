#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "filter/expression.h"
#include "reference_evaluator.h"
#include "sample_data.h"

namespace pocketrec {

/// Makes catalogues, filters that bind to them, and requests. Values come from small sets, so that many are equal.
/// The same seed, the same everything.
class RandomFilters {
 public:
  explicit RandomFilters(std::uint64_t seed) : random_(seed) {}

  SampleData data();
  /// Of either language; says by its `language` which.
  FilterExpression expression();
  ReferenceRequest request(const SampleData& data);

  /// filterValues with the request's values in quotes, or bare where that means the same.
  std::map<std::string, std::string> filter_values(const ReferenceRequest& request);

 private:
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string pick(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[below(choices.size())]);
  }

  std::string text();
  FieldValue cell(const Field& field);
  SampleTable table(DatasetType type, const std::vector<std::string>& ids, std::vector<Field> fields);
  Literal number();
  Clause clause();
  template <typename Leaf, typename Make>
  Condition<Leaf> conditions(bool with_or, int depth, const Make& make);
  FieldOwner where_owner();
  Test test(FieldOwner owner);
  FieldTest field_test(FieldOwner owner);
  FieldTest event_test();
  FieldTest text_test(FieldReference field, std::string_view current_item);
  FieldTest number_test(FieldReference field, std::string_view current_item);
  FieldTest extended_test(FieldOwner owner);
  FieldTest extended_event_test();
  RelativeTime moment() { return {static_cast<std::int64_t>(below(7)) - 3, {}}; }

  std::mt19937_64 random_;
  bool extended_ = false;
};

}  // namespace pocketrec
