#include <cmath>
#include <limits>
#include <string>

#include "c_library/small_instance.h"
#include "engine/engine.h"
#include "service/service.h"
#include "temporary_folder.h"
#include "wire/messages.h"

namespace pocketrec {
namespace {

void check_failure(pocketrec_status got, pocketrec_status status, const pocketrec_error& error,
                   const std::string& message) {
  CHECK(got == status);
  CHECK(error.status == status);
  CHECK(std::string(error.message) == message);
}

std::string handled(pocketrec_instance* instance, const char* operation, const std::string& input, int status = 200) {
  pocketrec_reply reply;
  REQUIRE(pocketrec_handle(instance, operation, input.data(), input.size(), &reply, nullptr) == POCKETREC_OK);
  CHECK(reply.http_status == status);
  std::string body(reply.body, reply.body_size);
  CHECK(reply.body[reply.body_size] == '\0');
  pocketrec_reply_free(&reply);
  CHECK(reply.body == nullptr);
  return body;
}

}  // namespace

TEST_SUITE("c_library") {
  TEST_CASE("a list has the items and scores of the engine's answer") {
    const SmallInstance instance;
    ListMemory memory(4);
    pocketrec_error error;
    const pocketrec_request request = request_for("home", "ann");
    REQUIRE(pocketrec_recommend(instance, &request, &memory.list, &error) == POCKETREC_OK);
    CHECK(error.status == POCKETREC_OK);
    CHECK(std::string(error.message).empty());
    Engine engine(small_model(), nullptr);
    const auto expected = engine.get_recommendations({"home", "ann", "", 4, {}, {}, {}, {}});
    REQUIRE(expected);
    REQUIRE(memory.list.count == expected->items.size());
    for (std::size_t i = 0; i < memory.list.count; ++i) {
      CHECK(memory.items[i].id == expected->items[i].item_id);
      CHECK(memory.items[i].score == *expected->items[i].score);
    }
    CHECK(memory.list.recommendation_id == expected->recommendation_id);
  }
  TEST_CASE("a list reflects an event that was recorded") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const pocketrec_request request = request_for("home", "new");
    ListMemory before(3);
    ListMemory after(3);
    {
      const SmallInstance instance(data.c_str());
      REQUIRE(pocketrec_recommend(instance, &request, &before.list, nullptr) == POCKETREC_OK);
      const pocketrec_event event = event_of("new", "dune", "e1");
      REQUIRE(pocketrec_record(instance, &event, 1, nullptr) == POCKETREC_OK);
      REQUIRE(pocketrec_recommend(instance, &request, &after.list, nullptr) == POCKETREC_OK);
      CHECK(before.ids() == "heat casablanca jaws ");
      CHECK(after.ids() != before.ids());
    }
    const SmallInstance again(data.c_str());
    ListMemory later(3);
    REQUIRE(pocketrec_recommend(again, &request, &later.list, nullptr) == POCKETREC_OK);
    CHECK(later.ids() == after.ids());
  }
  TEST_CASE("a ranking puts what nobody knows at the end, without a score") {
    const SmallInstance instance;
    ListMemory memory(3);
    const char* items[] = {"nothing", "dune", "exam"};
    const pocketrec_request request = request_for("rank", "ann");
    REQUIRE(pocketrec_rank(instance, &request, items, 3, &memory.list, nullptr) == POCKETREC_OK);
    CHECK(memory.ids() == "exam dune nothing ");
    CHECK(memory.items[0].score > memory.items[1].score);
    CHECK(std::isnan(memory.items[2].score));
  }
  TEST_CASE("filters with values, expressions and context are those of requests in JSON") {
    const SmallInstance instance;
    ListMemory memory(12);
    pocketrec_request request = request_for("home", "bob");
    const pocketrec_pair genre = {"GENRE", "\"Crime\""};
    request.filter = "by-genre";
    request.filter_values = &genre;
    request.filter_value_count = 1;
    REQUIRE(pocketrec_recommend(instance, &request, &memory.list, nullptr) == POCKETREC_OK);
    CHECK(memory.ids() == "fargo heat ");
    request.filter_values = nullptr;
    request.filter_value_count = 0;
    request.filter = nullptr;
    request.filter_expression = "INCLUDE ItemID WHERE Items.GENRES IN (\"Horror\")";
    REQUIRE(pocketrec_recommend(instance, &request, &memory.list, nullptr) == POCKETREC_OK);
    CHECK(memory.ids() == "jaws alien ");
  }
  TEST_CASE("an operation has the bytes of the service's answer") {
    const SmallInstance instance;
    Engine engine(small_model(), nullptr);
    Service service(engine);
    const std::string list = R"({"campaignArn":"home","userId":"ann","metadataColumns":{"ITEMS":["TITLE"]}})";
    CHECK(handled(instance, "GetRecommendations", list) == service.handle("GetRecommendations", list).body);
    CHECK(handled(instance, "GetRecommendations", "{", 400) == service.handle("GetRecommendations", "{").body);
    CHECK(handled(instance, "Dance", "{}", 404) == service.handle("Dance", "{}").body);
    CHECK(handled(instance, "PutEvents",
                  R"({"trackingId":"t","sessionId":"s","userId":"new",)"
                  R"("eventList":[{"eventType":"watch","itemId":"dune","sentAt":1}]})")
              .empty());
    CHECK(handled(instance, "Ready", "") == R"({"status":"ready"})");
  }
  TEST_CASE("what does not fit is told, and nothing is written") {
    const SmallInstance instance;
    pocketrec_error error;
    const pocketrec_request request = request_for("home", "ann");
    ListMemory memory(3, 10);
    memory.text.assign(10, 'x');
    check_failure(pocketrec_recommend(instance, &request, &memory.list, &error), POCKETREC_TOO_SMALL, error,
                  "list.text_capacity: expected at least 16 bytes for these ids, got 10");
    CHECK(memory.list.count == 0);
    CHECK(std::string(memory.text.data(), 10) == "xxxxxxxxxx");
    const char* items[] = {"dune", "exam"};
    const pocketrec_request ranking = request_for("rank", "ann");
    ListMemory one(1);
    check_failure(pocketrec_rank(instance, &ranking, items, 2, &one.list, &error), POCKETREC_TOO_SMALL, error,
                  "list.capacity: expected at least 2, got 1");
    ListMemory exact(3, 16);
    CHECK(pocketrec_recommend(instance, &request, &exact.list, &error) == POCKETREC_OK);
  }
  TEST_CASE("values that break a rule are refused with their place") {
    const SmallInstance instance;
    pocketrec_error error;
    ListMemory memory(3);
    const auto refused = [&](const pocketrec_request& request, const std::string& message,
                             pocketrec_status status = POCKETREC_INVALID_INPUT) {
      check_failure(pocketrec_recommend(instance, &request, &memory.list, &error), status, error, message);
    };
    pocketrec_request request = request_for("home", "ann");
    const std::string long_id(257, 'u');
    request.user = long_id.c_str();
    refused(request, "request.user: expected 1 to 256 characters, got 257");
    request.user = "\xFF";
    refused(request, "request.user: expected UTF-8, got other bytes");
    request.user = "";
    refused(request, "request.user: expected 1 to 256 characters, got 0");
    request = request_for(nullptr, "ann");
    refused(request, "request.recommender: expected text, got NULL");
    request = request_for("home", "ann");
    const pocketrec_pair twice[] = {{"A", "1"}, {"A", "2"}};
    request.context = twice;
    request.context_count = 2;
    refused(request, "request.context: expected each name once, got 'A' again");
    request.context_count = 151;
    refused(request, "request.context: expected at most 150 entries, got 151");
    request = request_for("home", "ann");
    request.filter_values = twice;
    request.filter_value_count = 1;
    refused(request, "request.filter_values: expected a filter beside values, got none");
    request.filter = "by-genre";
    request.filter_expression = "INCLUDE ItemID WHERE Items.FREE = \"true\"";
    refused(request, "request.filter_expression: expected no expression beside a filter, got both");
    refused(request_for("best", "ann"), "there is no recommender 'best'; the model has home, popular, rank, similar",
            POCKETREC_NOT_FOUND);

    pocketrec_event event = event_of(nullptr, "dune", "e");
    const auto not_recorded = [&](const std::string& message) {
      check_failure(pocketrec_record(instance, &event, 1, &error), POCKETREC_INVALID_INPUT, error, message);
    };
    not_recorded("events[0].session: expected a user or a session, got neither");
    event = event_of("ann", "dune", "e");
    event.has_value = 1;
    event.value = std::numeric_limits<double>::infinity();
    not_recorded("events[0].value: expected a finite number, got another");
    event = event_of("ann", "dune", "e");
    event.time = std::numeric_limits<std::int64_t>::max();
    not_recorded("events[0].time: expected a moment of the years 1 to 9999, got 9223372036854775807");
    check_failure(pocketrec_record(instance, &event, 11, &error), POCKETREC_INVALID_INPUT, error,
                  "events: expected 1 to 10, got 11");
  }
  TEST_CASE("NULL, other sizes and use after close are misuse") {
    pocketrec_error error;
    pocketrec_instance* none = nullptr;
    ListMemory memory(3);
    pocketrec_request request = request_for("home", "ann");
    const pocketrec_event event = event_of("ann", "dune", "e");
    pocketrec_reply reply;
    CHECK(pocketrec_recommend(none, &request, &memory.list, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_rank(none, &request, nullptr, 0, &memory.list, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_record(none, &event, 1, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_handle(none, "Health", "", 0, &reply, &error) == POCKETREC_MISUSE);
    CHECK(reply.body == nullptr);
    pocketrec_close(nullptr);
    pocketrec_close(&none);
    pocketrec_reply_free(nullptr);
    pocketrec_reply_free(&reply);
    CHECK(pocketrec_open(nullptr, &none, &error) == POCKETREC_MISUSE);
    const pocketrec_options options = no_options();
    CHECK(pocketrec_open(&options, nullptr, &error) == POCKETREC_MISUSE);
    check_failure(pocketrec_open(&options, &none, &error), POCKETREC_MISUSE, error,
                  "options.model: expected either model or model_bytes, got neither");

    const SmallInstance instance;
    CHECK(pocketrec_recommend(instance, nullptr, &memory.list, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_recommend(instance, &request, nullptr, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_recommend(instance, &request, nullptr, nullptr) == POCKETREC_MISUSE);
    CHECK(pocketrec_handle(instance, nullptr, "", 0, &reply, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_handle(instance, "Health", nullptr, 1, &reply, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_handle(instance, "Health", "", 0, nullptr, &error) == POCKETREC_MISUSE);
    CHECK(pocketrec_record(instance, nullptr, 1, &error) == POCKETREC_MISUSE);
    request.size = 8;
    check_failure(pocketrec_recommend(instance, &request, &memory.list, &error), POCKETREC_MISUSE, error,
                  "request.size: expected " + std::to_string(sizeof request) + ", got 8");
    request = request_for("home", "ann");
    request.context_count = 1;
    CHECK(pocketrec_recommend(instance, &request, &memory.list, &error) == POCKETREC_MISUSE);
    memory.list.items = nullptr;
    request.context_count = 0;
    CHECK(pocketrec_recommend(instance, &request, &memory.list, &error) == POCKETREC_MISUSE);
    const char* items[] = {"dune", nullptr};
    ListMemory two(2);
    check_failure(pocketrec_rank(instance, &request, items, 2, &two.list, &error), POCKETREC_INVALID_INPUT, error,
                  "request.items[1]: expected text, got NULL");
  }
  TEST_CASE("one instance holds a data folder, and files that are no model are refused") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string model =
        folder.write("model", "no model, but long enough to be looked at by everybody who wants to");
    const SmallInstance instance(data.c_str());
    pocketrec_error error;
    pocketrec_options options = no_options();
    pocketrec_instance* second = nullptr;
    options.model = model.c_str();
    CHECK(pocketrec_open(&options, &second, &error) == POCKETREC_CORRUPT_MODEL);
    CHECK(second == nullptr);
    const std::string missing = folder / "missing";
    options.model = missing.c_str();
    CHECK(pocketrec_open(&options, &second, &error) == POCKETREC_NOT_FOUND);
    CHECK(std::string(error.message).find(missing) != std::string::npos);
    auto packed = pack_model(small_contents());
    REQUIRE(packed);
    options.model = nullptr;
    options.model_bytes = std::as_const(*packed).bytes().data();
    options.model_size = std::as_const(*packed).bytes().size();
    options.data = data.c_str();
    CHECK(pocketrec_open(&options, &second, &error) == POCKETREC_IN_USE);
    options.batched_milliseconds = 4'000'000;
    CHECK(pocketrec_open(&options, &second, &error) == POCKETREC_INVALID_INPUT);
    options.batched_milliseconds = 0;
    options.max_store_bytes = 1000;
    check_failure(pocketrec_open(&options, &second, &error), POCKETREC_INVALID_INPUT, error,
                  "options.max_store_bytes: expected at least 8000000, got 1000");
  }
  TEST_CASE("without a store nothing is recorded") {
    auto packed = pack_model(small_contents());
    REQUIRE(packed);
    pocketrec_options options = no_options();
    options.model_bytes = std::as_const(*packed).bytes().data();
    options.model_size = std::as_const(*packed).bytes().size();
    pocketrec_instance* instance = nullptr;
    pocketrec_error error;
    REQUIRE(pocketrec_open(&options, &instance, &error) == POCKETREC_OK);
    const pocketrec_event event = event_of("ann", "dune", "e");
    check_failure(pocketrec_record(instance, &event, 1, &error), POCKETREC_INVALID_INPUT, error,
                  "no data folder was given, so no events are recorded");
    pocketrec_close(&instance);
    CHECK(instance == nullptr);
  }
  TEST_CASE("the listener hears of a damaged store, and cannot call from there") {
    const TemporaryFolder folder;
    folder.write("data/events.sqlite", std::string(8192, 'x'));
    const std::string data = folder / "data";
    struct Heard {
      pocketrec_instance* instance = nullptr;
      int warnings = 0;
      pocketrec_status of_call = POCKETREC_OK;
    } heard;
    auto packed = pack_model(small_contents());
    REQUIRE(packed);
    pocketrec_options options = no_options();
    options.model_bytes = std::as_const(*packed).bytes().data();
    options.model_size = std::as_const(*packed).bytes().size();
    options.data = data.c_str();
    options.on_message_context = &heard;
    options.on_message = [](void* context, pocketrec_message kind, const char* text) {
      auto& listener = *static_cast<Heard*>(context);
      if (kind == POCKETREC_WARNING && std::string(text).find("events.sqlite") != std::string::npos)
        ++listener.warnings;
      pocketrec_close(&listener.instance);
      const pocketrec_event event = event_of("ann", "dune", "e");
      listener.of_call = pocketrec_record(listener.instance, &event, 1, nullptr);
    };
    REQUIRE(pocketrec_open(&options, &heard.instance, nullptr) == POCKETREC_OK);
    CHECK(heard.warnings == 1);
    CHECK(heard.of_call == POCKETREC_MISUSE);
    const pocketrec_event event = event_of("ann", "dune", "e");
    CHECK(pocketrec_record(heard.instance, &event, 1, nullptr) == POCKETREC_OK);
    pocketrec_close(&heard.instance);
  }
  TEST_CASE("a long message ends with a whole character") {
    std::string path;
    for (int i = 0; i < 250; ++i) path += i % 80 == 0 ? "/" : "\xE2\x82\xAC";  // euro signs
    pocketrec_options options = no_options();
    options.model = path.c_str();
    pocketrec_instance* instance = nullptr;
    pocketrec_error error;
    REQUIRE(pocketrec_open(&options, &instance, &error) == POCKETREC_NOT_FOUND);
    const std::string message = error.message;
    CHECK(message.size() < sizeof error.message);
    CHECK(message.substr(message.size() - 3) == "\xE2\x82\xAC");
  }
  TEST_CASE("versions") {
    CHECK(std::string(pocketrec_version()) == POCKETREC_VERSION);
    CHECK(pocketrec_abi() == POCKETREC_ABI);
  }
}

}  // namespace pocketrec
