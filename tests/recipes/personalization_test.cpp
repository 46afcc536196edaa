#include "recipes/personalization.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "recipes/popular_items.h"

using namespace pocketrec;

namespace pocketrec {

bool operator==(const ScorePart& a, const ScorePart& b) {
  return a.kind == b.kind && a.index == b.index && a.weight == b.weight && a.time_scale == b.time_scale &&
         a.window == b.window;
}

}  // namespace pocketrec

namespace {

using Kind = ScorePart::Kind;
using Parts = std::vector<ScorePart>;
using Names = std::vector<std::string>;

constexpr ScorePart kTieBreak = kPopularityTieBreak;

/// Contents as if every component had been trained, with others' lists between and behind.
ModelContents some_contents() {
  ModelContents contents;
  for (const char* name :
       {"item-to-item", "content", "sequence-1", "sequence-2", "sequence-3", "similar-items", "bought-together"}) {
    contents.neighbor_lists.push_back({name, {}, {}, {}, {}});
  }
  for (const char* name : {"popularity", "most-viewed", "recent", "trending"}) {
    contents.item_scores.push_back({name, {}});
  }
  contents.factors.push_back({});
  contents.factors.back().name = "factors";
  contents.recommenders = {
      {"popularity-count", "aws-popularity-count", {}, {{Kind::item_scores, 0, 1}}},
      {"most-viewed", "aws-ecomm-popular-items-by-views", {}, {{Kind::item_scores, 1, 1}, kTieBreak}},
      {"user-personalization", "aws-user-personalization", {}, {}},
      {"personalized-ranking", "aws-personalized-ranking", {}, {}},
      {"similar-items", "aws-similar-items", {}, {{Kind::neighbor_lists, 5, 1}, kTieBreak}},
      {"top-picks", "aws-vod-top-picks", {}, {}},
      {"trending-now", "aws-trending-now", {{"interval", "2 hours"}}, {{Kind::item_scores, 3, 1}}},
      {"bought",
       "aws-ecomm-frequently-bought-together",
       {},
       {{Kind::neighbor_lists, 6, 1}, {Kind::item_scores, 0, 0.5}}}};
  return contents;
}

const Recommender& recommender(const ModelContents& contents, const std::string& name) {
  for (const Recommender& one : contents.recommenders) {
    if (one.name == name) return one;
  }
  FAIL("there is no recommender " << name);
  return contents.recommenders.front();
}

template <typename Entries>
Names names_of(const Entries& entries) {
  Names names;
  for (const auto& entry : entries) names.push_back(entry.name);
  return names;
}

/// What a part refers to, by name.
std::string meaning(const ScorePart& part, const ModelContents& contents) {
  switch (part.kind) {
    case Kind::neighbor_lists:
      return contents.neighbor_lists.at(part.index).name;
    case Kind::item_scores:
      return contents.item_scores.at(part.index).name;
    case Kind::factors:
      return contents.factors.at(part.index).name;
    case Kind::attribute_scores:
      return contents.attribute_scores.at(part.index).name;
  }
  return "";
}

Names meanings(const ModelContents& contents, const std::string& name) {
  Names result;
  for (const ScorePart& part : recommender(contents, name).parts) result.push_back(meaning(part, contents));
  return result;
}

ModelSettings with_blend(const std::string& text) {
  ModelSettings settings;
  auto blend = parse_blend(text);
  REQUIRE(blend);
  settings.blend = *std::move(blend);
  return settings;
}

}  // namespace

