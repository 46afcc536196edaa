#include "sample/sample.h"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "datasets/field_text.h"
#include "datasets/schema.h"
#include "sample_files.h"

using namespace pocketrec;

namespace {

constexpr const char* kFiles[] = {"interactions.csv",         "items.csv",         "users.csv",        "filters.json",
                                  "interactions.schema.json", "items.schema.json", "users.schema.json"};

// FNV-1a, 64 bits, over all files.
std::uint64_t hash_of(const WrittenSample& sample) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325U;
  for (const char* name : kFiles) {
    for (char c : sample.read(name)) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3U;
  }
  return hash;
}

std::string refusal(const SampleOptions& options) {
  TemporaryFolder folder;
  auto result = write_sample(folder / "sample", options);
  REQUIRE_FALSE(bool(result));
  CHECK(result.error().code == ErrorCode::invalid_input);
  CHECK(folder.entries() == 0);
  return result.error().message;
}

void check_cells(const WrittenSample& sample, const std::string& name, DatasetType type) {
  auto schema = parse_schema(sample.read(name + ".schema.json"), type);
  if (!schema) FAIL(schema.error().message);
  const SampleTable table = sample.table(name + ".csv");
  std::size_t wrong = 0;
  std::vector<std::size_t> filled(schema->fields.size());
  for (const auto& row : table.rows) {
    REQUIRE(row.size() == schema->fields.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!parse_field(row[i], schema->fields[i])) ++wrong;
      if (!row[i].empty()) ++filled[i];
    }
  }
  CHECK(wrong == 0);
  for (std::size_t i = 0; i < filled.size(); ++i) {
    INFO(name, " ", schema->fields[i].name);
    CHECK(table.columns[i] == schema->fields[i].name);
    CHECK(filled[i] * 10 >= table.rows.size() * 7);  // the share that the contract advises
  }
}

}  // namespace

TEST_SUITE("write_sample") {
  TEST_CASE("writes the same bytes on every machine") {
    // When the sample is changed on purpose, the new number goes here.
    CHECK(hash_of(WrittenSample({})) == 2'227'407'767'070'676'580U);
  }
  TEST_CASE("writes other bytes for another seed") {
    CHECK(hash_of(WrittenSample({.users = 20, .items = 60})) !=
          hash_of(WrittenSample({.users = 20, .items = 60, .seed = 2})));
  }
  TEST_CASE("makes as many users and items as asked for") {
    for (std::uint32_t users : {1U, 2U, 37U}) {
      const WrittenSample sample({.users = users, .items = 50 + users, .seed = users});
      CHECK(sample.summary.users == users);
      CHECK(sample.summary.items == 50 + users);
      CHECK(sample.table("users.csv").rows.size() == users);
      CHECK(sample.table("items.csv").rows.size() == 50 + users);
      CHECK(sample.table("interactions.csv").rows.size() == sample.summary.interactions);
      CHECK(sample.summary.interactions > 0);
      CHECK(sample.summary.households <= users);
    }
  }
  TEST_CASE("obeys its schemas and leaves few cells empty") {
    const WrittenSample sample({});
    check_cells(sample, "interactions", DatasetType::interactions);
    check_cells(sample, "items", DatasetType::items);
    check_cells(sample, "users", DatasetType::users);
  }
  TEST_CASE("gives every item a title of its own and one to three genres") {
    const SampleTable items = WrittenSample({.users = 5, .items = 5'000}).table("items.csv");
    std::set<std::string> titles;
    std::set<std::string> genres;
    for (const auto& row : items.rows) {
      titles.insert(row[items.column("TITLE")]);
      std::string text = row[items.column("GENRES")] + "|";
      std::set<std::string> own;
      std::size_t count = 0;
      for (std::size_t start = 0, end = 0; (end = text.find('|', start)) != std::string::npos; start = end + 1) {
        own.insert(text.substr(start, end - start));
        ++count;
      }
      REQUIRE(count == own.size());
      REQUIRE(count <= 3);
      genres.insert(own.begin(), own.end());
    }
    CHECK(titles.size() == 5'000);
    CHECK(genres.size() == 14);
  }
  TEST_CASE("offers filters that are named once and use its columns") {
    const WrittenSample sample({.users = 1, .items = 50});
    auto items = parse_schema(sample.read("items.schema.json"), DatasetType::items);
    REQUIRE(bool(items));
    const auto filters = nlohmann::json::parse(sample.read("filters.json"));
    std::set<std::string> names;
    for (const auto& filter : filters) {
      names.insert(filter.at("name").get<std::string>());
      const std::string text = filter.at("filterExpression").get<std::string>();
      CHECK((text.starts_with("INCLUDE ItemID WHERE ") || text.starts_with("EXCLUDE ItemID WHERE ")));
      for (std::size_t at = text.find("Items."); at != std::string::npos; at = text.find("Items.", at + 1)) {
        const std::string column = text.substr(at + 6, text.find(' ', at) - at - 6);
        INFO(column);
        CHECK(items->find(column) != nullptr);
      }
    }
    CHECK(names == std::set<std::string>{"available", "by-genre", "family-only", "recent", "unwatched"});
  }
  TEST_CASE("names the option that is out of range") {
    CHECK(refusal({.users = 0}) == "sample: expected users from 1 to 10000000, got 0");
    CHECK(refusal({.items = 49}) == "sample: expected items from 50 to 1000000, got 49");
    CHECK(refusal({.days = 29}) == "sample: expected days from 30 to 3650, got 29");
  }
  TEST_CASE("refuses a target with files in it") {
    TemporaryFolder folder;
    folder.write("sample/mine.txt", "keep");
    auto result = write_sample(folder / "sample", {.users = 1, .items = 50});
    REQUIRE_FALSE(bool(result));
    CHECK(result.error().code == ErrorCode::resource_in_use);
    CHECK(folder.read("sample/mine.txt") == "keep");
    CHECK(folder.entries() == 1);
  }
}
