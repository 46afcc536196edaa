#include "statistics/statistics.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <sstream>

#include "packing/pack_model.h"
#include "recipes/build_model.h"
#include "statistics/write_statistics.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

constexpr char kHeader[] = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP,DEVICE\n";
constexpr char kSchema[] = R"({"type": "record", "name": "Interactions",
  "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
  {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
  {"name": "EVENT_TYPE", "type": "string"}, {"name": "TIMESTAMP", "type": "long"},
  {"name": "DEVICE", "type": ["null", "string"], "categorical": true}]})";
constexpr char kItems[] = "ITEM_ID,GENRES\ni1,Drama\ni2,Comedy|Drama\ni99,War\n";

/// Events of some users, a line each; users that `mine` refuses have none.
template <typename Mine>
std::string events(const Mine& mine) {
  std::mt19937 random(12);
  std::ostringstream text;
  for (int event = 0; event < 900; ++event) {
    const auto user = static_cast<unsigned>(random() % 60);
    const auto item = static_cast<unsigned>(random() % 25) + user % 5;
    const char* const type = random() % 4 == 0 ? "like" : "view";
    const auto time = 1000 + random() % 5 + static_cast<unsigned>(event / 3);
    const char* const device = item % 3 == 0 ? "tv" : user % 7 == 0 ? "phone" : "";
    if (mine(user)) text << 'u' << user << ",i" << item << ',' << type << ',' << time << ',' << device << '\n';
  }
  return text.str();
}

TrainingData data_of(const std::string& interactions, const std::string& items = kItems) {
  const TemporaryFolder folder;
  folder.write("interactions.csv", kHeader + interactions);
  folder.write("interactions.schema.json", kSchema);
  if (!items.empty()) folder.write("items.csv", items);
  auto data = load_training_data(folder.path());
  if (!data) FAIL(data.error().message);
  return *std::move(data);
}

std::filesystem::path count(const TemporaryFolder& folder, const std::string& name, const TrainingData& data,
                            const ModelSettings& settings = {}) {
  const std::filesystem::path path = folder.path() / name;
  const auto written = write_statistics(path, data, settings, {});
  if (!written) FAIL(written.error().message);
  return path;
}

std::string message_of(const std::vector<std::filesystem::path>& paths) {
  TrainingData data;
  ModelSettings settings;
  const auto statistics = Statistics::open(paths, data, settings);
  return statistics ? std::string() : statistics.error().message;
}

std::vector<std::uint32_t> rows_from(const TrainingData& data, unsigned lowest_group) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < data.user.size(); ++row) {
    if (holdout_group(data.users.ids[data.user[row]]) >= lowest_group) rows.push_back(row);
  }
  return rows;
}

Result<ModelContents> build(const TrainingData& data, std::span<const std::uint32_t> rows,
                            const ModelSettings& settings, const CountedSums* counted) {
  BuildOptions options;
  options.counted = counted;
  return build_model(data, rows, "all", settings, options);
}

std::vector<std::byte> bytes_of(const Result<ModelContents>& contents) {
  if (!contents) FAIL(contents.error().message);
  const auto packed = pack_model(*contents);
  if (!packed) FAIL(packed.error().message);
  return {packed->bytes().begin(), packed->bytes().end()};
}

struct ThreeParts {
  explicit ThreeParts(const ModelSettings& settings = {}) {
    for (unsigned part = 0; part < 3; ++part) {
      // Of the last part no record says anything.
      const TrainingData data = data_of(events([&](unsigned user) { return user % 3 == part; }),
                                        part == 2 ? "ITEM_ID,GENRES\ni1,\n" : kItems);
      paths.push_back(count(folder, "part" + std::to_string(part), data, settings));
    }
  }

  TemporaryFolder folder;
  std::vector<std::filesystem::path> paths;
};

}  // namespace