TEST_SUITE("answer settings") {
  TEST_CASE("of a blend take out what nobody uses, and keep what others use") {
    ModelContents contents = some_contents();
    apply_answer_settings(with_blend("content:2,item-to-item@50:-4"), contents);
    CHECK(names_of(contents.neighbor_lists) == Names{"item-to-item", "content", "similar-items", "bought-together"});
    CHECK(names_of(contents.item_scores) == Names{"popularity", "most-viewed", "trending"});
    CHECK(contents.factors.empty());
    for (const char* name : {"user-personalization", "personalized-ranking", "top-picks"}) {
      CHECK(recommender(contents, name).parts ==
            Parts{{Kind::neighbor_lists, 1, 0.5}, {Kind::neighbor_lists, 0, -1, 50}, kTieBreak});
    }
  }

  TEST_CASE("leave the parts of other recommenders what they were") {
    for (const char* blend : {"recent:1", "sequence:1", "content:1,factors:2", "popularity:1"}) {
      CAPTURE(blend);
      ModelContents contents = some_contents();
      const ModelContents before = contents;
      apply_answer_settings(with_blend(blend), contents);
      REQUIRE(contents.recommenders.size() == before.recommenders.size());
      for (const char* name : {"popularity-count", "most-viewed", "similar-items", "trending-now", "bought"}) {
        CAPTURE(name);
        CHECK(meanings(contents, name) == meanings(before, name));
        const Parts& now = recommender(contents, name).parts;
        for (std::size_t i = 0; i < now.size(); ++i) {
          CHECK(now[i].weight == recommender(before, name).parts[i].weight);
        }
        CHECK(recommender(contents, name).parameters == recommender(before, name).parameters);
      }
      // The tie-break refers to popularity by its place.
      CHECK(contents.item_scores[kPopularityScores].name == "popularity");
    }
  }

  TEST_CASE("give each scale of the sequence model its time scale and window, and a common weight") {
    ModelContents contents = some_contents();
    ModelSettings settings = with_blend("factors@7:0.5,sequence:0.25,recent@9:-0.125");
    settings.time_scales = {{1, 4}, {5, 25}, {30, 150}};
    apply_answer_settings(settings, contents);
    CHECK(names_of(contents.neighbor_lists) ==
          Names{"sequence-1", "sequence-2", "sequence-3", "similar-items", "bought-together"});
    CHECK(names_of(contents.factors) == Names{"factors"});
    CHECK(recommender(contents, "user-personalization").parts == Parts{{Kind::factors, 0, 1, 7},
                                                                       {Kind::neighbor_lists, 0, 0.5, 1, 4},
                                                                       {Kind::neighbor_lists, 1, 0.5, 5, 25},
                                                                       {Kind::neighbor_lists, 2, 0.5, 30, 150},
                                                                       {Kind::item_scores, 2, -0.25},
                                                                       kTieBreak});
    CHECK(meanings(contents, "user-personalization").at(4) == "recent");
  }

  TEST_CASE("make the largest weight 1 in size, whatever the weights are") {
    for (const char* blend : {"content:1000,recent:-250", "content:1e-5,recent:-2.5e-6", "content:-3,recent:0.75"}) {
      CAPTURE(blend);
      ModelContents contents = some_contents();
      apply_answer_settings(with_blend(blend), contents);
      const Parts& parts = recommender(contents, "personalized-ranking").parts;
      REQUIRE(parts.size() == 3);
      CHECK(std::fabs(parts[0].weight) == 1);
      CHECK(parts[1].weight == doctest::Approx(-parts[0].weight / 4));
      CHECK(parts[2] == kTieBreak);
    }
    ModelContents contents = some_contents();
    apply_answer_settings(with_blend("content:0"), contents);
    CHECK(recommender(contents, "user-personalization").parts == Parts{{Kind::neighbor_lists, 0, 0}, kTieBreak});
  }

  TEST_CASE("without a blend use everything with the same weight") {
    ModelContents contents = some_contents();
    apply_answer_settings(ModelSettings(), contents);
    CHECK(contents.neighbor_lists.size() == 7);
    CHECK(contents.item_scores.size() == 4);
    CHECK(meanings(contents, "user-personalization") == Names{"item-to-item", "sequence-1", "sequence-2", "sequence-3",
                                                              "factors", "content", "recent", "popularity"});
    Parts parts = recommender(contents, "user-personalization").parts;
    CHECK(parts.back() == kTieBreak);
    parts.pop_back();
    for (const ScorePart& part : parts) CHECK(part.weight == 1);
  }

  TEST_CASE("pass over components that were not trained") {
    ModelContents contents = some_contents();
    contents.factors.clear();
    contents.neighbor_lists.erase(contents.neighbor_lists.begin() + 1);  // content
    for (Recommender& one : contents.recommenders) {
      for (ScorePart& part : one.parts) part.index -= part.kind == Kind::neighbor_lists ? 1 : 0;
    }
    apply_answer_settings(with_blend("factors:1,content:0.5,item-to-item:0.25"), contents);
    CHECK(meanings(contents, "user-personalization") == Names{"item-to-item", "popularity"});
    CHECK(meanings(contents, "bought") == Names{"bought-together", "popularity"});
    CHECK(parts_of({"factors", 0, 1}, ModelSettings(), contents).empty());
  }

  TEST_CASE("reach the parameters of those that they concern") {
    ModelContents contents = some_contents();
    ModelSettings settings = with_blend("item-to-item:1");
    settings.max_history = 77;
    settings.softmax_scale = 2.5;
    settings.demote_seen = true;
    apply_answer_settings(settings, contents);
    using Parameters = std::map<std::string, std::string>;
    CHECK(recommender(contents, "user-personalization").parameters ==
          Parameters{{"demote_seen", "true"}, {"max_history", "77"}, {"softmax_scale", "2.5"}});
    for (const char* name : {"personalized-ranking", "top-picks"}) {
      CHECK(recommender(contents, name).parameters == Parameters{{"max_history", "77"}, {"softmax_scale", "2.5"}});
    }
    settings.softmax_scale.reset();
    settings.demote_seen.reset();
    apply_answer_settings(settings, contents);
    CHECK(recommender(contents, "user-personalization").parameters ==
          Parameters{{"demote_seen", "false"}, {"max_history", "77"}, {"softmax_scale", "1"}});
  }

  TEST_CASE("may be applied again") {
    ModelContents contents = some_contents();
    ModelSettings settings = with_blend("recent:1,sequence:3");
    apply_answer_settings(settings, contents);
    const Names lists = names_of(contents.neighbor_lists);
    const Names scores = names_of(contents.item_scores);
    const Parts parts = recommender(contents, "user-personalization").parts;
    apply_answer_settings(settings, contents);
    CHECK(names_of(contents.neighbor_lists) == lists);
    CHECK(names_of(contents.item_scores) == scores);
    CHECK(recommender(contents, "user-personalization").parts == parts);
    CHECK(meanings(contents, "bought") == Names{"bought-together", "popularity"});
  }
}
