#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sample_files.h"

using namespace pocketrec;

namespace {

constexpr std::size_t kListLength = 10;

struct Event {
  std::size_t user;
  std::size_t item;
  std::string type;
  std::string daypart;
  std::int64_t time;
};

// A sample with ids turned into places.
struct Loaded {
  SampleTable items;
  SampleTable users;
  std::vector<Event> events;
  std::vector<std::vector<std::size_t>> watched;  // per user: items in order of the first time
};

Loaded load(const SampleOptions& options) {
  const WrittenSample sample(options);
  Loaded loaded{sample.table("items.csv"), sample.table("users.csv"), {}, {}};
  std::unordered_map<std::string, std::size_t> item_places;
  std::unordered_map<std::string, std::size_t> user_places;
  for (const auto& row : loaded.items.rows) item_places.emplace(row[0], item_places.size());
  for (const auto& row : loaded.users.rows) user_places.emplace(row[0], user_places.size());
  REQUIRE(item_places.size() == loaded.items.rows.size());
  REQUIRE(user_places.size() == loaded.users.rows.size());
  loaded.watched.resize(user_places.size());
  const SampleTable interactions = sample.table("interactions.csv");
  const std::size_t type = interactions.column("EVENT_TYPE");
  const std::size_t daypart = interactions.column("DAYPART");
  const std::size_t time = interactions.column("TIMESTAMP");
  for (const auto& row : interactions.rows) {
    REQUIRE(user_places.count(row[0]) == 1);
    REQUIRE(item_places.count(row[1]) == 1);
    loaded.events.push_back({user_places[row[0]], item_places[row[1]], row[type], row[daypart], std::stoll(row[time])});
    const Event& event = loaded.events.back();
    auto& list = loaded.watched[event.user];
    if (event.type == "Watch" && std::find(list.begin(), list.end(), event.item) == list.end()) {
      list.push_back(event.item);
    }
  }
  return loaded;
}

const Loaded& standard() {
  static const Loaded loaded = load({});
  return loaded;
}

bool contains(const std::vector<std::size_t>& list, std::size_t item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Hits of the item watched last among the ten best of the others by `score(known items, item)`.
template <typename Score>
double recall_at_10(const std::vector<std::vector<std::size_t>>& known, const std::vector<std::size_t>& last,
                    std::size_t items, const Score& score) {
  std::size_t hits = 0;
  for (std::size_t user = 0; user < known.size(); ++user) {
    const double bar = score(known[user], last[user]);
    std::size_t better = 0;
    for (std::size_t item = 0; item < items; ++item) {
      if (item != last[user] && !contains(known[user], item) && score(known[user], item) >= bar) ++better;
    }
    if (better < kListLength) ++hits;
  }
  return static_cast<double>(hits) / static_cast<double>(known.size());
}

struct Recalls {
  double popularity;
  double neighbors;
};

// Leave-last-out: counts of single items against cosine of items watched together.
Recalls measure(const Loaded& loaded) {
  const std::size_t items = loaded.items.rows.size();
  std::vector<std::vector<std::size_t>> known;
  std::vector<std::size_t> last;
  for (std::vector<std::size_t> list : loaded.watched) {
    if (list.size() < 2) continue;
    last.push_back(list.back());
    list.pop_back();
    known.push_back(std::move(list));
  }
  std::vector<double> count(items);
  std::vector<double> together(items * items);
  for (const auto& list : known) {
    for (std::size_t a : list) {
      ++count[a];
      for (std::size_t b : list) ++together[a * items + b];
    }
  }
  const auto popularity = [&](const std::vector<std::size_t>&, std::size_t item) { return count[item]; };
  const auto neighbors = [&](const std::vector<std::size_t>& list, std::size_t item) {
    double sum = 0;
    for (std::size_t other : list) {
      if (count[item] > 0) sum += together[other * items + item] / std::sqrt(count[other] * count[item]);
    }
    return sum;
  };
  return {recall_at_10(known, last, items, popularity), recall_at_10(known, last, items, neighbors)};
}

// Share of a genre's events that fall into a daypart.
double share_in(const Loaded& loaded, std::string_view genre, std::string_view daypart) {
  const std::size_t genres = loaded.items.column("GENRES");
  double all = 0;
  double inside = 0;
  for (const Event& event : loaded.events) {
    if (!loaded.items.rows[event.item][genres].starts_with(genre)) continue;
    ++all;
    if (event.daypart == daypart) ++inside;
  }
  REQUIRE(all > 100);
  return inside / all;
}

// Items in both, over items in either.
double overlap(std::vector<std::size_t> a, std::vector<std::size_t> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::size_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  const std::size_t either = a.size() + b.size() - both.size();
  return either == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(either);
}

}  // namespace

TEST_SUITE("sample tastes") {
  TEST_CASE("let items watched together beat popularity clearly") {
    for (std::uint64_t seed : {1U, 2U, 3U}) {
      const Recalls recalls = measure(seed == 1 ? standard() : load({.seed = seed}));
      INFO("seed ", seed, ": popularity ", recalls.popularity, ", neighbors ", recalls.neighbors);
      CHECK(recalls.popularity > 0.02);
      CHECK(recalls.neighbors >= 1.5 * recalls.popularity);
    }
  }
  TEST_CASE("leave a long tail that is still watched") {
    std::vector<std::size_t> counts(standard().items.rows.size());
    std::size_t all = 0;
    for (const auto& list : standard().watched) {
      for (std::size_t item : list) ++counts[item];
      all += list.size();
    }
    std::sort(counts.rbegin(), counts.rend());
    std::size_t head = 0;
    for (std::size_t i = 0; i < counts.size() / 10; ++i) head += counts[i];
    CHECK(head * 10 > all * 3);
    CHECK(counts[counts.size() * 9 / 10] > 0);
  }
  TEST_CASE("go with the daypart") {
    CHECK(share_in(standard(), "Horror", "night") > 1.5 * share_in(standard(), "Family", "night"));
    CHECK(share_in(standard(), "Family", "afternoon") > 1.5 * share_in(standard(), "Horror", "afternoon"));
  }
  TEST_CASE("are shared within a household") {
    const Loaded& sample = standard();
    const std::size_t household = sample.users.column("HOUSEHOLD");
    double within = 0;
    double across = 0;
    std::size_t pairs_within = 0;
    std::size_t pairs_across = 0;
    for (std::size_t user = 0; user + 1 < sample.watched.size(); ++user) {
      const bool same = sample.users.rows[user][household] == sample.users.rows[user + 1][household];
      (same ? within : across) += overlap(sample.watched[user], sample.watched[user + 1]);
      ++(same ? pairs_within : pairs_across);
    }
    REQUIRE(pairs_within > 0);
    REQUIRE(pairs_across > 0);
    CHECK(within / static_cast<double>(pairs_within) > 1.5 * across / static_cast<double>(pairs_across));
  }
  TEST_CASE("follow the parts of a franchise in order") {
    const Loaded& sample = standard();
    const std::size_t title = sample.items.column("TITLE");
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < sample.items.rows.size(); ++i) places[sample.items.rows[i][title]] = i;
    std::size_t in_order = 0;
    std::size_t backwards = 0;
    for (const auto& [name, first] : places) {
      const auto second = places.find(name + " 2");
      if (second == places.end()) continue;
      for (const auto& list : sample.watched) {
        const auto a = std::find(list.begin(), list.end(), first);
        const auto b = std::find(list.begin(), list.end(), second->second);
        if (a == list.end() || b == list.end()) continue;
        ++(a < b ? in_order : backwards);
      }
    }
    CHECK(in_order > 50);
    CHECK(in_order > 2 * backwards);
  }
}

