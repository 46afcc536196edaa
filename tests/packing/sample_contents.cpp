#include "packing/sample_contents.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace pocketrec {
namespace {

constexpr FieldValue kNull{};

std::int64_t integer(std::int64_t value) {
  return value;
}

RecordContents sample_items() {
  using Text = std::string;
  RecordContents items;
  items.ids = {"alpha", "bravo", "charlie", "delta", "echo", "éclair"};
  items.columns = {
      {{"YEAR", FieldType::integer32, true}, {integer(1999), kNull, integer(2004), integer(-5), integer(0), kNull}},
      {{"VIEWS", FieldType::integer64},
       {integer(std::numeric_limits<std::int64_t>::max()), integer(std::numeric_limits<std::int64_t>::min() + 1),
        integer((std::int64_t{1} << 53) + 1), integer(0), integer(-1), integer(7)}},
      {{"PRICE", FieldType::float32, true}, {9.5, kNull, 0.0, -1.25, 4.0, 3.5}},
      {{"RATING", FieldType::float64, true}, {kNull, 1e300, 0.1, 5e-324, -2.0, kNull}},
      {{"TITLE", FieldType::string, false, false, false, true},
       {Text("The Alpha"), Text("Bravo"), Text("A|B"), Text("Ünïcode"), Text("The Alpha"), Text("Z")}},
      {{"GENRES", FieldType::string, true, true},
       {Text("Comedy|Drama"), kNull, Text("Drama"), Text("Western|Comedy|Drama"), kNull, Text("Noir")}},
      {{"COUNTRY", FieldType::string, true, true}, {Text("FR"), Text("PL"), kNull, Text("FR"), Text("DE"), Text("FR")}},
      {{"DESCRIPTION", FieldType::string, true, false, true},
       {Text(300, 'x'), kNull, Text("short"), kNull, kNull, kNull}},
      {{"ADULT", FieldType::boolean, true}, {true, false, kNull, false, true, kNull}}};
  return items;
}

}  // namespace

ModelContents sample_contents() {
  ModelContents contents;
  contents.items = sample_items();
  contents.users.ids = {"u1", "u2", "u3"};
  contents.users.columns = {
      {{"AGE", FieldType::integer32, true}, {integer(30), kNull, integer(41)}},
      {{"PLAN", FieldType::string, true, true}, {std::string("gold"), std::string("free"), kNull}}};
  contents.event_types = {"click", "watch"};
  contents.interaction_fields = {
      {"USER_ID"}, {"ITEM_ID"}, {"TIMESTAMP", FieldType::integer64}, {"EVENT_TYPE", FieldType::string, true}};
  contents.neighbor_lists = {{"similar",
                              {0, 2, 3, 3, 5, 5, 6},
                              {1, 4, 0, 2, 5, 3},
                              {127, -127, 1, 0, 64, 33},
                              {0, 1U << 28, 1, 1U << 27, 7, 1000}},
                             {"watched together", {0, 0, 0, 0, 0, 0, 0}, {}, {}, {0, 0, 0, 0, 0, 0}}};
  contents.item_scores = {{"popular", {0, 1, 1U << 24, 5, 4'294'967'295U, 2}}, {"fresh", {6, 5, 4, 3, 2, 1}}};
  contents.factors = {{"tastes",
                       2,
                       {127, -127, 0, 1, 5, 6, 0, 0, -3, 64, 100, 1},
                       {1U << 20, 1U << 28, 1, 7, 0, 1U << 21},
                       {0.5F, -0.25F, -0.25F, 2},
                       0.006,
                       0.5,
                       0.06},
                      {"taste", 1, {1, 2, 3, 4, 5, 6}, {1, 1, 1, 1, 1, 1}, {0}, 1, 1, 0}};
  contents.context_columns = {{"DEVICE", {"phone", "tv"}}, {"DAYPART", {"evening", "morning", "noon"}}};
  contents.attribute_scores = {
      {"user:PLAN", AttributeScores::Source::user, 1, {0, 2, 3}, {0, 3, 5}, {127, 1, -127}, {1U << 28, 9}},
      {"context:DAYPART", AttributeScores::Source::context, 1, {0, 0, 1, 1}, {4}, {-3}, {0, 77, 1}}};
  contents.histories = HistoryContents{{0, 3, 3, 5},
                                       {0, 4, 0, 5, 2},
                                       {0, 1, 1, 0, 1},
                                       {1'700'000'000, 1'700'000'000, 1'700'070'000, 1'700'000'001, 1'700'000'300}};
  contents.recommenders = {{"home",
                            "aws-user-personalization",
                            {{"softmax_scale", "4"}, {"z", ""}},
                            {{ScorePart::Kind::neighbor_lists, 0, 0.5},
                             {ScorePart::Kind::neighbor_lists, 1, 0.25, 2.5, 40},
                             {ScorePart::Kind::item_scores, 1, -0.25},
                             {ScorePart::Kind::factors, 1, 0.75, 0, 9},
                             {ScorePart::Kind::attribute_scores, 1, 0.5, 0, 0, 2.5}}},
                           {"more", "aws-popularity-count", {}, {{ScorePart::Kind::item_scores, 0, 1}}}};
  contents.histories->values = {1.5F, std::nanf(""), -2, 0, 5};
  contents.histories->contexts = {{0, 1, 2, 2, 0}, {3, 3, 0, 1, 2}};
  contents.recommenders[0].context_weights = {{0, 0.5}, {1, 0}};
  contents.recommenders[0].event_weights = {{"buy", 1, {}}, {"rate", 0.5, 4.0}, {"rate", -1, -0.5}};
  contents.filters = {{"kids", "EXCLUDE ItemID WHERE Items.ADULT IN (\"true\")"},
                      {"seen", "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"watch\")"}};
  contents.metrics = {{"home", "last 10 % by time", "ndcg@10", 0.125}, {"more", "last 10 % by time", "ndcg@10", -0.0}};
  contents.provenance = {"0.1.0", 1'700'100'000, "fingerprint", 42, 3, 6, 5, 1'700'000'000, 1'700'070'000, "all"};
  return contents;
}

ModelContents sample_contents_with_rules() {
  ModelContents contents = sample_contents();
  NamedRules more{"more", {}};
  more.rules.caps.emplace();
  more.rules.minimum_relevance = 0;
  more.rules.blocked = {"a"};
  more.rules.filters = {contents.filters[0].expression};
  more.rules.fixed = true;
  NamedRules home{"home", {}};
  home.rules.boosts = {{"GENRES", {"Drama", "Noir"}, {}, {}, 1}, {"YEAR", {}, 1999, {}, -2.5}, {"YEAR", {}, {}, 0, 1}};
  home.rules.minimum_relevance = 0.125;
  home.rules.rotation = 3;
  home.rules.diversity = 0.5;
  home.rules.caps = {{"GENRES", 2}};
  home.rules.pinned = {{"alpha", 1}, {"bravo", 2}};
  contents.list_rules = {more, home};
  return contents;
}

}  // namespace pocketrec
