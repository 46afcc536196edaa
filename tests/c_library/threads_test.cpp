#include <string>
#include <thread>
#include <vector>

#include "c_library/small_instance.h"
#include "temporary_folder.h"

namespace pocketrec {

TEST_SUITE("threads of the C library") {
  TEST_CASE("sixteen record and ask at the same time, and each sees what it recorded") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const SmallInstance instance(data.c_str());
    std::vector<std::string> wrong(16);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < wrong.size(); ++t) {
      threads.emplace_back([&, t] {
        const std::string user = "user" + std::to_string(t);
        for (std::size_t i = 0; i < 20; ++i) {
          pocketrec_error error;
          const std::string& item = small_ids()[(t + i) % small_ids().size()];
          const std::string id = user + "-" + std::to_string(i);
          const pocketrec_event event = event_of(user.c_str(), item.c_str(), id.c_str());
          if (pocketrec_record(instance, &event, 1, &error) != POCKETREC_OK) wrong[t] = error.message;
          ListMemory memory(12);
          pocketrec_request request = request_for("home", user.c_str());
          request.filter_expression = R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch"))";
          if (pocketrec_recommend(instance, &request, &memory.list, &error) != POCKETREC_OK) wrong[t] = error.message;
          if (memory.ids().find(item + " ") != std::string::npos) wrong[t] = "does not see " + item;
          pocketrec_reply reply;
          const std::string input = R"({"campaignArn":"popular","numResults":3})";
          if (pocketrec_handle(instance, "GetRecommendations", input.data(), input.size(), &reply, &error) !=
              POCKETREC_OK) {
            wrong[t] = error.message;
          }
          pocketrec_reply_free(&reply);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& message : wrong) CHECK(message == "");
  }
  TEST_CASE("an instance is opened and closed a thousand times") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    for (int i = 0; i < 1000; ++i) {
      const SmallInstance instance(i % 2 == 0 ? data.c_str() : nullptr);
      ListMemory memory(1);
      const pocketrec_request request = request_for("home", "ann");
      REQUIRE(pocketrec_recommend(instance, &request, &memory.list, nullptr) == POCKETREC_OK);
    }
  }
}

}  // namespace pocketrec
