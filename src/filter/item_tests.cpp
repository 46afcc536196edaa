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
    return items_where(catalog.size(),
                       [&](std::size_t row) { return has_text(test, catalog.id(static_cast<ItemIndex>(row))); });
  }
  ItemMask items(catalog.size());
  for (const LiteralValue& id : test.operands) {
    if (const auto row = catalog.find(text_of(id))) items.insert(*row);
  }
  return items;
}

ItemMask items_with_texts(const ResolvedTest& test, const Column& column) {
  std::vector<bool> wanted(column.dictionary().size());
  bool some_wanted = false;
  const auto want = [&](std::uint32_t code) {
    wanted[code] = true;
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

// Items with any value but an empty text, which is null.
ItemMask items_with_values(const Column& column) {
  if (is_numeric(column.field().type)) {
    const bool is_whole = column.field().type == FieldType::integer32 || column.field().type == FieldType::integer64;
    return items_where(column.size(), [&](std::size_t row) {
      return is_whole ? column.integer(row).has_value() : column.number(row).has_value();
    });
  }
  return items_where(column.size(), [&](std::size_t row) {
    bool found = false;
    column.for_each_code(row, [&](std::uint32_t code) { found = found || !column.dictionary()[code].empty(); });
    return found;
  });
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
