#include "random_filter.h"

#include <utility>

#include "api/limits.h"
#include "filter/filter.h"

namespace pocketrec {
namespace {

const Field kGenres{"GENRES", FieldType::string, true, true};
const Field kTitle{"TITLE", FieldType::string, true};
const Field kYear{"YEAR", FieldType::integer64, true};
const Field kPrice{"PRICE", FieldType::float32, true};
const Field kStock{"STOCK", FieldType::boolean, true};
const Field kTastes{"TASTES", FieldType::string, true, true};
const Field kCountry{"COUNTRY", FieldType::string, true};
const Field kAge{"AGE", FieldType::integer32, true};

}  // namespace

std::string RandomFilters::text() {
  return pick({"a", "b", "c", "A", "a b", "é\"\\'", "$x", "1"});
}

FieldValue RandomFilters::cell(const Field& field) {
  if (one_in(4)) return {};
  const auto small = static_cast<std::int64_t>(below(6)) - 2;
  if (field.type == FieldType::integer32 || field.type == FieldType::integer64) return small;
  if (is_numeric(field.type)) return static_cast<double>(small) / 2;
  if (field.type == FieldType::boolean) return small > 0;
  std::string value = text();
  while (field.categorical && one_in(3)) value += "|" + text();
  return value;
}

SampleTable RandomFilters::table(DatasetType type, const std::vector<std::string>& ids, std::vector<Field> fields) {
  SampleTable table{{type, std::move(fields)}, ids, {}};
  for (std::size_t row = 0; row < ids.size(); ++row) {
    std::vector<FieldValue> cells;
    for (std::size_t i = 1; i < table.schema.fields.size(); ++i) cells.push_back(cell(table.schema.fields[i]));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

SampleData RandomFilters::data() {
  // Around the 64 rows of a word of ItemMask.
  const std::size_t size = 1 + below(one_in(3) ? 140 : 12);
  std::vector<std::string> items;
  for (std::size_t i = 0; i < size; ++i) items.push_back("i" + std::to_string(1000 + i));
  // Arguments are evaluated in any order, and each draws random numbers.
  SampleTable item_table = table(DatasetType::items, items, {{"ITEM_ID"}, kGenres, kTitle, kYear, kPrice, kStock});
  SampleTable user_table = table(DatasetType::users, {"u1", "u2"}, {{"USER_ID"}, kTastes, kCountry, kAge, kStock});
  SampleData data(std::move(item_table), std::move(user_table));
  for (const char* user : {"u1", "u3"}) {
    for (std::size_t events = below(12); events > 0; --events) {
      const std::string type = pick({"click", "Click", "view", "BUY"});
      const auto item = static_cast<ItemIndex>(below(size));
      const auto seconds = static_cast<std::int64_t>(below(6));
      const auto value = one_in(3) ? std::nullopt : std::optional(static_cast<double>(below(5)) / 2);
      data.add_event(user, type, item, seconds, value, pick({"", "phone", "tv"}));
    }
  }
  return data;
}

Literal RandomFilters::number() {
  const auto small = static_cast<std::int64_t>(below(6)) - 2;
  if (one_in(3)) return {static_cast<double>(small) / 2, {}};
  return {small, {}};
}

FieldTest RandomFilters::event_test() {
  const FieldReference field{FieldOwner::interactions, pick({"EVENT_TYPE", "event_type"}), {}};
  if (one_in(4)) {
    return Comparison{field,
                      one_in(2) ? ComparisonOperator::equal : ComparisonOperator::not_equal,
                      Literal{pick({"click", "VIEW"}), {}},
                      {}};
  }
  Membership member{field, one_in(3), {}, {}};
  if (one_in(4)) {
    member.operands.push_back(Literal{std::string("*"), {}});
  } else if (!member.negated && one_in(3)) {
    member.operands.push_back(Parameter{"E", {}});
  } else {
    do {
      member.operands.push_back(Literal{pick({"click", "VIEW", "buy", "none"}), {}});
    } while (one_in(2));
  }
  return member;
}

FieldTest RandomFilters::text_test(FieldReference field, std::string_view current_item) {
  const FieldReference current{FieldOwner::current_item, std::string(current_item), {}};
  const auto literal = [this] {
    // A text that is a placeholder when quoted is one.
    std::string value = text();
    return value == "$x" ? Literal{std::string("c"), {}} : Literal{std::move(value), {}};
  };
  if (one_in(3)) {
    Comparison comparison{field, one_in(2) ? ComparisonOperator::equal : ComparisonOperator::not_equal, literal(), {}};
    if (one_in(4)) comparison.operand = Parameter{"T", {}};
    if (one_in(6)) comparison.operand = current;
    return comparison;
  }
  Membership member{std::move(field), one_in(3), {}, {}};
  if (!member.negated && one_in(4)) {
    member.operands.push_back(Parameter{pick({"TS", "T"}), {}});
  } else if (!member.negated && one_in(5)) {
    member.operands.push_back(current);
  } else {
    do {
      member.operands.push_back(literal());
    } while (one_in(2));
  }
  return member;
}

FieldTest RandomFilters::number_test(FieldReference field, std::string_view current_item) {
  const FieldReference current{FieldOwner::current_item, std::string(current_item), {}};
  if (one_in(5)) {
    Membership member{std::move(field), one_in(2), {}, {}};
    if (!member.negated && one_in(3)) {
      member.operands.push_back(Parameter{"NS", {}});
    } else {
      do {
        member.operands.push_back(number());
      } while (one_in(2));
    }
    return member;
  }
  Comparison comparison{std::move(field), static_cast<ComparisonOperator>(below(6)), number(), {}};
  if (one_in(4)) comparison.operand = Parameter{"N", {}};
  if (one_in(5)) comparison.operand = current;
  return comparison;
}

FieldTest RandomFilters::field_test(FieldOwner owner) {
  if (extended_ && one_in(4)) return extended_test(owner);
  if (owner == FieldOwner::interactions) return event_test();
  if (owner == FieldOwner::current_user) {
    switch (below(4)) {
      case 0:
        return text_test({owner, "tastes", {}}, "GENRES");
      case 1:
        return text_test({owner, "COUNTRY", {}}, "TITLE");
      case 2:
        return Membership{{owner, "USER_ID", {}}, one_in(2), {Literal{pick({"u1", "u3"}), {}}}, {}};
      default:
        return number_test({owner, "AGE", {}}, "PRICE");
    }
  }
  switch (below(5)) {
    case 0:
      return text_test({owner, "GENRES", {}}, "genres");
    case 1:
      return text_test({owner, "Title", {}}, "GENRES");
    case 2:
      return number_test({owner, "YEAR", {}}, "PRICE");
    case 3:
      return number_test({owner, "price", {}}, one_in(2) ? "YEAR" : "PRICE");
    default:
      if (one_in(3)) return text_test({owner, "ITEM_ID", {}}, "ITEM_ID");
      return Membership{{owner, "ITEM_ID", {}}, one_in(2), {Literal{pick({"i1000", "i1002"}), {}}}, {}};
  }
}

FieldTest RandomFilters::extended_event_test() {
  switch (below(4)) {
    case 0:
      return NullTest{{FieldOwner::interactions, pick({"EVENT_VALUE", "device"}), {}}, one_in(2)};
    case 1:
      return Comparison{{FieldOwner::interactions, "Timestamp", {}},
                        static_cast<ComparisonOperator>(below(6)),
                        one_in(2) ? Operand{moment()} : Operand{number()},
                        {}};
    case 2:
      return Membership{{FieldOwner::interactions, "DEVICE", {}}, one_in(2), {Literal{pick({"tv", "phone"}), {}}}, {}};
    default:
      return number_test({FieldOwner::interactions, "event_value", {}}, "PRICE");
  }
}

FieldTest RandomFilters::extended_test(FieldOwner owner) {
  if (owner == FieldOwner::interactions) return extended_event_test();
  const bool is_user = owner == FieldOwner::current_user;
  const FieldReference whole{owner, is_user ? "AGE" : "YEAR", {}};
  const FieldReference text_field{owner, is_user ? "COUNTRY" : pick({"TITLE", "GENRES", "ITEM_ID"}), {}};
  const FieldReference stock{owner, "stock", {}};
  switch (below(6)) {
    case 0:
      return NullTest{one_in(2) ? whole : one_in(2) ? text_field : stock, one_in(2)};
    case 1:
      return PrefixTest{text_field, one_in(3) ? Operand{Parameter{"TS", {}}} : Literal{pick({"a", "i1", "é"}), {}}, {}};
    case 2:
      return Comparison{stock,
                        one_in(2) ? ComparisonOperator::equal : ComparisonOperator::not_equal,
                        one_in(3) ? Operand{Parameter{"B", {}}} : Literal{one_in(2), {}},
                        {}};
    case 3:
      return Comparison{whole, static_cast<ComparisonOperator>(below(6)), moment(), {}};
    case 4:
      return Membership{text_field, true, {Parameter{"TS", {}}}, {}};
    default:
      if (is_user) return Membership{stock, one_in(2), {Literal{true, {}}, Literal{one_in(2), {}}}, {}};
      if (one_in(2)) {
        return Membership{
            {owner, "GENRES", {}}, one_in(2), {FieldReference{FieldOwner::current_user, "TASTES", {}}}, {}};
      }
      return Comparison{
          whole, static_cast<ComparisonOperator>(below(6)), FieldReference{FieldOwner::current_user, "AGE", {}}, {}};
  }
}

FieldOwner RandomFilters::where_owner() {
  return one_in(3) ? FieldOwner::interactions : FieldOwner::items;
}

Test RandomFilters::test(FieldOwner owner) {
  if (extended_ && one_in(6)) {
    auto events = conditions<FieldTest>(true, 1, [this] { return field_test(FieldOwner::interactions); });
    const Operand number = one_in(4) ? Operand{Parameter{"N", {}}} : Literal{static_cast<std::int64_t>(below(3)), {}};
    return EventCount{std::move(events), static_cast<ComparisonOperator>(below(6)), number, {}};
  }
  return field_test(extended_ ? where_owner() : owner);
}

// In the normal form of the parser: no junction within one of its own kind.
template <typename Leaf, typename Make>
Condition<Leaf> RandomFilters::conditions(bool with_or, int depth, const Make& make) {
  using Node = Condition<Leaf>;
  const auto factor = [&](auto is_same) -> Node {
    if (!extended_ || depth == 0 || !one_in(4)) return {make()};
    Node inner = conditions<Leaf>(true, depth - 1, make);
    if (one_in(2) || is_same(inner)) {
      typename Node::Not negation;
      negation.terms.push_back(std::move(inner));
      return {std::move(negation)};
    }
    return inner;
  };
  const auto all_of = [&]() -> Node {
    typename Node::All all;
    do {
      all.terms.push_back(factor([](const Node& term) { return !std::holds_alternative<Leaf>(term.node); }));
    } while (one_in(3));
    if (all.terms.size() == 1) return std::move(all.terms.front());
    // An OR among them keeps its parentheses.
    for (Node& term : all.terms) {
      if (extended_ && depth > 0 && one_in(4)) {
        typename Node::Any any;
        any.terms.push_back({make()});
        any.terms.push_back({make()});
        term = {std::move(any)};
      }
    }
    return {std::move(all)};
  };
  typename Node::Any any;
  do {
    any.terms.push_back(all_of());
  } while (with_or && one_in(3));
  if (any.terms.size() == 1) return std::move(any.terms.front());
  return {std::move(any)};
}

Clause RandomFilters::clause() {
  Clause clause;
  clause.verb = one_in(2) ? Verb::include : Verb::exclude;
  const FieldOwner owner = where_owner();
  clause.where = conditions<Test>(true, 2, [&] { return test(owner); });
  if (one_in(3)) {
    clause.user_condition = conditions<FieldTest>(extended_, 2, [&] { return field_test(FieldOwner::current_user); });
  }
  return clause;
}

FilterExpression RandomFilters::expression() {
  extended_ = one_in(2);
  for (;;) {
    FilterExpression expression;
    expression.language = extended_ ? FilterLanguage::extended : FilterLanguage::personalize;
    do {
      expression.clauses.push_back(clause());
    } while (one_in(2) && expression.clauses.size() < 4);
    if (to_text(expression).size() <= limits::kExpressionLength) return expression;
  }
}

ReferenceRequest RandomFilters::request(const SampleData& data) {
  ReferenceRequest request;
  const auto some = [this](auto make) {
    std::vector<std::string> values;
    do {
      values.push_back(make());
    } while (one_in(2));
    return values;
  };
  const auto number_text = [this] { return pick({"-1", "0", "1", "2", "0.5", "+1"}); };
  if (!one_in(8)) request.values["T"] = {text()};
  if (!one_in(8)) request.values["TS"] = some([this] { return text(); });
  if (!one_in(8)) request.values["N"] = {number_text()};
  if (!one_in(8)) request.values["NS"] = some(number_text);
  if (!one_in(8)) request.values["E"] = some([this] { return pick({"Click", "view"}); });
  if (one_in(8)) request.values["E"] = {"*"};
  if (!one_in(8)) request.values["B"] = {pick({"true", "FALSE"})};
  request.now = static_cast<std::int64_t>(below(5));
  if (!one_in(8)) request.user = pick({"u1", "u2", "u3", "u4"});
  if (!one_in(8)) request.item = one_in(8) ? "unknown" : data.items().ids[below(data.items().ids.size())];
  return request;
}

std::map<std::string, std::string> RandomFilters::filter_values(const ReferenceRequest& request) {
  std::map<std::string, std::string> entries;
  for (const auto& [name, values] : request.values) {
    std::string& entry = entries[name];
    for (const std::string& value : values) {
      if (!entry.empty()) entry += one_in(2) ? "," : " , ";
      if (value.find_first_of("\"\\ ") == std::string::npos && one_in(2)) {
        entry += value;
        continue;
      }
      entry += '"';
      for (const char c : value) {
        if (c == '"' || c == '\\') entry += '\\';
        entry += c;
      }
      entry += '"';
    }
  }
  if (one_in(8)) entries["UNUSED"] = "x";
  return entries;
}

}  // namespace pocketrec
