#include "sample/sample_random.h"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "sample/sample_catalogue.h"
#include "sample/sample_text.h"

using namespace pocketrec;

namespace {

SampleRandom make_random(std::uint64_t index = 0) {
  return {7, SampleRandom::Purpose::catalogue, index};
}

}  // namespace

TEST_SUITE("sample random") {
  TEST_CASE("repeats for the same stream and differs between streams") {
    SampleRandom a = make_random();
    SampleRandom b = make_random();
    SampleRandom c = make_random(1);
    SampleRandom d(7, SampleRandom::Purpose::household, 0);
    const std::uint64_t first = a.next();
    CHECK(b.next() == first);
    CHECK(c.next() != first);
    CHECK(d.next() != first);
  }
  TEST_CASE("reaches every number of a range and no other") {
    SampleRandom random = make_random();
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 1'000; ++i) seen.insert(random.between(3, 7));
    CHECK(seen == std::set<std::uint32_t>{3, 4, 5, 6, 7});
    CHECK(random.below(1) == 0);
  }
  TEST_CASE("follows weights") {
    SampleRandom random = make_random();
    const std::array<std::uint32_t, 4> weights = {0, 1, 3, 0};
    std::array<int, 4> counts{};
    for (int i = 0; i < 4'000; ++i) ++counts[random.weighted(weights)];
    CHECK(counts[0] == 0);
    CHECK(counts[3] == 0);
    CHECK(counts[1] > 850);
    CHECK(counts[1] < 1'150);
  }
  TEST_CASE("follows running sums") {
    SampleRandom random = make_random();
    const std::vector<std::uint64_t> sums = {0, 10, 10, 40};
    std::array<int, 4> counts{};
    for (int i = 0; i < 4'000; ++i) ++counts[pick_by_sums(sums, random)];
    CHECK(counts[0] == 0);
    CHECK(counts[2] == 0);
    CHECK(counts[1] > 850);
    CHECK(counts[1] < 1'150);
  }
}

TEST_SUITE("title maker") {
  TEST_CASE("never repeats itself, also when the words are used up") {
    TitleMaker maker;
    SampleRandom random = make_random();
    std::set<std::string> titles;
    for (int i = 0; i < 30'000; ++i) titles.insert(maker.make(sample_genres()[0], random));
    CHECK(titles.size() == 30'000);
  }
}

TEST_SUITE("sample description") {
  TEST_CASE("is a sentence with the motif") {
    SampleRandom random = make_random();
    for (std::uint32_t motif = 0; motif < sample_motifs(); ++motif) {
      const std::string text = sample_description(sample_genres()[motif % 14], false, motif, random);
      CHECK(text.front() == 'A');
      CHECK(text.back() == '.');
      CHECK(text.find(" film about ") != std::string::npos);
    }
    CHECK(sample_description(sample_genres()[0], true, 0, random).find("among lighthouse keepers") !=
          std::string::npos);
  }
}

TEST_SUITE("sample genre") {
  TEST_CASE("has a daypart for every hour") {
    const std::int64_t midnight = kSampleEnd;
    CHECK(daypart_at(midnight) == Daypart::night);
    CHECK(daypart_at(midnight + 6 * 3'600 - 1) == Daypart::night);
    CHECK(daypart_at(midnight + 6 * 3'600) == Daypart::morning);
    CHECK(daypart_at(midnight + 12 * 3'600) == Daypart::afternoon);
    CHECK(daypart_at(midnight + 18 * 3'600) == Daypart::evening);
    CHECK(daypart_at(midnight + 22 * 3'600) == Daypart::night);
  }
  TEST_CASE("leaves something to watch for every age") {
    for (std::size_t age = 0; age < kAgeGroups; ++age) {
      std::uint32_t sum = 0;
      for (const SampleGenre& genre : sample_genres()) {
        sum += genre.appeal[age];
        if (genre.appeal[age] > 0) CHECK(genre.lowest_maturity <= maturity_limit(static_cast<AgeGroup>(age)));
      }
      CHECK(sum > 0);
    }
  }
}

TEST_SUITE("sample item") {
  TEST_CASE("gets attention only while it is available, and less with time") {
    SampleItem item;
    item.available_from = 1'000 * kDay;
    item.available_until = 1'100 * kDay;
    item.fade_days = 10;
    CHECK(item.attention_at(1'000 * kDay - 1) == 0);
    CHECK(item.attention_at(1'000 * kDay) == 1'000);
    CHECK(item.attention_at(1'010 * kDay) == 600);
    CHECK(item.attention_at(1'100 * kDay) == 0);
    item.comeback = 1'090 * kDay;
    CHECK(item.attention_at(1'090 * kDay) > item.attention_at(1'050 * kDay));
  }
}
