#include "service/service.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>

#include "small_model.h"
#include "store/database.h"
#include "store/event_log.h"
#include "temporary_folder.h"
#include "wire/messages.h"

namespace pocketrec {
namespace {

void check_refusal(const Reply& reply, int status, const std::string& type, const std::string& message) {
  CHECK(reply.status == status);
  CHECK(reply.error_type == type);
  CHECK(reply.body == R"({"__type":")" + type + R"(","message":")" + message + "\"}");
}

}  // namespace

TEST_SUITE("service") {
  TEST_CASE("answers with the bytes of the engine's answer") {
    Engine engine(small_model(), nullptr);
    Service service(engine);
    GetRecommendationsRequest list{"home", "ann", "", 2, {}, {}, {}, {"TITLE"}};
    const Reply reply =
        service.handle("GetRecommendations",
                       R"({"campaignArn":"home","userId":"ann","numResults":2,"metadataColumns":{"ITEMS":["TITLE"]}})");
    CHECK(reply.status == 200);
    CHECK(reply.error_type.empty());
    CHECK(reply.body.starts_with(R"({"itemList":[{"itemId":"exam","score":0.)"));
    CHECK(reply.body == encode(*engine.get_recommendations(list)));

    const Reply ranked =
        service.handle("GetPersonalizedRanking", R"({"campaignArn":"rank","userId":"ann","inputList":["dune","x"]})");
    CHECK(ranked.status == 200);
    CHECK(ranked.body.starts_with(
        R"({"personalizedRanking":[{"itemId":"dune","score":1.0},{"itemId":"x"}],"recommendationId":"RID-)"));
  }
  TEST_CASE("answers recorded events with an empty body, and the next list knows them") {
    const TemporaryFolder folder;
    auto database = Database::open(folder / "data");
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(small_model(), &log);
    Service service(engine);
    const Reply reply =
        service.handle("PutEvents", R"({"trackingId":"t","sessionId":"s","userId":"new",)"
                                    R"("eventList":[{"eventType":"watch","itemId":"dune","sentAt":1}]})");
    CHECK(reply.status == 200);
    CHECK(reply.body.empty());
    CHECK(service.handle("GetRecommendations", R"({"campaignArn":"home","userId":"new","numResults":1})")
              .body.starts_with(R"({"itemList":[{"itemId":"casablanca",)"));
    CHECK(service.handle("Health", "").body.starts_with(R"({"status":"ok","model":")"));
  }
  TEST_CASE("answers a query with the bytes of the same request in JSON") {
    Engine engine(small_model(), nullptr);
    Service service(engine);
    const Reply asked = service.handle(
        "GetRecommendations",
        R"({"campaignArn":"home","userId":"ann","numResults":2,"metadataColumns":{"ITEMS":["TITLE"]},"explain":true})");
    const Reply reply =
        service.handle("GetRecommendationsByQuery", "recommender=home&user=%61nn&n=2&metadata=TITLE&explain=true");
    CHECK(reply.status == 200);
    CHECK(reply.body == asked.body);
    check_refusal(service.handle("GetRecommendationsByQuery", "recommender=away&user=ann"), 404,
                  "ResourceNotFoundException",
                  "there is no recommender 'away'; the model has home, popular, rank, similar");
    check_refusal(service.handle("GetRecommendationsByQuery", "recommender=home&n=x"), 400, "InvalidInputException",
                  R"(n: expected an integer from 0 to 500, got \"x\")");
  }
  TEST_CASE("takes more a call where the limits are relaxed") {
    Engine engine(small_model(), nullptr);
    const std::string request = R"({"campaignArn":"home","userId":"ann","numResults":501})";
    const std::string query = "recommender=home&user=ann&n=501";
    Service strict(engine);
    CHECK(strict.handle("GetRecommendations", request).status == 400);
    CHECK(strict.handle("GetRecommendationsByQuery", query).status == 400);
    Service relaxed(engine, limits::kRelaxed);
    CHECK(relaxed.handle("GetRecommendations", request).status == 200);
    CHECK(relaxed.handle("GetRecommendationsByQuery", query).status == 200);
    std::string items = R"("a")";
    for (int i = 0; i < 500; ++i) items += R"(,"b)" + std::to_string(i) + "\"";
    const std::string ranking = R"({"campaignArn":"rank","userId":"ann","inputList":[)" + items + "]}";
    CHECK(strict.handle("GetPersonalizedRanking", ranking).status == 400);
    CHECK(relaxed.handle("GetPersonalizedRanking", ranking).status == 200);
  }
  TEST_CASE("is ready with a store that takes events, and where none is wanted") {
    Engine without(small_model(), nullptr);
    CHECK(Service(without).handle("Ready", "").body == R"({"status":"ready"})");
    const TemporaryFolder folder;
    auto database = Database::open(folder / "data");
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(small_model(), &log);
    const Reply reply = Service(engine).handle("Ready", "anything");
    CHECK(reply.status == 200);
    CHECK(reply.body == R"({"status":"ready"})");
  }
  TEST_CASE("gives every refusal a status, a type and a body") {
    Engine engine(small_model(), nullptr);
    Service service(engine);
    check_refusal(service.handle("GetRecommendations", "{"), 400, "InvalidInputException",
                  "expected a JSON object, got text that is not JSON (byte 2)");
    check_refusal(service.handle("GetRecommendations", R"({"campaignArn":"home"})"), 400, "InvalidInputException",
                  "recommender home (aws-user-personalization): expected a userId, got none");
    check_refusal(service.handle("GetRecommendations", R"({"campaignArn":"away","userId":"ann"})"), 404,
                  "ResourceNotFoundException",
                  "there is no recommender 'away'; the model has home, popular, rank, similar");
    check_refusal(service.handle("GetPersonalizedRanking", R"({"campaignArn":"rank","userId":"ann"})"), 400,
                  "InvalidInputException", "inputList: expected a list of item ids, got nothing");
    check_refusal(service.handle("PutEvents", R"({"trackingId":"t","sessionId":"s"})"), 400, "InvalidInputException",
                  "eventList: expected 1 to 10 events, got none");
    check_refusal(service.handle("PutEvents", R"({"trackingId":"t","sessionId":"s",)"
                                              R"("eventList":[{"eventType":"watch","sentAt":1}]})"),
                  400, "InvalidInputException", "no data folder was given, so no events are recorded");
  }
  TEST_CASE("actions are refused as long as no model has any") {
    Engine engine(small_model(), nullptr);
    Service service(engine);
    check_refusal(service.handle("GetActionRecommendations", R"({"campaignArn":"home","userId":"ann"})"), 400,
                  "InvalidInputException",
                  "recommender home (aws-user-personalization): does not recommend actions; use GetRecommendations");
    check_refusal(service.handle("GetActionRecommendations", R"({"userId":"ann"})"), 400, "InvalidInputException",
                  "campaignArn: expected a text, got nothing");
    check_refusal(service.handle("PutActions", R"({"datasetArn":"ACTIONS","actions":[{"actionId":"a"}]})"), 404,
                  "ResourceNotFoundException",
                  "there is no dataset 'ACTIONS': the model was made without a dataset ACTIONS");
    check_refusal(service.handle("PutActions", R"({"datasetArn":"ACTIONS"})"), 400, "InvalidInputException",
                  "actions: expected 1 to 10 records, got none");
    check_refusal(service.handle("PutActionInteractions", R"({"trackingId":"t","actionInteractions":[{}]})"), 400,
                  "InvalidInputException",
                  "there is no tracker 't' of action interactions: the model was made without actions");
  }
  TEST_CASE("refuses an operation that it doesn't have, its name exactly spelled") {
    Engine engine(small_model(), nullptr);
    Service service(engine);
    for (const std::string name : {"PutFilms", "getRecommendations", ""}) {
      check_refusal(service.handle(name, "{}"), 404, "UnknownOperationException",
                    "expected an operation of the runtime or events API, WhyNot, Forget or Health, got '" + name + "'");
    }
    CHECK(service.handle(std::string(10'000, 'x'), "{}").body.size() < 300);
  }
  TEST_CASE("tells a failure of the device in full to the device alone") {
    const TemporaryFolder folder;
    auto database = Database::open(folder / "data");
    REQUIRE(database);
    EventLog log(**database);
    Engine engine(small_model(), &log);
    std::string told;
    Service service(engine, limits::kService, [&](const Error& failure) { told = failure.message; });
    rlimit saved{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &saved) == 0);
    const rlimit none{0, saved.rlim_max};
    const auto old = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &none) == 0);
    const Reply reply =
        service.handle("PutEvents", R"({"trackingId":"t","sessionId":"s",)"
                                    R"("eventList":[{"eventType":"watch","itemId":"dune","sentAt":1}]})");
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &saved) == 0);
    std::signal(SIGXFSZ, old);
    check_refusal(reply, 503, "ServiceUnavailable",
                  "the device could not read or write what it stores, and nothing was stored; try again");
    CHECK(told.find((folder / "data" / "events.sqlite").string()) == 0);
  }
  TEST_CASE("tells degraded health without a data folder") {
    Engine engine(small_model(), nullptr);
    const Reply reply = Service(engine).handle("Health", "anything");
    CHECK(reply.status == 200);
    CHECK(reply.body == encode(engine.health()));
    CHECK(reply.body.starts_with(R"({"status":"degraded",)"));
  }
}

}  // namespace pocketrec