TEST_SUITE("statistics") {
  TEST_CASE("models from parts have the bytes of a model from one folder, for all parts of a split") {
    ModelSettings settings;
    settings.events = {{"view", 1, std::nullopt}};
    settings.user_exponent = 0.5;
    settings.time_scales = {{2, 5}, {9, 40}};
    REQUIRE(set(settings, "blend=sequence:1,item-to-item:0.5,context:DEVICE:0.3"));
    REQUIRE(set(settings, "context_weights=DEVICE:0.5"));
    const ThreeParts parts(settings);
    const TrainingData whole = data_of(events([](unsigned) { return true; }));
    for (const std::vector<std::size_t>& order : {std::vector<std::size_t>{0, 1, 2}, {2, 0, 1}}) {
      TrainingData data;
      ModelSettings read;
      std::vector<std::filesystem::path> paths;
      for (const std::size_t part : order) paths.push_back(parts.paths[part]);
      const auto statistics = Statistics::open(paths, data, read);
      REQUIRE(statistics);
      CHECK(data.fingerprint == whole.fingerprint);
      CHECK(read.events == settings.events);
      CHECK(read.user_exponent == settings.user_exponent);
      CHECK(read.time_scales == settings.time_scales);
      for (const unsigned lowest : {0U, 1U, 2U}) {
        CAPTURE(lowest);
        const std::vector<std::uint32_t> rows = rows_from(whole, lowest);
        const CountedSums* const counted = (*statistics)->sums_of(data, rows);
        REQUIRE(counted != nullptr);
        CHECK(bytes_of(build(data, rows, settings, counted)) == bytes_of(build(whole, rows, settings, nullptr)));
      }
      CHECK((*statistics)->status());
      CHECK((*statistics)->check_settings(settings));
      CHECK((*statistics)->sums_of(data, rows_from(whole, 3)) == nullptr);
    }
  }

  TEST_CASE("counting twice writes the same bytes") {
    const TemporaryFolder folder;
    const TrainingData data = data_of(events([](unsigned) { return true; }));
    const auto read = [](const std::filesystem::path& path) {
      std::ifstream file(path, std::ios::binary);
      return std::string(std::istreambuf_iterator<char>(file), {});
    };
    BuildOptions one_thread;
    one_thread.threads = 1;
    REQUIRE(write_statistics(folder.path() / "one", data, {}, one_thread));
    const std::string first = read(count(folder, "two", data));
    CHECK(first == read(folder.path() / "one"));
    CHECK(!first.empty());
    CHECK(!std::filesystem::exists(folder.path() / "two.part"));
  }

  TEST_CASE("parts that do not go together are told with both names") {
    const TemporaryFolder folder;
    const std::string even = events([](unsigned user) { return user % 2 == 0; });
    const std::string odd = events([](unsigned user) { return user % 2 == 1; });
    const auto first = count(folder, "first", data_of(even));
    const std::string both = first.string() + " and ";
    CHECK(message_of({first, count(folder, "odd", data_of(odd))}).empty());
    CHECK(message_of({first, first}) ==
          both + first.string() + ": expected all events of a user in one part, got some of 'u0' in both");
    const auto genres = count(folder, "genres", data_of(odd, "ITEM_ID,GENRES\ni1,Horror\n"));
    CHECK(message_of({first, genres}) == both + genres.string() + ": expected the same GENRES of 'i1'");
    const auto columns = count(folder, "columns", data_of(odd, "ITEM_ID,YEARS\ni1,x\n"));
    CHECK(message_of({first, columns}) == both + columns.string() + ": expected the same columns of items and users");
    ModelSettings settings;
    settings.user_exponent = 0.5;
    const auto other = count(folder, "other", data_of(odd), settings);
    CHECK(message_of({first, other}) == both + other.string() + ": expected the same user_exponent, got 0.25 and 0.5");
    TrainingData data;
    ModelSettings read;
    const auto statistics = Statistics::open(std::span(&first, 1), data, read);
    REQUIRE(statistics);
    const auto checked = (*statistics)->check_settings(settings);
    REQUIRE(!checked);
    CHECK(checked.error().message ==
          "setting user_exponent: expected 0.25, with which " + first.string() + " was counted, got 0.5");
  }

  TEST_CASE("other files are refused") {
    const TemporaryFolder folder;
    const auto text = folder.write("text", "USER_ID,ITEM_ID,TIMESTAMP\nu,i,1\n");
    CHECK(message_of({text}).find(": expected statistics as `count` writes them, got another file") !=
          std::string::npos);
    CHECK(message_of({folder.path() / "none"}).find("there is no such file") != std::string::npos);
    const auto none = write_statistics(folder.path() / "empty", TrainingData(), {}, {});
    REQUIRE(!none);
    CHECK(none.error().message == "there are no interactions to count");
    const auto nowhere = write_statistics(folder.path() / "no" / "folder", data_of("u,i,view,1,tv\n"), {}, {});
    REQUIRE(!nowhere);
    CHECK(nowhere.error().code == ErrorCode::io);
  }

  TEST_CASE("damage is noticed, or does no harm") {
    const TemporaryFolder folder;
    const TrainingData whole = data_of(events([](unsigned user) { return user < 12; }));
    const auto path = count(folder, "part", whole);
    std::ifstream file(path, std::ios::binary);
    const std::string good(std::istreambuf_iterator<char>(file), {});
    const std::vector<std::uint32_t> rows = rows_from(whole, 0);
    ModelSettings settings;
    const std::vector<std::byte> expected = bytes_of(build(whole, rows, settings, nullptr));
    std::mt19937 random(5);
    int noticed = 0;
    for (int round = 0; round < 150; ++round) {
      std::string bytes = good;
      if (round % 10 == 0) {
        bytes.resize(random() % bytes.size());
      } else {
        for (auto flips = 1 + random() % 3; flips > 0; --flips) {
          bytes[random() % bytes.size()] ^= static_cast<char>(1U << random() % 8);
        }
      }
      const auto damaged = folder.write("damaged", bytes);
      TrainingData data;
      ModelSettings read;
      const auto statistics = Statistics::open(std::span(&damaged, 1), data, read);
      if (!statistics) {
        ++noticed;
        continue;
      }
      if (!(*statistics)->check_settings(settings)) continue;
      const auto contents = build(data, rows, settings, (*statistics)->sums_of(data, rows));
      if (!(*statistics)->status()) {
        ++noticed;
        continue;
      }
      CHECK(bytes_of(contents) == expected);
    }
    CHECK(noticed > 20);
  }
}
