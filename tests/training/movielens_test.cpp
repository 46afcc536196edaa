// Quality on a published split (data of the measurements, not part of the project). Says aloud when it does not run.
#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "training/item_to_item.h"
#include "training/quantized_neighbors.h"

using namespace pocketrec;

namespace {

constexpr std::uint32_t kUsers = 6040;
constexpr std::uint32_t kItems = 3706;

std::filesystem::path split_folder() {
  const char* const data = std::getenv("POCKETREC_DATA");
  const std::filesystem::path root =
      data != nullptr ? std::filesystem::path(data) : std::filesystem::path(POCKETREC_TEST_DATA) / "../../shared/data";
  return root / "ml-1m/split-80-10-10";
}

// Lines of "user item item …".
std::vector<std::vector<ItemIndex>> read_lists(const std::filesystem::path& path) {
  std::vector<std::vector<ItemIndex>> lists(kUsers);
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    std::vector<std::uint32_t> numbers;
    const char* at = line.data();
    const char* const end = at + line.size();
    while (at < end) {
      std::uint32_t number = 0;
      const auto [next, error] = std::from_chars(at, end, number);
      if (error != std::errc()) break;
      numbers.push_back(number);
      at = next + (next < end ? 1 : 0);
    }
    if (!numbers.empty()) lists.at(numbers[0]).assign(numbers.begin() + 1, numbers.end());
  }
  return lists;
}

// NDCG@10 over all items, what is in `context` hidden; mean over users with anything in `truth`.
double ndcg_at_10(const QuantizedNeighborLists& lists, const std::vector<std::vector<ItemIndex>>& context,
                  const std::vector<std::vector<ItemIndex>>& truth) {
  double total = 0;
  std::size_t users = 0;
  std::vector<std::pair<float, ItemIndex>> ranked(kItems);
  for (std::size_t user = 0; user < kUsers; ++user) {
    if (truth[user].empty()) continue;
    for (ItemIndex item = 0; item < kItems; ++item) ranked[item] = {0.0F, item};
    for (ItemIndex source : context[user]) {
      const auto targets = lists.targets_of(source);
      for (std::size_t i = 0; i < targets.size(); ++i) {
        ranked[targets[i]].first -= static_cast<float>(lists.weights_of(source)[i]) * lists.target_scale[targets[i]];
      }
    }
    for (ItemIndex source : context[user]) ranked[source].first = 1e30F;
    std::partial_sort(ranked.begin(), ranked.begin() + 10, ranked.end());
    double gain = 0;
    double ideal = 0;
    for (std::size_t rank = 0; rank < 10; ++rank) {
      const double share = 1 / std::log2(static_cast<double>(rank) + 2);
      if (std::find(truth[user].begin(), truth[user].end(), ranked[rank].second) != truth[user].end()) gain += share;
      if (rank < truth[user].size()) ideal += share;
    }
    total += gain / ideal;
    ++users;
  }
  return total / static_cast<double>(users);
}

// Why the measurement has to be left out here; empty when it can run.
std::string obstacle() {
#if !defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return "this build is not optimised";
#else
  const std::filesystem::path file = split_folder() / "train.txt";
  return std::filesystem::exists(file) ? "" : file.string() + " is not there (set POCKETREC_DATA)";
#endif
}

}  // namespace

TEST_SUITE("item-to-item on MovieLens 1M") {
  TEST_CASE("int8 weights reach the NDCG@10 that was measured, within 1 %") {
    if (const std::string why = obstacle(); !why.empty()) {
      std::fprintf(stderr, "SKIPPED: item-to-item on MovieLens 1M: %s\n", why.c_str());
      return;
    }
    const auto train = read_lists(split_folder() / "train.txt");
    auto context = read_lists(split_folder() / "valid.txt");
    const auto truth = read_lists(split_folder() / "test.txt");
    std::vector<UserItem> pairs;
    for (std::uint32_t user = 0; user < kUsers; ++user) {
      for (ItemIndex item : train[user]) pairs.push_back({user, item});
      context[user].insert(context[user].end(), train[user].begin(), train[user].end());
    }
    const auto matrix = make_interaction_matrix(std::move(pairs), kUsers, kItems);
    REQUIRE(matrix);
    struct Expected {
      unsigned neighbors;
      double ndcg;
      std::size_t bytes;
    };
    for (const Expected& expected : {Expected{200, 0.3471, 2'300'000}, Expected{100, 0.3424, 1'150'000}}) {
      ItemToItemOptions options;
      options.neighbors = expected.neighbors;
      options.memory_budget_bytes = 1'000'000'000;
      const auto weights = train_item_to_item(*matrix, options);
      REQUIRE(weights);
      const QuantizedNeighborLists lists = quantize_neighbors(*weights);
      const double ndcg = ndcg_at_10(lists, context, truth);
      MESSAGE(expected.neighbors, " sources: NDCG@10 ", ndcg, ", ", lists.target.size(), " weights");
      CHECK(ndcg == doctest::Approx(expected.ndcg).epsilon(0.01));
      // Three bytes a weight: the distance to the target before it in two, the weight in one.
      CHECK(lists.target.size() * 3 < expected.bytes);
    }
  }
}
