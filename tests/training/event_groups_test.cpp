#include "training/event_groups.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

using namespace pocketrec;

namespace {

using Items = std::vector<ItemIndex>;

std::vector<Items> groups_of(const std::vector<std::uint32_t>& user, const Items& item,
                             const std::vector<std::int64_t>& time, std::optional<std::int64_t> seconds) {
  const EventGroups groups = group_events(user, item, time, seconds, 10);
  CHECK(groups.n_items == 10);
  std::vector<Items> result;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    result.emplace_back(groups.item.begin() + static_cast<std::ptrdiff_t>(groups.begin[group]),
                        groups.item.begin() + static_cast<std::ptrdiff_t>(groups.begin[group + 1]));
  }
  return result;
}

}  // namespace

TEST_SUITE("event groups") {
  const std::vector<std::uint32_t> user = {0, 0, 0, 0, 3, 3};
  const Items item = {1, 2, 3, 4, 5, 6};
  const std::vector<std::int64_t> time = {100, 100, 150, 210, 210, 211};

  TEST_CASE("reach as long after their first event as is said") {
    CHECK(groups_of(user, item, time, 100) == std::vector<Items>{{1, 2, 3}, {4}, {5, 6}});
    CHECK(groups_of(user, item, time, 110) == std::vector<Items>{{1, 2, 3, 4}, {5, 6}});
    CHECK(groups_of(user, item, time, 60) == std::vector<Items>{{1, 2, 3}, {4}, {5, 6}});
  }
  TEST_CASE("of no length are events of the same time") {
    CHECK(groups_of(user, item, time, 0) == std::vector<Items>{{1, 2}, {3}, {4}, {5}, {6}});
  }
  TEST_CASE("without a length are users") {
    CHECK(groups_of(user, item, time, std::nullopt) == std::vector<Items>{{1, 2, 3, 4}, {5, 6}});
  }
  TEST_CASE("keep the same item once in a row") {
    CHECK(groups_of({0, 0, 0, 1}, {7, 7, 8, 8}, {1, 2, 3, 4}, std::nullopt) == std::vector<Items>{{7, 8}, {8}});
    CHECK(groups_of({0, 0, 0}, {7, 8, 7}, {1, 2, 3}, std::nullopt) == std::vector<Items>{{7, 8, 7}});
  }
  TEST_CASE("stand times at both ends of the range, and nothing") {
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    CHECK(groups_of({0, 0}, {1, 2}, {least, most}, most) == std::vector<Items>{{1}, {2}});
    CHECK(groups_of({}, {}, {}, 5).empty());
  }
}
