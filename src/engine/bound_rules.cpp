#include "engine/bound_rules.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "domain/number_text.h"

namespace pocketrec {
namespace {

Error refusal(const std::string& place, const std::string& expected, const std::string& got) {
  return {ErrorCode::invalid_input, place + ": expected " + expected + ", got " + got};
}

Result<const Column*> find_column(const Catalog& catalog, const std::string& name, const std::string& place) {
  const Column* column = catalog.column(name);
  if (column == nullptr) return refusal(place + ".column", "a column of the items", "'" + name + "'");
  return column;
}

void sort_unique(std::vector<std::uint64_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

std::vector<std::uint64_t> column_values(const Column& column, ItemIndex item) {
  std::vector<std::uint64_t> values;
  if (!is_numeric(column.field().type)) {
    column.for_each_code(item, [&](std::uint32_t code) { values.push_back(code); });
    sort_unique(values);
    return values;
  }
  const FieldValue cell = column.value(item);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) values.push_back(std::bit_cast<std::uint64_t>(*integer));
  // The sum makes one zero of the two.
  if (const auto* real = std::get_if<double>(&cell)) values.push_back(std::bit_cast<std::uint64_t>(*real + 0.0));
  return values;
}

Result<void> BoundRules::bind_boost(const FieldBoost& boost, const std::string& place, const Catalog& catalog) {
  const auto column = find_column(catalog, boost.column, place);
  if (!column) return column.error();
  const bool has_numbers = is_numeric((*column)->field().type);
  if (has_numbers != boost.values.empty()) {
    const std::string expected = has_numbers ? "least or most, as " + boost.column + " has numbers"
                                             : "values, as " + boost.column + " has no numbers";
    return refusal(place, expected, has_numbers ? "values" : "bounds");
  }
  BoundBoost bound{*column,
                   {},
                   boost.least,
                   boost.most,
                   static_cast<Score>(std::llround(std::ldexp(boost.points, kScoreFractionBits)))};
  for (const std::string& value : boost.values) {
    if (const auto code = (*column)->dictionary().find(value)) bound.codes.push_back(*code);
  }
  std::sort(bound.codes.begin(), bound.codes.end());
  boosts_.push_back(std::move(bound));
  return {};
}

Result<BoundRules> BoundRules::bind(const ListRules& rules, const Catalog& catalog) {
  BoundRules bound;
  bound.items_ = catalog.size();
  const auto boosts = rules.boosts.value_or(std::vector<FieldBoost>());
  for (std::size_t i = 0; i < boosts.size(); ++i) {
    if (auto ok = bound.bind_boost(boosts[i], "boosts[" + std::to_string(i) + "]", catalog); !ok) return ok.error();
  }
  const auto caps = rules.caps.value_or(std::vector<ValueCap>());
  for (std::size_t i = 0; i < caps.size(); ++i) {
    const auto column = find_column(catalog, caps[i].column, "caps[" + std::to_string(i) + "]");
    if (!column) return column.error();
    bound.caps_.push_back({*column, caps[i].most});
  }
  for (const PinnedItem& pin : rules.pinned.value_or(std::vector<PinnedItem>())) {
    if (const auto item = catalog.find(pin.item_id)) bound.pins_.emplace_back(pin.position, *item);
  }
  std::sort(bound.pins_.begin(), bound.pins_.end());
  for (const std::string& id : rules.blocked) {
    if (const auto item = catalog.find(id)) bound.blocked_.push_back(*item);
  }
  std::sort(bound.blocked_.begin(), bound.blocked_.end());
  bound.minimum_relevance_ = as_share(rules.minimum_relevance.value_or(0));
  bound.diversity_ = as_share(rules.diversity.value_or(0));
  bound.rotation_ = rules.rotation.value_or(0);
  if (bound.diversity_ == 0) return bound;
  for (const Column& column : catalog.columns()) {
    if (column.field().categorical && !is_numeric(column.field().type)) bound.categories_.push_back(&column);
  }
  if (bound.categories_.empty()) {
    return refusal("diversity", "a categorical column of the items to compare them by", "none");
  }
  return bound;
}

bool BoundRules::BoundBoost::fits(ItemIndex item) const {
  if (is_numeric(column->field().type)) {
    const auto number = column->number(item);
    return number && !(least && *number < *least) && !(most && *number > *most);
  }
  bool found = false;
  column->for_each_code(
      item, [&](std::uint32_t code) { found = found || std::binary_search(codes.begin(), codes.end(), code); });
  return found;
}

std::optional<std::string> BoundRules::BoundBoost::value_of(ItemIndex item) const {
  if (!fits(item)) return std::nullopt;
  const std::string name = column->field().name + "=";
  if (is_numeric(column->field().type)) {
    return name + (least ? number_text(*least) : "") + ".." + (most ? number_text(*most) : "");
  }
  std::string value;
  column->for_each_code(item, [&](std::uint32_t code) {
    if (value.empty() && std::binary_search(codes.begin(), codes.end(), code)) value = column->dictionary()[code];
  });
  return name + value;
}

std::vector<BoundRules::Boost> BoundRules::boosts_of(ItemIndex item) const {
  std::vector<Boost> boosts;
  for (const BoundBoost& boost : boosts_) {
    if (auto value = boost.value_of(item)) boosts.push_back({*std::move(value), boost.points});
  }
  return boosts;
}

void BoundRules::add_boosts(Scores& scores) const {
  for (const BoundBoost& boost : boosts_) {
    for (ItemIndex item = 0; item < items_; ++item) {
      if (boost.fits(item)) scores.add(item, boost.points);
    }
  }
}

bool BoundRules::is_blocked(ItemIndex item) const {
  return std::binary_search(blocked_.begin(), blocked_.end(), item);
}

void BoundRules::remove_blocked(ItemMask& items) const {
  for (const ItemIndex item : blocked_) items.erase(item);
}

std::vector<std::uint64_t> BoundRules::categories_of(ItemIndex item) const {
  std::vector<std::uint64_t> values;
  for (std::size_t c = 0; c < categories_.size(); ++c) {
    for (const std::uint64_t value : column_values(*categories_[c], item))
      values.push_back(std::uint64_t{c} << 32 | value);
  }
  return values;  // ascending, as columns and codes do
}

}  // namespace pocketrec
