#include <doctest/doctest.h>

#include <string>

#include "wire/messages.h"

namespace pocketrec {
namespace {

PredictedItem item(std::string id) {
  PredictedItem made;
  made.item_id = std::move(id);
  return made;
}

}  // namespace

TEST_SUITE("encode") {
  TEST_CASE("writes a list member by member, in this order") {
    GetRecommendationsResponse response;
    response.recommendation_id = "RID-1";
    response.items = {item("42"), item("7"), item("8")};
    response.items[0].score = 0.02133774999;
    response.items[0].metadata = {{"title", "A"}, {"price", "130.0"}};
    response.items[1].score = 1;
    response.items[1].promotion_name = "sale";
    response.items[1].reasons = {"Promoted item"};
    CHECK(
        encode(response) ==
        R"({"itemList":[{"itemId":"42","score":0.0213377,"metadata":{"title":"A","price":"130.0"}},)"
        R"({"itemId":"7","score":1.0,"promotionName":"sale","reason":["Promoted item"]},{"itemId":"8"}],"recommendationId":"RID-1"})");
  }
  TEST_CASE("writes one item as a list of objects and none as an empty list") {
    GetRecommendationsResponse response;
    response.recommendation_id = "RID-1";
    CHECK(encode(response) == R"({"itemList":[],"recommendationId":"RID-1"})");
    response.items = {item("42")};
    CHECK(encode(response) == R"({"itemList":[{"itemId":"42"}],"recommendationId":"RID-1"})");
  }
  TEST_CASE("writes what rules did beside the explanation") {
    GetRecommendationsResponse response;
    response.recommendation_id = "RID-3";
    response.items = {item("a"), item("b")};
    response.items[0].rule_effect = RuleEffect{7, true, 2};
    response.items[1].rule_effect = RuleEffect{};
    CHECK(
        encode(response) ==
        R"({"itemList":[{"itemId":"a","rules":{"rankBefore":7,"pinned":true,"timesShown":2}},{"itemId":"b","rules":{}}],)"
        R"("recommendationId":"RID-3"})");
  }
  TEST_CASE("writes the full value that keeps an item out") {
    WhyNotResponse response;
    response.item_id = "a";
    response.stage = ListStage::capped;
    response.text = "why";
    response.cap_column = "GENRES";
    response.cap_value = "Drama";
    CHECK(encode(response) ==
          R"({"itemId":"a","stage":"cap","text":"why","cap":{"column":"GENRES","value":"Drama"},"candidates":0,)"
          R"("explanation":[]})");
  }
  TEST_CASE("writes a ranking under its own name") {
    GetPersonalizedRankingResponse response;
    response.recommendation_id = "RID-2";
    CHECK(encode(response) == R"({"personalizedRanking":[],"recommendationId":"RID-2"})");
    response.ranking = {item("a"), item("b")};
    response.ranking[0].score = 1;
    CHECK(encode(response) ==
          R"({"personalizedRanking":[{"itemId":"a","score":1.0},{"itemId":"b"}],"recommendationId":"RID-2"})");
  }
  TEST_CASE("rounds scores to seven decimals") {
    const auto score = [](double value) {
      GetRecommendationsResponse response;
      response.items = {item("i")};
      response.items[0].score = value;
      const std::string text = encode(response);
      const std::size_t begin = text.find("\"score\":") + 8;
      return text.substr(begin, text.find('}') - begin);
    };
    CHECK(score(0.01172105) == "0.0117211");
    CHECK(score(0.33333333) == "0.3333333");
    CHECK(score(0.00000004) == "0.0");
    CHECK(score(0) == "0.0");
  }
  TEST_CASE("keeps Unicode, escapes what JSON must, and replaces bytes that are no UTF-8") {
    GetRecommendationsResponse response;
    response.items = {item("会\"\\\n"), item("\xff")};
    CHECK(encode(response) ==
          "{\"itemList\":[{\"itemId\":\"会\\\"\\\\\\n\"},{\"itemId\":\"\xEF\xBF\xBD\"}],\"recommendationId\":\"\"}");
  }
  TEST_CASE("says degraded only with a problem") {
    CHECK(encode(Health{"0123456789abcdef", ""}) == R"({"status":"ok","model":"0123456789abcdef"})");
    CHECK(encode(Health{"0123456789abcdef", "no data folder"}) ==
          R"({"status":"degraded","model":"0123456789abcdef","problem":"no data folder"})");
  }
  TEST_CASE("writes an error with its exception's name") {
    CHECK(encode(Error{ErrorCode::resource_not_found, "there is no 'x'"}) ==
          R"({"__type":"ResourceNotFoundException","message":"there is no 'x'"})");
    CHECK(encode(Error{ErrorCode::storage, "disk\nfull"}) ==
          R"({"__type":"ServiceUnavailable","message":"disk\nfull"})");
  }
}

TEST_SUITE("decode") {
  TEST_CASE("refuses text that is no UTF-8, also behind an escape") {
    for (const std::string bad : {"\xff", "\xc3", "\xed\xa0\x80", "\\ud800"}) {
      CAPTURE(bad);
      const auto request = decode_get_recommendations(R"({"campaignArn":"home","userId":")" + bad + "\"}");
      REQUIRE(!request);
      CHECK(request.error().code == ErrorCode::invalid_input);
      CHECK(request.error().message.starts_with("expected a JSON object, got text that is not JSON (byte "));
    }
  }
  TEST_CASE("counts the text of a repeated member once, the last") {
    const auto request = decode_get_recommendations(R"({"campaignArn":"a","campaignArn":"b"})");
    REQUIRE(request);
    CHECK(request->recommender == "b");
  }
}

}  // namespace pocketrec
