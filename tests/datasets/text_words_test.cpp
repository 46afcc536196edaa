#include "datasets/text_words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace pocketrec;

namespace {

using Hashes = std::vector<std::uint32_t>;

}  // namespace

TEST_SUITE("words of texts") {
  TEST_CASE("are runs of letters and digits, whatever separates them and however they are written") {
    const Hashes expected = word_hashes("the quiet sea 1984");
    CHECK(expected.size() == 4);
    for (const char* text : {"The QUIET sea, 1984!", "sea-quiet_1984 (the)", "sea sea the the quiet 1984 x I",
                             "the\xFFquiet\xE2\x82sea…1984", "\u00BBthe\u00AB quiet\u3000sea\uFF011984"}) {
      CAPTURE(text);
      CHECK(word_hashes(text) == expected);
    }
    CHECK(word_hashes("").empty());
    CHECK(word_hashes("a b c ! é").empty());
    CHECK(word_hashes("quiet") != word_hashes("quite"));
  }

  TEST_CASE("capitals of Latin-1 are read as small letters") {
    CHECK(word_hashes("ÉTÉ À LA PLAGE") == word_hashes("été à la plage"));
    CHECK(word_hashes("été") != word_hashes("ete"));
  }

  TEST_CASE("of Chinese and Japanese are pairs of neighbours") {
    CHECK(word_hashes("静かな海").size() == 3);
    CHECK(word_hashes("静かな海。").size() == 3);
    CHECK(word_hashes("海").empty());
    const Hashes longer = word_hashes("とても静かな海 x");
    const Hashes shorter = word_hashes("静かな海");
    CHECK(std::includes(longer.begin(), longer.end(), shorter.begin(), shorter.end()));
  }

  TEST_CASE("are the hashes of FNV-1a over the little-endian code points, ascending") {
    const auto fnv = [](const std::u32string& word) {
      std::uint32_t hash = 2166136261U;
      for (const char32_t c : word) {
        for (const std::uint32_t byte : {c & 0xFF, c >> 8 & 0xFF, c >> 16 & 0xFF, c >> 24 & 0xFF}) {
          hash = (hash ^ byte) * 16777619U;
        }
      }
      return hash;
    };
    Hashes expected = {fnv(U"sea"), fnv(U"été"), fnv(U"静か")};
    std::sort(expected.begin(), expected.end());
    CHECK(word_hashes("Sea été 静か") == expected);
  }
}
