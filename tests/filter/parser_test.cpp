#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "filter/filter.h"

namespace pocketrec {
namespace {

FilterExpression parsed(std::string_view text) {
  auto expression = parse_filter(text);
  if (!expression) FAIL(expression.error().message);
  return *std::move(expression);
}

Comparison year_after(std::int64_t year) {
  return {{FieldOwner::items, "YEAR", {}}, ComparisonOperator::greater, Literal{year, {}}, {}};
}

std::string years(std::size_t length) {
  std::string text = "INCLUDE ItemID WHERE Items.YEAR > 1";
  while (text.size() < length) text += ' ';
  return text;
}

}  // namespace

TEST_SUITE("filter parser") {
  TEST_CASE("reads verb, target, conditions and user conditions") {
    const FilterExpression expression =
        parsed("EXCLUDE ItemID WHERE Items.GENRES IN (\"a\", 'b') IF CurrentUser.AGE <= 18.5 AND CurrentUser.G = $G");
    REQUIRE(expression.clauses.size() == 1);
    const Clause& clause = expression.clauses[0];
    CHECK(clause.verb == Verb::exclude);
    CHECK(clause.target == Target::item_id);
    const Membership genres{
        {FieldOwner::items, "GENRES", {}}, false, {Literal{std::string("a"), {}}, Literal{std::string("b"), {}}}, {}};
    CHECK(clause.where == Condition<Test>{Test{genres}});
    const Comparison age{{FieldOwner::current_user, "AGE", {}}, ComparisonOperator::less_equal, Literal{18.5, {}}, {}};
    const Comparison gender{{FieldOwner::current_user, "G", {}}, ComparisonOperator::equal, Parameter{"G", {}}, {}};
    REQUIRE(clause.user_condition);
    CHECK(*clause.user_condition == Condition<FieldTest>{Condition<FieldTest>::All{{{age}, {gender}}}});
  }

  TEST_CASE("binds AND tighter than OR") {
    const auto condition =
        parsed("INCLUDE ItemID WHERE Items.YEAR > 1 OR Items.YEAR > 2 AND Items.YEAR > 3 OR Items.YEAR > 4")
            .clauses[0]
            .where;
    const Condition<Test> both{Condition<Test>::All{{{Test{year_after(2)}}, {Test{year_after(3)}}}}};
    CHECK(condition == Condition<Test>{Condition<Test>::Any{{{Test{year_after(1)}}, both, {Test{year_after(4)}}}}});
  }

  TEST_CASE("reads every target") {
    CHECK(parsed("INCLUDE itemid WHERE Items.A > 1").clauses[0].target == Target::item_id);
    CHECK(parsed("INCLUDE USERID WHERE Users.A > 1").clauses[0].target == Target::user_id);
    CHECK(parsed("INCLUDE ActionId WHERE Actions.A > 1").clauses[0].target == Target::action_id);
  }

  TEST_CASE("takes keywords as names of fields") {
    const auto where = parsed("INCLUDE ItemID WHERE Items.IN IN (\"x\") AND Items.where > 1").clauses[0].where;
    CHECK(std::get_if<Condition<Test>::All>(&where.node) != nullptr);
  }

  TEST_CASE("takes a quoted placeholder as a placeholder, and only that") {
    const auto operands = [](const char* list) {
      const auto expression = parsed(std::string("INCLUDE ItemID WHERE Items.A IN ") + list);
      return std::get_if<Membership>(std::get_if<FieldTest>(std::get_if<Test>(&expression.clauses[0].where.node)))
          ->operands;
    };
    CHECK(operands("(\"$A_1\")") == std::vector<Operand>{Parameter{"A_1", {}}});
    CHECK(operands("('$A_1')") == std::vector<Operand>{Parameter{"A_1", {}}});
    CHECK(operands("(\"$A 1\")") == std::vector<Operand>{Literal{std::string("$A 1"), {}}});
    CHECK(operands("(\"$\")") == std::vector<Operand>{Literal{std::string("$"), {}}});
    CHECK(operands("(\" $A\")") == std::vector<Operand>{Literal{std::string(" $A"), {}}});
    CHECK(operands("(\"$A\\\\\")") == std::vector<Operand>{Literal{std::string("$A\\"), {}}});
  }

  TEST_CASE("keeps integers exact and makes others doubles") {
    const auto value = [](const char* number) {
      const auto expression = parsed(std::string("INCLUDE ItemID WHERE Items.A > ") + number);
      const auto& comparison =
          *std::get_if<Comparison>(std::get_if<FieldTest>(std::get_if<Test>(&expression.clauses[0].where.node)));
      return std::get_if<Literal>(&comparison.operand)->value;
    };
    CHECK(value("9007199254740993") == LiteralValue(std::int64_t{9007199254740993}));
    CHECK(value("+7") == LiteralValue(std::int64_t{7}));
    CHECK(value("-9223372036854775808") == LiteralValue(INT64_MIN));
    CHECK(value("9223372036854775808") == LiteralValue(9223372036854775808.0));
    CHECK(value("007.50") == LiteralValue(7.5));
    CHECK(value("1.0") == LiteralValue(1.0));
  }

  TEST_CASE("refuses a number beyond the range of double") {
    const std::string text = "INCLUDE ItemID WHERE Items.A > " + std::string(400, '9');
    const auto expression = parse_filter(text);
    REQUIRE(!expression);
    CHECK(
        expression.error().message.starts_with("Could not create filter. Invalid Expression: expected a number "
                                               "within the range of double, got 9999"));
  }

  TEST_CASE("remembers where each node begins") {
    const FilterExpression expression =
        parsed("INCLUDE ItemID WHERE Items.A IN ('x') | INCLUDE UserID WHERE Users.B = 5");
    CHECK(expression.clauses[0].target_place.offset == 8);
    const auto& member =
        *std::get_if<Membership>(std::get_if<FieldTest>(std::get_if<Test>(&expression.clauses[0].where.node)));
    CHECK(member.field.place.offset == 21);
    CHECK(member.operator_place.offset == 29);
    CHECK(std::get_if<Literal>(&member.operands[0])->place.offset == 33);
    CHECK(expression.clauses[1].target_place.offset == 48);
    const auto& comparison =
        *std::get_if<Comparison>(std::get_if<FieldTest>(std::get_if<Test>(&expression.clauses[1].where.node)));
    CHECK(comparison.operator_place.offset == 69);
  }

  TEST_CASE("takes 2500 characters and refuses 2501") {
    CHECK(parse_filter(years(2500)));
    const auto longer = parse_filter(years(2501));
    REQUIRE(!longer);
    CHECK(longer.error().code == ErrorCode::invalid_input);
    CHECK(longer.error().message == "expected a filter of 1 to 2500 characters, got 2501");
  }

  TEST_CASE("counts characters, not bytes") {
    std::string text = "INCLUDE ItemID WHERE Items.A = \"";
    while (text.size() < 3 * 2500) text += "é";
    CHECK_FALSE(parse_filter(text + "\""));
    text.resize(32);
    for (int i = 0; i < 2467; ++i) text += "映";
    CHECK(parse_filter(text + "\""));
  }

  TEST_CASE("refuses text of blanks only") {
    const auto blank = parse_filter("  ");
    REQUIRE(!blank);
    CHECK(blank.error().message ==
          "Could not create filter. Invalid Expression: expected INCLUDE or EXCLUDE, got the end of the text\n"
          "  \n"
          "  ^ an expression begins with INCLUDE or EXCLUDE");
  }

  TEST_CASE("points at the opening quote of an unterminated string") {
    const auto expression = parse_filter("INCLUDE ItemID WHERE Items.A IN (\"x\", \"y)");
    REQUIRE(!expression);
    CHECK(expression.error().message ==
          "Could not create filter. Invalid Expression: expected \" at the end of a text, got the end of the filter\n"
          "INCLUDE ItemID WHERE Items.A IN (\"x\", \"y)\n"
          "                                      ^ this quote is not closed");
  }

  TEST_CASE("refuses every filter that is cut short, and never reads past its end") {
    const std::string whole =
        "INCLUDE ItemID WHERE Items.A IN (\"x\",'y') OR Items.B>=CurrentItem.B|EXCLUDE ItemID WHERE Items.C NOT IN (1) "
        "IF CurrentUser.D = $E";
    REQUIRE(parse_filter(whole));
    const std::size_t complete[] = {whole.find(" OR"), whole.find('|'), whole.find(" IF")};
    for (std::size_t length = 0; length < whole.size() - 1; ++length) {
      // One more byte is a blank, or a | that wants another expression.
      const bool is_complete = std::any_of(std::begin(complete), std::end(complete), [&](std::size_t end) {
        return length == end || (length == end + 1 && whole[end] == ' ');
      });
      CHECK_MESSAGE(static_cast<bool>(parse_filter(std::string(whole, 0, length))) == is_complete, length);
    }
  }
}

TEST_SUITE("filter text") {
  TEST_CASE("writes one normal form") {
    CHECK(
        to_text(parsed("exclude itemid where item.genres in('a',\"b\\\"\\\\\")and items.b not_in(+1,2.50)or "
                       "interaction.event_type=$x if currentuser.c!='d'|include userid where "
                       "items.e in(currentitem.f) and actions.g>=(\"$h\") or action_interactions.i<1 or users.j<=2")) ==
        "EXCLUDE ItemID WHERE Items.genres IN (\"a\", \"b\\\"\\\\\") AND Items.b NOT IN (1, 2.5) OR "
        "Interactions.event_type = $x IF CurrentUser.c != \"d\" | INCLUDE UserID WHERE "
        "Items.e IN CurrentItem.f AND Actions.g >= $h OR Action_Interactions.i < 1 OR Users.j <= 2");
  }

  TEST_CASE("writes numbers that are read as the same numbers") {
    for (const char* number : {"-9223372036854775808", "1.0", "0.1", "-0.0", "123456789012345683968.0",
                               "0.000000000000000000001", "9007199254740993"}) {
      const std::string text = std::string("INCLUDE ItemID WHERE Items.A = ") + number;
      CHECK(to_text(parsed(text)) == text);
    }
  }
}

}  // namespace pocketrec
