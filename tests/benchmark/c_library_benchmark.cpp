#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <vector>

#include "c_library/pocketrec.h"
#include "sample_model.h"

namespace pocketrec {
namespace {

constexpr std::size_t kLength = 25;

/// An instance over the sample model, without a store.
class Instance {
 public:
  Instance() {
    pocketrec_options options{};
    options.size = sizeof options;
    options.model = sample_model().file.c_str();
    pocketrec_error error;
    if (pocketrec_open(&options, &instance_, &error) != POCKETREC_OK) give_up({ErrorCode::internal, error.message});
  }
  ~Instance() { pocketrec_close(&instance_); }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  operator pocketrec_instance*() const { return instance_; }

 private:
  pocketrec_instance* instance_ = nullptr;
};

std::string known_user() {
  return sample_model().user_ids[sample_model().user_ids.size() / 2];
}

/// A list for a known user into memory of the caller's.
void c_library_recommend(benchmark::State& state) {
  const Instance instance;
  const std::string user = known_user();
  std::array<pocketrec_item, kLength> items{};
  std::vector<char> text(POCKETREC_MOST_TEXT(kLength));
  pocketrec_list list{};
  list.size = sizeof list;
  list.items = items.data();
  list.capacity = items.size();
  list.text = text.data();
  list.text_capacity = text.size();
  pocketrec_request request{};
  request.size = sizeof request;
  request.recommender = "user-personalization";
  request.user = user.c_str();
  for (auto _ : state) {
    if (pocketrec_recommend(instance, &request, &list, nullptr) != POCKETREC_OK) {
      return state.SkipWithError("expected recommendations");
    }
    benchmark::DoNotOptimize(items);
  }
}
BENCHMARK(c_library_recommend)->Unit(benchmark::kMicrosecond);

/// The same as JSON in and out.
void c_library_handle(benchmark::State& state) {
  const Instance instance;
  const std::string input = R"({"campaignArn":"user-personalization","userId":")" + known_user() + "\"}";
  for (auto _ : state) {
    pocketrec_reply reply;
    if (pocketrec_handle(instance, "GetRecommendations", input.data(), input.size(), &reply, nullptr) != POCKETREC_OK ||
        reply.http_status != 200) {
      return state.SkipWithError("expected recommendations");
    }
    benchmark::DoNotOptimize(reply);
    pocketrec_reply_free(&reply);
  }
}
BENCHMARK(c_library_handle)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace pocketrec
