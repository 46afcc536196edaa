#include "dataset/hash_counts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "dataset/hash64.h"
#include "dataset/interner.h"

using namespace pocketrec;

TEST_SUITE("hash set") {
  TEST_CASE("it agrees with std::set over many inserts") {
    HashSet set;
    std::set<std::uint64_t> reference;
    for (std::uint64_t i = 0; i < 20000; ++i) {
      const std::uint64_t hash = mix64(i * i % 7001);
      CHECK(set.insert(hash) == reference.insert(hash).second);
      CHECK(set.size() == reference.size());
    }
    for (std::uint64_t i = 0; i < 14000; ++i) CHECK(set.contains(mix64(i)) == reference.contains(mix64(i)));
  }

  TEST_CASE("the hash zero can be in it") {
    HashSet set;
    CHECK_FALSE(set.contains(0));
    CHECK(set.insert(0));
    CHECK_FALSE(set.insert(0));
    CHECK(set.contains(0));
  }

  TEST_CASE("erasing by a mask leaves the others findable") {
    HashSet set;
    for (std::uint64_t i = 1; i <= 5000; ++i) set.insert(mix64(i));
    set.erase_with(3);
    std::size_t left = 0;
    for (std::uint64_t i = 1; i <= 5000; ++i) {
      CHECK(set.contains(mix64(i)) == ((mix64(i) & 3) == 0));
      if ((mix64(i) & 3) == 0) ++left;
    }
    CHECK(set.size() == left);
  }
}

TEST_SUITE("hash counts") {
  TEST_CASE("each hash has its own count") {
    HashCounts counts;
    for (std::uint64_t i = 0; i < 1000; ++i) {
      for (std::uint64_t n = 0; n <= i % 3; ++n) counts.add(mix64(i));
    }
    CHECK(counts.size() == 1000);
    const auto all = counts.counts();
    CHECK(all.size() == 1000);
    CHECK(std::ranges::count(all, 1U) == 334);
    CHECK(std::ranges::count(all, 2U) == 333);
    CHECK(std::ranges::count(all, 3U) == 333);
  }
}

TEST_SUITE("repeated rows") {
  TEST_CASE("up to the limit every repetition is found") {
    RepeatedRows rows(1000);
    for (std::uint64_t i = 0; i < 1000; ++i) CHECK_FALSE(rows.add(mix64(i)));
    for (std::uint64_t i = 0; i < 1000; ++i) CHECK(rows.add(mix64(i)));
    CHECK(rows.total() == 1000);
    CHECK(rows.is_exact());
  }

  TEST_CASE("over the limit the total is an estimate") {
    RepeatedRows rows(1000);
    for (std::uint64_t i = 0; i < 100000; ++i) {
      rows.add(mix64(i));
      rows.add(mix64(i));
    }
    CHECK_FALSE(rows.is_exact());
    CHECK(rows.total() > 80000);
    CHECK(rows.total() < 120000);
  }
}

TEST_SUITE("interner") {
  TEST_CASE("equal texts have one number, and ranks are those of the sorted texts") {
    Interner names;
    CHECK(names.code("b") == 0);
    CHECK(names.code("") == 1);
    CHECK(names.code("b") == 0);
    CHECK(names.code("\xC3\xA4") == 2);
    CHECK(names.code("B") == 3);
    CHECK(names.text(2) == "\xC3\xA4");
    CHECK(names.sorted() == std::vector<std::string>{"", "B", "b", "\xC3\xA4"});
    CHECK(names.ranks() == std::vector<std::uint32_t>{2, 0, 3, 1});
  }

  TEST_CASE("many texts stay apart") {
    Interner names;
    for (std::uint32_t i = 0; i < 10000; ++i) CHECK(names.code(std::to_string(i)) == i);
    for (std::uint32_t i = 0; i < 10000; ++i) CHECK(names.code(std::to_string(i)) == i);
    CHECK(names.size() == 10000);
  }
}

TEST_SUITE("hash64") {
  TEST_CASE("texts and rows that are close to each other have different hashes") {
    std::set<std::uint64_t> hashes;
    for (int i = 0; i < 100000; ++i) hashes.insert(hash64(std::to_string(i)));
    for (std::size_t size = 0; size < 100; ++size) hashes.insert(hash64(std::string(size, '\0')));
    CHECK(hashes.size() == 100100);
    const std::string_view one[] = {"ab", "c"};
    const std::string_view other[] = {"a", "bc"};
    const std::string_view turned[] = {"c", "ab"};
    CHECK(hash64(one) != hash64(other));
    CHECK(hash64(one) != hash64(turned));
  }
}
