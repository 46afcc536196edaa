#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/number_ranges.h"
#include "filter/resolved_test.h"
#include "filter/token.h"

namespace pocketrec {
namespace {

const std::string& text_of(const LiteralValue& value) {
  return *std::get_if<std::string>(&value);
}

// Items of which some event has what the test looks for (contract/filters.md §5).
ItemMask items_with_events(const ResolvedTest& test, const Catalog& catalog, const UserState& user) {
  ItemMask items(catalog.size());
  for (const UserEvent& event : user.events) {
    if (event_has(test, event)) items.insert(event.item);
  }
  return items;
}

ItemMask items_with_ids(const ResolvedTest& test, const Catalog& catalog) {
  if (test.check == Check::is_null || test.check == Check::not_null) {
    return ItemMask(catalog.size(), test.check == Check::not_null);
  }
  if (test.check == Check::prefix) {
    return ItemMask::where(catalog.size(),
                           [&](std::size_t row) { return has_text(test, catalog.id(static_cast<ItemIndex>(row))); });
  }
  ItemMask items(catalog.size());
  for (const LiteralValue& id : test.operands) {
    if (const auto row = catalog.find(text_of(id))) items.insert(*row);
  }
  return items;
}

ItemMask items_with_texts(const ResolvedTest& test, const Column& column) {
  std::vector<unsigned char> wanted(column.dictionary().size());
  bool some_wanted = false;
  const auto want = [&](std::uint32_t code) {
    wanted[code] = 1;
    some_wanted = true;
  };
  if (test.check == Check::prefix) {
    for (std::uint32_t code = 0; code < wanted.size(); ++code) {
      if (has_text(test, column.dictionary()[code])) want(code);
    }
  } else {
    for (const LiteralValue& text : test.operands) {
      const auto code = column.dictionary().find(text_of(text));
      // Empty is null, and null is in no list (contract/filters.md §5).
      if (code && !text_of(text).empty()) want(*code);
    }
  }
  if (!some_wanted) return ItemMask(column.size());
  return column.rows_with(wanted);
}

// cells: with some value for null that not_null() knows.
template <typename T, typename NotNull>
ItemMask items_in(std::span<const T> cells, const NumberRanges<T>& ranges, NotNull not_null) {
  if (ranges.ranges().size() == 1) {
    const NumberRange<T> range = ranges.ranges().front();
    return ItemMask::where(cells.size(), [=](std::size_t row) {
      const T value = cells[row];
      return static_cast<unsigned>(range.low <= value) & static_cast<unsigned>(value <= range.high) &
             static_cast<unsigned>(not_null(value));
    });
  }
  return ItemMask::where(cells.size(),
                         [&](std::size_t row) { return not_null(cells[row]) && ranges.contains(cells[row]); });
}

constexpr auto is_integer = [](std::int64_t cell) { return cell != kNullInteger; };
constexpr auto is_real = [](double cell) { return cell == cell; };  // NaN is null

// Items with any value but an empty text, which is null.
ItemMask items_with_values(const Column& column) {
  if (!column.integers().empty()) {
    return ItemMask::where(column.size(), [&](std::size_t row) { return is_integer(column.integers()[row]); });
  }
  if (!column.reals().empty()) {
    return ItemMask::where(column.size(), [&](std::size_t row) { return is_real(column.reals()[row]); });
  }
  std::vector<unsigned char> wanted(column.dictionary().size());
  for (std::uint32_t code = 0; code < wanted.size(); ++code) wanted[code] = column.dictionary()[code].empty() ? 0 : 1;
  return column.rows_with(wanted);
}

// Items that have some of the operands; of not_equal, the complement of what is asked.
Result<ItemMask> items_with(const ResolvedTest& test, const Catalog& catalog, const UserState* user) {
  if (is_of_events(test.field->source)) return items_with_events(test, catalog, *user);
  if (test.field->source == FieldSource::item_id) return items_with_ids(test, catalog);
  const Column* const column = catalog.column(test.field->name);
  if (!column) return ItemMask(catalog.size(), test.check == Check::is_null);
  const FieldType type = column->field().type;
  if (type != test.field->type) {
    return Error{ErrorCode::internal, "filter: expected the column " + test.field->name + " of type " +
                                          std::string(field_type_name(test.field->type)) + ", got " +
                                          std::string(field_type_name(type)) + " in the catalogue"};
  }
  if (test.check == Check::is_null || test.check == Check::not_null) {
    ItemMask items = items_with_values(*column);
    if (test.check == Check::is_null) items.flip();
    return items;
  }
  switch (type) {
    case FieldType::integer32:
    case FieldType::integer64:
      return items_in(column->integers(), NumberRanges<std::int64_t>(test.relation, test.operands), is_integer);
    case FieldType::float32:
    case FieldType::float64:
      return items_in(column->reals(), NumberRanges<double>(test.relation, test.operands), is_real);
    case FieldType::string:
    case FieldType::boolean:
      break;
  }
  return items_with_texts(test, *column);
}

// All that decides which items the test chooses. Parts that could be taken for each other have their lengths in front.
std::string name_of(const ResolvedTest& test) {
  const auto append = [](std::string& name, std::string_view part) {
    name.append(std::to_string(part.size())).append(1, ':').append(part);
  };
  std::string name;
  append(name, test.field->name);
  name.append(std::to_string(static_cast<int>(test.check))).append(std::to_string(static_cast<int>(test.relation)));
  for (const LiteralValue& operand : test.operands) {
    if (const auto* integer = std::get_if<std::int64_t>(&operand)) {
      name.append("i").append(std::to_string(*integer));
    } else if (const auto* real = std::get_if<double>(&operand)) {
      name.append("r").append(std::to_string(std::bit_cast<std::uint64_t>(*real)));
    } else {
      append(name.append("t"), text_of(operand));
    }
  }
  return name;
}

}  // namespace

Result<ItemMask> matching_items(const ResolvedTest& test, const Catalog& catalog, const UserState* user,
                                FilterCache* cache) {
  if (test.never) return ItemMask(catalog.size());
  // Events are few, and a moment does not come again.
  const bool is_cached = cache != nullptr && test.field->source == FieldSource::item_column && !test.is_momentary;
  std::string name = is_cached ? name_of(test) : std::string();
  if (is_cached) {
    if (const auto known = cache->find(name)) return *known;
  }
  auto items = items_with(test, catalog, user);
  if (items && test.relation == ComparisonOperator::not_equal) items->flip();
  if (items && is_cached) cache->insert(std::move(name), std::make_shared<const ItemMask>(*items));
  return items;
}

}  // namespace pocketrec
