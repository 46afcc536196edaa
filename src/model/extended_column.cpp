#include "model/extended_column.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <string_view>

#include "datasets/cell_values.h"

namespace pocketrec {
namespace {

IndexArray view(const std::vector<std::uint32_t>& values) {
  return {std::as_bytes(std::span(values)).data(), values.size(), sizeof(std::uint32_t)};
}

}  // namespace

ExtendedColumn::ExtendedColumn(const Column& base, std::size_t rows,
                               const std::map<std::uint32_t, const FieldValue*>& cells) {
  assert(rows >= base.size());
  column_.field_ = base.field_;
  column_.size_ = rows;
  if (is_numeric(base.field_.type)) {
    extend_numbers(base, rows, cells);
  } else {
    extend_texts(base, rows, cells);
  }
}

void ExtendedColumn::extend_numbers(const Column& base, std::size_t rows,
                                    const std::map<std::uint32_t, const FieldValue*>& cells) {
  const FieldType type = base.field_.type;
  if (type == FieldType::integer32 || type == FieldType::integer64) {
    integers_.assign(base.integers_.begin(), base.integers_.end());
    integers_.resize(rows, kNullInteger);
    for (const auto& [row, cell] : cells) {
      const auto* value = std::get_if<std::int64_t>(cell);
      integers_[row] = value == nullptr ? kNullInteger : *value;
    }
    column_.integers_ = integers_;
    return;
  }
  constexpr double kNull = std::numeric_limits<double>::quiet_NaN();
  reals_.assign(base.reals_.begin(), base.reals_.end());
  reals_.resize(rows, kNull);
  for (const auto& [row, cell] : cells) {
    const auto* value = std::get_if<double>(cell);
    reals_[row] = value == nullptr ? kNull : *value;
  }
  column_.reals_ = reals_;
}

void ExtendedColumn::extend_texts(const Column& base, std::size_t rows,
                                  const std::map<std::uint32_t, const FieldValue*>& cells) {
  std::map<std::uint32_t, std::vector<std::string>> values;
  std::vector<std::string_view> added;
  for (const auto& [row, cell] : cells) values.emplace(row, cell_values(*cell, base.field_));
  for (const auto& [row, texts] : values) {
    for (const std::string& text : texts) {
      if (!base.dictionary_.find(text)) added.push_back(text);
    }
  }
  std::sort(added.begin(), added.end());
  added.erase(std::unique(added.begin(), added.end()), added.end());

  // The dictionary stays sorted; where its own texts go now, by their old code.
  std::vector<std::uint32_t> code_of_base;
  dictionary_offsets_ = {0};
  const auto append = [&](std::string_view text) {
    dictionary_bytes_.insert(dictionary_bytes_.end(), text.begin(), text.end());
    dictionary_offsets_.push_back(static_cast<std::uint32_t>(dictionary_bytes_.size()));
  };
  std::size_t next = 0;
  for (std::size_t code = 0; code < base.dictionary_.size(); ++code) {
    while (next < added.size() && added[next] < base.dictionary_[code]) append(added[next++]);
    code_of_base.push_back(static_cast<std::uint32_t>(dictionary_offsets_.size() - 1));
    append(base.dictionary_[code]);
  }
  while (next < added.size()) append(added[next++]);
  column_.dictionary_ = StringTable(view(dictionary_offsets_), dictionary_bytes_.data());

  offsets_ = {0};
  for (std::uint32_t row = 0; row < rows; ++row) {
    if (const auto changed = values.find(row); changed != values.end()) {
      for (const std::string& text : changed->second) codes_.push_back(*column_.dictionary_.find(text));
    } else if (row < base.size()) {
      base.for_each_code(row, [&](std::uint32_t code) { codes_.push_back(code_of_base[code]); });
    }
    offsets_.push_back(static_cast<std::uint32_t>(codes_.size()));
  }
  column_.offsets_ = view(offsets_);
  column_.codes_ = view(codes_);
}

}  // namespace pocketrec
