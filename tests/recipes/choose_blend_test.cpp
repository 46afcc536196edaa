#include "recipes/choose_blend.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "small_model.h"

using namespace pocketrec;
using Kind = ScorePart::Kind;

namespace {

constexpr std::uint32_t kItems = 40;

/// The target that a list leads to from an item, or kNoItem.
using Leads = std::function<ItemIndex(ItemIndex)>;

NeighborContents lists_of(std::string name, const Leads& leads) {
  NeighborContents lists{std::move(name), {0}, {}, {}, {}};
  for (ItemIndex item = 0; item < kItems; ++item) {
    if (const ItemIndex target = leads(item); target != kNoItem) {
      lists.items.push_back(target);
      lists.weights.push_back(127);
    }
    lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
    lists.scales.push_back((1U << 28) / 127);
  }
  return lists;
}

Leads ahead(ItemIndex steps, std::function<bool(ItemIndex)> where) {
  return [=](ItemIndex item) { return where(item) ? (item + steps) % kItems : kNoItem; };
}

bool everywhere(ItemIndex) {
  return true;
}
bool nowhere(ItemIndex) {
  return false;
}
bool at_even(ItemIndex item) {
  return item % 2 == 0;
}
bool at_odd(ItemIndex item) {
  return item % 2 == 1;
}

/// A model of neighbour lists, and one of item scores in an order that has nothing to do with anything; and users whose
/// history is one item each.
struct World {
  explicit World(const std::vector<Leads>& leads) {
    for (ItemIndex row = 0; row < kItems; ++row) ids.push_back("i" + std::to_string(100 + row));
    contents.items.ids = ids;
    contents.event_types = {"watch"};
    contents.interaction_fields = {
        {"USER_ID"}, {"ITEM_ID"}, {"TIMESTAMP", FieldType::integer64}, {"EVENT_TYPE", FieldType::string, true}};
    for (const Leads& lead : leads) {
      contents.neighbor_lists.push_back(lists_of("list-" + std::to_string(contents.neighbor_lists.size()), lead));
    }
    ItemScoreContents noise{"noise", {}};
    for (ItemIndex row = 0; row < kItems; ++row) {
      noise.values.push_back((row * 17 + 5) % kItems * ((1U << 24) / kItems));
    }
    contents.item_scores = {std::move(noise)};
    contents.provenance.tool_version = "test";
    contents.provenance.data_fingerprint = "made by hand";
    validation.item_count = kItems;
  }

  void add_user(ItemIndex seen, std::vector<ItemIndex> truth) {
    const auto number = static_cast<std::uint32_t>(validation.users.size());
    user_ids.push_back(std::to_string(number));
    user.push_back(number);
    item.push_back(seen);
    type.push_back(0);
    time.push_back(0);
    std::sort(truth.begin(), truth.end());
    validation.users.push_back({number, {number}, std::move(truth)});
  }

  NamedEvents events() const { return {{user, item, time, user_ids, ids.size()}, ids, type, types}; }

  ChosenBlend choose(const std::vector<BlendCandidate>& candidates, bool hides_history = false,
                     unsigned threads = 2) const {
    const auto chosen =
        choose_blend(candidates, *open_packed(contents), {events(), validation, hides_history, threads});
    if (!chosen) FAIL(chosen.error().message);
    return *chosen;
  }

  /// NDCG@10 of these parts by the device's own lists.
  double measured(const std::vector<ScorePart>& parts, bool hides_history) const {
    ModelContents with = contents;
    with.recommenders = {{"it", "aws-user-personalization", {}, parts}};
    Split split = validation;
    split.hides_history = hides_history;
    const auto report = evaluate_lists(
        split, packed_recommender(std::make_shared<const Snapshot>(open_packed(with)), "it", events(), split));
    if (!report) FAIL(report.error().message);
    return report->find("ndcg@10").value();
  }

