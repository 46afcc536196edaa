#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "filter/number_ranges.h"
#include "filter/resolved_test.h"
#include "filter/token.h"

namespace pocketrec {
namespace {

template <typename Predicate>
ItemMask items_where(std::size_t size, Predicate holds) {
  ItemMask items(size);
  for (std::size_t row = 0; row < size; ++row) {
    if (holds(row)) items.insert(static_cast<ItemIndex>(row));
  }
  return items;
}

const std::string& text_of(const LiteralValue& value) {
  return *std::get_if<std::string>(&value);
}

// Items of which some event's type is one of the operands, in any case (contract/filters.md §2, lexical rules).
ItemMask items_with_events(const ResolvedTest& test, const Catalog& catalog, const UserState& user) {
  ItemMask items(catalog.size());
  const bool any_type = text_of(test.operands.front()) == kAnyEventType;
  for (const UserEvent& event : user.events) {
    const auto is_type = [&event](const LiteralValue& type) { return same_word(text_of(type), event.event_type); };
    if (any_type || std::any_of(test.operands.begin(), test.operands.end(), is_type)) items.insert(event.item);
  }
  return items;
}

ItemMask items_with_ids(const ResolvedTest& test, const Catalog& catalog) {
  ItemMask items(catalog.size());
  for (const LiteralValue& id : test.operands) {
    if (const auto row = catalog.find(text_of(id))) items.insert(*row);
  }
  return items;
}

ItemMask items_with_texts(const ResolvedTest& test, const Column& column) {
  std::vector<bool> wanted(column.dictionary().size());
  bool some_wanted = false;
  for (const LiteralValue& text : test.operands) {
    const auto code = column.dictionary().find(text_of(text));
    // Empty is null, and null is in no list (contract/filters.md §5).
    if (!code || text_of(text).empty()) continue;
    wanted[*code] = true;
    some_wanted = true;
  }
  if (!some_wanted) return ItemMask(column.size());
  return items_where(column.size(), [&](std::size_t row) {
    bool found = false;
    column.for_each_code(row, [&](std::uint32_t code) { found = found || wanted[code]; });
    return found;
  });
}

ItemMask items_with_integers(const ResolvedTest& test, const Column& column) {
  const NumberRanges<std::int64_t> ranges(test.relation, test.operands);
  return items_where(column.size(), [&](std::size_t row) {
    const auto value = column.integer(row);
    return value && ranges.contains(*value);
  });
}

ItemMask items_with_reals(const ResolvedTest& test, const Column& column) {
  const NumberRanges<double> ranges(test.relation, test.operands);
  return items_where(column.size(), [&](std::size_t row) {
    const auto value = column.number(row);
    return value && ranges.contains(*value);
  });
}

// Items that have some of the operands; of not_equal, the complement of what is asked.
Result<ItemMask> items_with(const ResolvedTest& test, const Catalog& catalog, const UserState* user) {
  if (test.field->source == FieldSource::event_type) return items_with_events(test, catalog, *user);
  if (test.field->source == FieldSource::item_id) return items_with_ids(test, catalog);
  const Column* const column = catalog.column(test.field->name);
  if (!column) return ItemMask(catalog.size());
  const FieldType type = column->field().type;
  if (type != test.field->type) {
    return Error{ErrorCode::internal, "filter: expected the column " + test.field->name + " of type " +
                                          std::string(field_type_name(test.field->type)) + ", got " +
                                          std::string(field_type_name(type)) + " in the catalogue"};
  }
  switch (type) {
    case FieldType::integer32:
    case FieldType::integer64:
      return items_with_integers(test, *column);
    case FieldType::float32:
    case FieldType::float64:
      return items_with_reals(test, *column);
    case FieldType::string:
    case FieldType::boolean:
      break;
  }
  return items_with_texts(test, *column);
}

}  // namespace

Result<ItemMask> matching_items(const ResolvedTest& test, const Catalog& catalog, const UserState* user) {
  if (test.never) return ItemMask(catalog.size());
  auto items = items_with(test, catalog, user);
  if (items && test.relation == ComparisonOperator::not_equal) items->flip();
  return items;
}

}  // namespace pocketrec
