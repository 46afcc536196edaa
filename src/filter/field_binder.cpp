#include "filter/field_binder.h"

#include "filter/diagnostic.h"
#include "filter/words.h"

namespace pocketrec {
namespace {

constexpr std::size_t kMaxFields = 10;  // contract/filters.md §7

// The names of the first columns, for a hint.
std::string columns_of(const Schema& schema) {
  constexpr std::size_t kShown = 8;
  std::string text = "columns:";
  for (std::size_t i = 0; i < schema.fields.size() && i < kShown; ++i) {
    text.append(i == 0 ? " " : ", ").append(schema.fields[i].name);
  }
  if (schema.fields.size() > kShown) text += ", ...";
  return text;
}

}  // namespace

const Schema* FieldBinder::schema(FieldOwner owner) const {
  switch (owner) {
    case FieldOwner::interactions:
      return schemas_.interactions;
    case FieldOwner::items:
    case FieldOwner::current_item:
      return schemas_.items;
    case FieldOwner::current_user:
      return schemas_.users;
    case FieldOwner::users:
    case FieldOwner::actions:
    case FieldOwner::action_interactions:
      break;
  }
  return nullptr;
}

Result<BoundField> FieldBinder::bind_event_field(const FieldReference& reference) const {
  if (same_field_name(reference.name, "EVENT_TYPE")) return BoundField{FieldSource::event_type, "EVENT_TYPE"};
  if (language_ == FilterLanguage::personalize) {
    return error(reference.place, "conditions on Interactions use EVENT_TYPE only, got " + reference.name,
                 "write Interactions.EVENT_TYPE");
  }
  if (same_field_name(reference.name, "EVENT_VALUE")) {
    return BoundField{FieldSource::event_value, "EVENT_VALUE", FieldType::float64};
  }
  if (same_field_name(reference.name, "TIMESTAMP")) {
    return BoundField{FieldSource::event_time, "TIMESTAMP", FieldType::integer64};
  }
  std::string kept = "kept of events: EVENT_TYPE, EVENT_VALUE, TIMESTAMP";
  for (std::size_t i = 0; i < schemas_.context_columns.size(); ++i) {
    const ContextColumn& column = schemas_.context_columns[i];
    kept += ", " + column.name;
    if (!same_field_name(reference.name, column.name)) continue;
    BoundField bound{FieldSource::event_context, column.name};
    bound.context_column = i;
    for (std::uint32_t code = 0; code < column.values.size(); ++code) {
      bound.context_values.emplace_back(column.values[code]);
    }
    return bound;
  }
  return error(reference.place, "the model keeps no field " + reference.name + " of Interactions", kept);
}

Result<BoundField> FieldBinder::bind(const FieldReference& reference, bool reads_text) {
  const bool of_user = reference.owner == FieldOwner::current_user;
  const bool of_event = reference.owner == FieldOwner::interactions;
  const Schema* const dataset = schema(reference.owner);
  const std::string_view dataset_name = field_owner_name(of_user    ? FieldOwner::users
                                                         : of_event ? FieldOwner::interactions
                                                                    : FieldOwner::items);
  if (!dataset || dataset->fields.empty()) {
    return error(reference.place, std::string("this data has no ").append(dataset_name) + " dataset",
                 "only columns of a dataset can be filtered");
  }
  if (of_event) {
    auto bound = bind_event_field(reference);
    if (!bound) return bound.error();
    if (auto ok = count_field(reference, dataset, bound->name); !ok) return ok.error();
    return bound;
  }
  const Field* const found = dataset->find(reference.name);
  if (!found) {
    return error(reference.place, std::string("the ").append(dataset_name) + " dataset has no field " + reference.name,
                 columns_of(*dataset));
  }
  if (found->type == FieldType::boolean && language_ == FilterLanguage::personalize) {
    return error(reference.place,
                 std::string(kInvalidExpression) + "boolean fields cannot be filtered, got " + found->name,
                 "use a text field with \"true\" and \"false\", or a number");
  }
  if (found->textual && !reads_text) {
    return error(reference.place, "textual fields cannot be filtered, got " + found->name,
                 "use a categorical field or a plain text field");
  }
  if (auto ok = count_field(reference, dataset, found->name); !ok) return ok.error();
  BoundField bound{FieldSource::item_column, found->name, found->type, found->categorical};
  const bool is_id = same_field_name(found->name, of_user ? "USER_ID" : "ITEM_ID");
  if (of_user) {
    bound.source = is_id ? FieldSource::user_id : FieldSource::user_column;
  } else if (is_id) {
    bound.source = FieldSource::item_id;
  }
  return bound;
}

Result<void> FieldBinder::count_field(const FieldReference& reference, const Schema* dataset, const std::string& name) {
  fields_.emplace(dataset, name);
  if (language_ == FilterLanguage::extended || fields_.size() <= kMaxFields) return {};
  return error(reference.place, "a filter uses 10 different fields at most, got " + name + " as the 11th",
               "make it two filters");
}

Error FieldBinder::error(Place place, std::string message, std::string_view hint) const {
  return error_at(text_, place.offset, std::move(message), hint);
}

}  // namespace pocketrec