TEST_SUITE("sample events") {
  TEST_CASE("fall into the period and the item's window") {
    const Loaded& sample = standard();
    const std::size_t from = sample.items.column("AVAILABLE_FROM");
    const std::size_t until = sample.items.column("AVAILABLE_UNTIL");
    std::size_t outside = 0;
    for (const Event& event : sample.events) {
      if (event.time < kSampleEnd - 365 * 86'400 || event.time >= kSampleEnd) ++outside;
      if (event.type != "Watch") continue;
      const auto& row = sample.items.rows[event.item];
      if (event.time < std::stoll(row[from])) ++outside;
      // Looking and paying come before watching and take up to a few minutes.
      if (!row[until].empty() && event.time >= std::stoll(row[until]) + 300) ++outside;
    }
    CHECK(outside == 0);
  }
  TEST_CASE("keep children to what is meant for them") {
    const Loaded& sample = standard();
    const std::size_t age = sample.users.column("AGE_GROUP");
    const std::size_t maturity = sample.items.column("MATURITY");
    std::size_t children = 0;
    std::size_t wrong = 0;
    for (const Event& event : sample.events) {
      if (sample.users.rows[event.user][age] != "child") continue;
      ++children;
      const std::string& label = sample.items.rows[event.item][maturity];
      if (label != "all" && label != "7") ++wrong;
    }
    CHECK(children > 500);
    CHECK(wrong == 0);
  }
  TEST_CASE("are ordered by user and time, and of all types") {
    const Loaded& sample = standard();
    std::map<std::string, std::size_t> types;
    bool ordered = true;
    for (std::size_t i = 0; i < sample.events.size(); ++i) {
      ++types[sample.events[i].type];
      if (i == 0) continue;
      const Event& a = sample.events[i - 1];
      const Event& b = sample.events[i];
      ordered = ordered && (a.user < b.user || (a.user == b.user && a.time <= b.time));
    }
    CHECK(ordered);
    REQUIRE(types.size() == 4);
    CHECK(types["Watch"] * 10 > sample.events.size() * 7);
    CHECK(types["Click"] > types["Like"]);
    CHECK(types["Like"] > 0);
    CHECK(types["Purchase"] > 0);
  }
  TEST_CASE("reach new arrivals") {
    const Loaded& sample = standard();
    const std::size_t created = sample.items.column("CREATION_TIMESTAMP");
    std::set<std::size_t> fresh;
    for (const Event& event : sample.events) {
      if (std::stoll(sample.items.rows[event.item][created]) > kSampleEnd - 60 * 86'400) fresh.insert(event.item);
    }
    CHECK(fresh.size() > 5);
  }
}
