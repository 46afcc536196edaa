#include "filter/filter_cache.h"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

namespace pocketrec {
namespace {

std::shared_ptr<const ItemMask> mask(std::size_t size) {
  return std::make_shared<const ItemMask>(size, true);
}

}  // namespace

TEST_SUITE("filter cache") {
  TEST_CASE("gives back what was put in, and nothing for another test") {
    FilterCache cache;
    const auto items = mask(100);
    cache.insert("a", items);
    CHECK(cache.find("a") == items);
    CHECK(cache.find("b") == nullptr);
    cache.insert("a", mask(100));
    CHECK(cache.find("a") == items);
  }

  TEST_CASE("forgets first what was not asked for the longest") {
    FilterCache cache(3 * (1 + 800 / 8 + 200));
    for (const char* test : {"a", "b", "c"}) cache.insert(test, mask(800));
    CHECK(cache.find("a") != nullptr);
    cache.insert("d", mask(800));
    CHECK(cache.find("b") == nullptr);
    for (const char* test : {"a", "c", "d"}) CHECK(cache.find(test) != nullptr);
  }

  TEST_CASE("does not take in what is larger than all of it") {
    FilterCache cache(1'000);
    cache.insert("small", mask(80));
    cache.insert("large", mask(80'000));
    CHECK(cache.find("large") == nullptr);
    CHECK(cache.find("small") != nullptr);
  }

  TEST_CASE("serves several threads at once") {
    FilterCache cache(5'000);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&cache] {
        for (std::size_t i = 0; i < 2'000; ++i) {
          const std::string test = std::to_string(i % 37);
          const auto known = cache.find(test);
          if (known == nullptr) cache.insert(test, mask(i % 37 + 64));
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    std::size_t known_tests = 0;
    for (std::size_t i = 0; i < 37; ++i) {
      const auto known = cache.find(std::to_string(i));
      if (known == nullptr) continue;
      ++known_tests;
      CHECK(known->size() == i + 64);
    }
    CHECK(known_tests > 10);
  }
}

}  // namespace pocketrec
