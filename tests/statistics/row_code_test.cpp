#include "statistics/row_code.h"

#include <doctest/doctest.h>

#include <random>
#include <utility>
#include <vector>

using namespace pocketrec;

namespace {

using Entries = std::vector<std::pair<std::uint32_t, std::int64_t>>;

bool decode(std::string_view bytes, std::uint32_t limit, Entries& entries) {
  entries.clear();
  return decode_row(bytes, limit, [&](std::uint32_t index, std::int64_t sum) { entries.emplace_back(index, sum); });
}

}  // namespace

TEST_SUITE("row code") {
  TEST_CASE("rows come back as they were") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
      Entries entries;
      std::uint64_t index = random() % 3;
      while (index < 1'000'000) {
        entries.emplace_back(static_cast<std::uint32_t>(index),
                             static_cast<std::int64_t>(1 + (random() >> (2 + random() % 61))));
        index += 1 + (random() % 1'000'000 >> (random() % 20));
      }
      RowEncoder encoder;
      for (const auto& [at, sum] : entries) encoder.add(at, sum);
      Entries read;
      CHECK(decode(encoder.bytes(), 1'000'000, read));
      CHECK(read == entries);
      encoder.clear();
      CHECK(encoder.bytes().empty());
    }
  }

  TEST_CASE("the format is the documented one") {
    RowEncoder encoder;
    encoder.add(0, 1);
    encoder.add(300, 128);
    CHECK(encoder.bytes() == std::string("\x00\x01\xAC\x02\x80\x01", 6));
  }

  TEST_CASE("bytes that no row has are refused") {
    Entries read;
    CHECK(decode("", 0, read));
    CHECK_FALSE(decode(std::string("\x00", 1), 9, read));                                  // no sum
    CHECK_FALSE(decode(std::string("\x00\x00", 2), 9, read));                              // a sum of 0
    CHECK_FALSE(decode(std::string("\x00\x01\x00\x01", 4), 9, read));                      // an index twice
    CHECK_FALSE(decode(std::string("\x09\x01", 2), 9, read));                              // past the end
    CHECK_FALSE(decode(std::string("\x05\x01\x05\x01", 4), 9, read));                      // past the end together
    CHECK_FALSE(decode(std::string("\x00\x80", 2), 9, read));                              // cut
    CHECK_FALSE(decode(std::string(1, '\0') + std::string(9, '\xFF') + '\x01', 9, read));  // above 63 bits
  }
}
