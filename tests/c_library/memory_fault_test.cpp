#include <cstdint>
#include <set>
#include <string>

#include "c_library/small_instance.h"
#include "crash/failing_new.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

struct Faults {
  int met = 0;
  std::set<pocketrec_status> statuses;
};

/// Makes the call with its first, second, … allocation failing, alone or with all behind it, until none is met.
template <typename Call>
Faults fail_each_allocation(const Call& call) {
  Faults faults;
  for (const bool lasts : {false, true}) {
    for (std::int64_t n = 1;; ++n) {
      NthFault fault(n, lasts);
      pocketrec_status status = POCKETREC_OK;
      {
        const FailingNew failing(fault);
        status = call();
      }
      if (fault.struck() == 0) break;
      ++faults.met;
      faults.statuses.insert(status);
    }
  }
  return faults;
}

}  // namespace

TEST_SUITE("memory faults of the C library") {
  TEST_CASE("end a call with a status, and the next one is as before") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const SmallInstance instance(data.c_str());
    const pocketrec_event event = event_of("new", "dune", "e1");
    REQUIRE(pocketrec_record(instance, &event, 1, nullptr) == POCKETREC_OK);
    pocketrec_request request = request_for("home", "new");
    request.filter = "not-bought";
    ListMemory expected(5);
    REQUIRE(pocketrec_recommend(instance, &request, &expected.list, nullptr) == POCKETREC_OK);

    ListMemory memory(5);
    const Faults of_list = fail_each_allocation([&] {
      pocketrec_error error;
      return pocketrec_recommend(instance, &request, &memory.list, &error);
    });
    CHECK(of_list.met > 10);
    CHECK(of_list.statuses.contains(POCKETREC_NO_MEMORY));
    for (const pocketrec_status status : of_list.statuses) {
      CHECK((status == POCKETREC_NO_MEMORY || status == POCKETREC_OK));
    }
    CHECK(memory.ids() == expected.ids());

    const Faults of_event = fail_each_allocation([&] { return pocketrec_record(instance, &event, 1, nullptr); });
    CHECK(of_event.statuses.contains(POCKETREC_NO_MEMORY));

    const Faults of_request = fail_each_allocation([&] {
      pocketrec_reply reply;
      const pocketrec_status status = pocketrec_handle(instance, "Ready", nullptr, 0, &reply, nullptr);
      CHECK((status == POCKETREC_OK) == (reply.body != nullptr));
      pocketrec_reply_free(&reply);
      return status;
    });
    CHECK(of_request.met > 0);
    REQUIRE(pocketrec_recommend(instance, &request, &memory.list, nullptr) == POCKETREC_OK);
    CHECK(memory.ids() == expected.ids());
  }
  TEST_CASE("end an opening without an instance") {
    auto packed = pack_model(small_contents());
    REQUIRE(packed);
    pocketrec_options options = no_options();
    options.model_bytes = std::as_const(*packed).bytes().data();
    options.model_size = std::as_const(*packed).bytes().size();
    options.memory_store = 1;
    const Faults faults = fail_each_allocation([&] {
      pocketrec_instance* instance = nullptr;
      const pocketrec_status status = pocketrec_open(&options, &instance, nullptr);
      CHECK((status == POCKETREC_OK) == (instance != nullptr));
      pocketrec_close(&instance);
      return status;
    });
    MESSAGE(faults.met << " faults");
    CHECK(faults.met > 20);
    CHECK(faults.statuses.contains(POCKETREC_NO_MEMORY));
  }
}

}  // namespace pocketrec