  std::vector<std::string> ids;
  ModelContents contents;
  std::vector<std::string> user_ids;
  std::vector<std::string> types = {"watch"};
  std::vector<std::uint32_t> user;
  std::vector<ItemIndex> item;
  std::vector<std::uint32_t> type;
  std::vector<std::int64_t> time;
  Split validation;
};

BlendCandidate list_candidate(const std::string& component, std::uint32_t index, double time_scale = 0) {
  return {{component, time_scale, 1}, {{Kind::neighbor_lists, index, 1, time_scale}}};
}

const BlendCandidate kNoise = {{"recent", 0, 1}, {{Kind::item_scores, 0, 1}}};

std::vector<std::string> components(const ChosenBlend& chosen) {
  std::vector<std::string> names;
  for (const BlendTerm& term : chosen.blend) names.push_back(term.component);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("choice of a blend") {
  TEST_CASE("takes the one component that is right, alone, wherever it stands") {
    World world({ahead(15, everywhere), ahead(1, everywhere)});
    for (ItemIndex seen = 0; seen < kItems; ++seen) world.add_user(seen, {(seen + 1) % kItems});
    const BlendCandidate wrong = list_candidate("item-to-item", 0);
    const BlendCandidate right = list_candidate("sequence", 1);
    for (const auto& candidates : {std::vector{wrong, right, kNoise}, std::vector{right, kNoise, wrong},
                                   std::vector{kNoise, wrong, right}, std::vector{right}}) {
      const ChosenBlend chosen = world.choose(candidates);
      CHECK(chosen.blend == Blend{{"sequence", 0, 1}});
      CHECK(chosen.ndcg_at_10 == 1);
    }
  }

  TEST_CASE("takes two that together are better than either, and leaves out what does not help") {
    World world({ahead(21, at_even), ahead(14, at_odd)});
    for (ItemIndex seen = 0; seen < kItems; ++seen) world.add_user(seen, {(seen + (at_even(seen) ? 21 : 14)) % kItems});
    const ChosenBlend chosen =
        world.choose({kNoise, list_candidate("item-to-item", 0, 50), list_candidate("content", 1)});
    CHECK(components(chosen) == Names{"item-to-item", "content"});
    CHECK(chosen.blend[0].time_scale == 50);
    CHECK(chosen.ndcg_at_10 == 1);
    CHECK((chosen.blend[0].weight == 1 || chosen.blend[1].weight == 1));
    for (const BlendTerm& term : chosen.blend) CHECK(term.weight > 0);
  }

  TEST_CASE("leaves out noise, mostly, although there is something left to be better at") {
    int noisy = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      World world({ahead(21, everywhere), ahead(14, everywhere),
                   [&](ItemIndex) { return static_cast<ItemIndex>(random() % kItems); }});
      for (int i = 0; i < 300; ++i) {
        const auto seen = static_cast<ItemIndex>(random() % kItems);
        const ItemIndex anything = static_cast<ItemIndex>(random() % kItems);
        const ItemIndex truths[] = {(seen + 21) % kItems, (seen + 14) % kItems, anything};
        world.add_user(seen, {truths[random() % 3]});
      }
      const ChosenBlend chosen = world.choose(
          {list_candidate("sequence", 0), list_candidate("content", 1), list_candidate("item-to-item", 2), kNoise});
      Names names = components(chosen);
      noisy += names.size() > 2 ? 1 : 0;
      names.resize(2);
      CHECK(names == Names{"sequence", "content"});
      CHECK(chosen.ndcg_at_10 > 0.5);
      CHECK(chosen.ndcg_at_10 < 0.9);
    }
    // Two standard errors are no proof: now and then it looks like help.
    CHECK(noisy <= 2);
  }

  TEST_CASE("stays with the best single component where there are too few users to tell") {
    World world({ahead(21, at_even), ahead(14, at_odd)});
    const std::vector<BlendCandidate> candidates = {list_candidate("item-to-item", 0), list_candidate("content", 1)};
    world.add_user(0, {21});
    world.add_user(1, {15});
    CHECK(components(world.choose(candidates)).size() == 1);
    // The same shares, and users enough.
    for (int i = 1; i < 5; ++i) {
      world.add_user(0, {21});
      world.add_user(1, {15});
    }
    CHECK(components(world.choose(candidates)) == Names{"item-to-item", "content"});
  }

  TEST_CASE("stays with the best single component for one user, who tells nothing about others") {
    World world({ahead(21, everywhere), ahead(14, everywhere)});
    world.add_user(0, {21, 14});
    CHECK(components(world.choose({list_candidate("item-to-item", 0), list_candidate("content", 1)})).size() == 1);
  }

  TEST_CASE("without validation users is the first candidate") {
    const World world({ahead(21, everywhere)});
    const ChosenBlend chosen = world.choose({kNoise, list_candidate("item-to-item", 0)});
    CHECK(chosen.blend == Blend{{"recent", 0, 1}});
    CHECK(chosen.ndcg_at_10 == 0);
  }

  TEST_CASE("takes a component once, by the better of its candidates") {
    World world({ahead(21, at_even), ahead(14, [](ItemIndex item) { return item % 4 == 1; })});
    for (ItemIndex seen = 0; seen < kItems; ++seen) world.add_user(seen, {(seen + (at_even(seen) ? 21 : 14)) % kItems});
    const ChosenBlend chosen = world.choose({list_candidate("item-to-item", 1), list_candidate("item-to-item", 0, 10)});
    CHECK(chosen.blend == Blend{{"item-to-item", 10, 1}});
  }

  TEST_CASE("looks at lists with or without the history, as it is told") {
    World world({ahead(0, everywhere), ahead(21, everywhere)});
    for (ItemIndex seen = 0; seen < kItems; ++seen) world.add_user(seen, {seen, (seen + 21) % kItems});
    const std::vector<BlendCandidate> candidates = {list_candidate("item-to-item", 0), list_candidate("content", 1)};
    CHECK(components(world.choose(candidates, false)) == Names{"item-to-item", "content"});
    const ChosenBlend hidden = world.choose(candidates, true);
    CHECK(components(hidden) == Names{"content"});
    // The truth that is hidden is still missed.
    CHECK(hidden.ndcg_at_10 == doctest::Approx(1 / (1 + 1 / std::log2(3))));
  }

  TEST_CASE("measures what the device's lists have") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      World world({ahead(21, everywhere), ahead(14, at_odd)});
      for (int i = 0; i < 60; ++i) {
        const auto seen = static_cast<ItemIndex>(random() % kItems);
        std::vector<ItemIndex> truth = {(seen + (random() % 2 == 0 ? 21 : 14)) % kItems};
        const auto other = static_cast<ItemIndex>(random() % kItems);
        if (other != truth[0]) truth.push_back(other);
        world.add_user(seen, truth);
      }
      for (const bool hides_history : {false, true}) {
        for (const BlendCandidate& candidate : {list_candidate("sequence", 0), list_candidate("content", 1), kNoise}) {
          const ChosenBlend alone = world.choose({candidate}, hides_history);
          CHECK(alone.ndcg_at_10 == doctest::Approx(world.measured(candidate.parts, hides_history)).epsilon(1e-9));
        }
        const ChosenBlend chosen =
            world.choose({list_candidate("sequence", 0), list_candidate("content", 1), kNoise}, hides_history);
        std::vector<ScorePart> parts;
        for (const BlendTerm& term : chosen.blend) {
          ScorePart part = term.component == "recent" ? kNoise.parts[0] : ScorePart();
          if (term.component == "content") part.index = 1;
          part.weight = term.weight / 16;  // weights of parts are at most 1
          parts.push_back(part);
        }
        CHECK(chosen.ndcg_at_10 == doctest::Approx(world.measured(parts, hides_history)).epsilon(0.01));
      }
    }
  }

  TEST_CASE("is the same for any number of threads") {
    std::mt19937_64 random(9);
    World world({ahead(21, at_even), ahead(14, at_odd), ahead(3, everywhere)});
    for (int i = 0; i < 200; ++i) {
      const auto seen = static_cast<ItemIndex>(random() % kItems);
      const ItemIndex truths[] = {(seen + 21) % kItems, (seen + 14) % kItems, (seen + 3) % kItems};
      world.add_user(seen, {truths[random() % 3]});
    }
    const std::vector<BlendCandidate> candidates = {list_candidate("sequence", 0), list_candidate("content", 1),
                                                    list_candidate("item-to-item", 2), kNoise};
    const ChosenBlend one = world.choose(candidates, false, 1);
    CHECK(one.blend.size() > 1);
    for (const unsigned threads : {2U, 4U}) {
      const ChosenBlend other = world.choose(candidates, false, threads);
      CHECK(other.blend == one.blend);
      CHECK(other.ndcg_at_10 == one.ndcg_at_10);
    }
  }

  TEST_CASE("a component that scores nothing is no help") {
    World world({ahead(21, everywhere), ahead(1, nowhere)});
    for (ItemIndex seen = 0; seen < kItems; ++seen) world.add_user(seen, {(seen + 21) % kItems, (seen + 9) % kItems});
    CHECK(components(world.choose({list_candidate("content", 1), list_candidate("sequence", 0)})) == Names{"sequence"});
  }
}
