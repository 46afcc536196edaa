#include "recipes/context.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "packing/pack_model.h"
#include "recipes/build_model.h"
#include "recipes/calibrate.h"
#include "recipes/personalization.h"
#include "small_model.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

constexpr char kSchema[] = R"({"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema",
 "fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
           {"name":"DEVICE","type":["null","string"],"categorical":true},
           {"name":"MOOD","type":"string","categorical":true},{"name":"TIMESTAMP","type":"long"}],"version":"1.0"})";

/// Users come back to two items of theirs by device, in any mood; users of a country begin with the same item.
TrainingData made_up() {
  std::mt19937 random(4);
  std::string interactions = "USER_ID,ITEM_ID,DEVICE,MOOD,TIMESTAMP\n";
  std::string users = "USER_ID,COUNTRY\n";
  for (int user = 0; user < 120; ++user) {
    const std::string id = "u" + std::to_string(user);
    users += id + ",c" + std::to_string(user % 4) + "\n";
    const auto on_tv = random() % 20;
    const auto on_phone = 20 + random() % 20;
    interactions += id + ",start" + std::to_string(user % 4) + ",,any,0\n";
    for (int event = 1; event < 14; ++event) {
      const bool tv = random() % 2 == 0;
      interactions += id + ",i" + std::to_string(tv ? on_tv : on_phone) + (tv ? ",tv," : ",phone,") +
                      (random() % 2 == 0 ? "good," : "bad,") + std::to_string(event) + "\n";
    }
  }
  const TemporaryFolder folder;
  folder.write("interactions.csv", interactions);
  folder.write("interactions.schema.json", kSchema);
  folder.write("users.csv", users);
  auto data = load_training_data(folder.path());
  if (!data) FAIL(data.error().message);
  return *std::move(data);
}

std::vector<NamedContext> views_of(const TrainingData& data) {
  std::vector<NamedContext> contexts;
  for (const InteractionColumn& column : data.contexts) contexts.push_back({column.name, column.values, column.codes});
  return contexts;
}

ModelContents built(const TrainingData& data, const std::vector<std::uint32_t>& rows, const ModelSettings& settings,
                    unsigned threads = 2) {
  BuildOptions options;
  options.threads = threads;
  auto contents = build_model(data, rows, "all", settings, options);
  if (!contents) FAIL(contents.error().message);
  return *std::move(contents);
}

}  // namespace

TEST_SUITE("context columns") {
  TEST_CASE("reach the file with the values of events, and only those that something uses") {
    const TrainingData data = made_up();
    std::vector<std::uint32_t> rows(data.user.size());
    std::iota(rows.begin(), rows.end(), 0U);
    ModelSettings settings;
    settings.blend = *parse_blend("repeat:1,context:MOOD:0.5,user:COUNTRY:0.1");
    settings.context_weights = *parse_context_weights("mood:0.5");
    const ModelContents contents = built(data, rows, settings);
    REQUIRE(contents.context_columns.size() == 1);
    CHECK(contents.context_columns[0].values == std::vector<std::string>{"any", "bad", "good"});
    REQUIRE(contents.histories->contexts.size() == 1);
    CHECK(contents.histories->contexts[0].size() == contents.histories->items.size());
    REQUIRE(contents.attribute_scores.size() == 2);
    CHECK(contents.attribute_scores[0].name == "context:MOOD");
    CHECK(contents.attribute_scores[0].column == 0);
    for (const Recommender& recommender : contents.recommenders) {
      if (recommender.name == "user-personalization")
        CHECK(recommender.context_weights == std::vector<ContextWeight>{{0, 0.5}});
      if (recommender.name == "popularity-count") CHECK(recommender.context_weights.empty());
    }
    const auto one = pack_model(built(data, rows, settings, 1));
    const auto two = pack_model(contents);
    REQUIRE(one);
    REQUIRE(two);
    CHECK(std::ranges::equal(one->bytes(), two->bytes()));

    settings.blend = *parse_blend("repeat:1");
    settings.context_weights = std::vector<NamedContextWeight>();
    const ModelContents without = built(data, rows, settings);
    CHECK(without.context_columns.empty());
    CHECK(without.histories->contexts.empty());
    CHECK(without.attribute_scores.empty());
  }

  TEST_CASE("are chosen where they help, the same for any number of threads") {
    const TrainingData data = made_up();
    const std::vector<NamedContext> contexts = views_of(data);
    const NamedEvents events{data.events(), data.items.ids, data.event_type, data.event_types, data.value, contexts};
    const Split validation = leave_one_out(data.events()).validation;
    std::vector<NamedContextWeight> first;
    for (const unsigned threads : {1U, 2U}) {
      ModelSettings settings;
      settings.blend = *parse_blend("repeat@100:1");
      const ModelContents contents = built(data, validation.training, settings);
      ModelSettings open;
      const ModelContents all = built(data, validation.training, open);
      const std::vector<BlendCandidate> terms = {{{"repeat", 100, 1}, parts_of({"repeat", 100, 1}, open, all), 1}};
      REQUIRE_FALSE(terms[0].parts.empty());
      Split shown = validation;
      shown.hides_history = false;
      const auto chosen = choose_context_weights(terms, *open_packed(all), all, {events, shown, false, threads});
      CHECK(std::any_of(chosen.begin(), chosen.end(), [](const auto& weight) { return weight.column == "DEVICE"; }));
      if (threads == 1) first = chosen;
      CHECK(chosen == first);
    }
  }
}

TEST_SUITE("short histories") {
  TEST_CASE("are none, one, three, and all events in turn") {
    Split split;
    for (std::uint32_t user = 0; user < 8; ++user) split.users.push_back({user, {1, 2, 3, 4, 5}, {6}});
    const Split cut = with_short_histories(split);
    const std::vector<std::vector<std::uint32_t>> expected = {{}, {5}, {3, 4, 5}, {1, 2, 3, 4, 5}};
    for (std::size_t i = 0; i < 8; ++i) {
      CHECK(cut.users[i].history == expected[i % 4]);
      CHECK(cut.users[i].truth == split.users[i].truth);
    }
  }
}
