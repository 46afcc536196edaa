#include "scoring/metadata_neighbors.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "small_model.h"

namespace pocketrec {
namespace {

/// The small model with TITLE and GENRES alone.
ModelContents contents_with_genres() {
  ModelContents contents = small_contents();
  contents.items.columns.resize(2);
  return contents;
}

std::vector<FieldValue> with_genres(const std::string& genres) {
  return {FieldValue{}, genres};
}

}  // namespace

TEST_SUITE("metadata neighbours") {
  TEST_CASE("are the items that share rare values, with the weights of the ridge regression") {
    const auto model = open_packed(contents_with_genres());
    const MetadataNeighbors neighbors(*model);
    // Crime is of fargo (Comedy|Crime) and heat (Crime).
    const auto found = neighbors.of(with_genres("Crime"));
    REQUIRE(found.size() == 2);
    CHECK(found[0].item == 7);
    CHECK(found[0].similarity == 1 << kStandInFractionBits);
    CHECK(found[1].item == 5);
    // Both values are of two items, so fargo's vector has two equal entries: its cosine is 1/√2.
    const double cosine = 1 / std::sqrt(2.0);
    CHECK(found[1].similarity == std::lround(cosine * (1 << kStandInFractionBits)));
    // (1 + 6) a + c b = 1, c a + 7 b = c.
    const double b = (cosine * 7 - cosine) / (49 - cosine * cosine);
    const double a = (1 - cosine * b) / 7;
    CHECK(found[0].weight == std::lround(a * (1 << kStandInFractionBits)));
    CHECK(found[1].weight == std::lround(b * (1 << kStandInFractionBits)));
  }

  TEST_CASE("are none for values that no item has, and only items that lists lead to") {
    ModelContents contents = contents_with_genres();
    CHECK(MetadataNeighbors(*open_packed(contents)).of(with_genres("Western")).empty());
    CHECK(MetadataNeighbors(*open_packed(contents)).of(with_genres("")).empty());
    // Nothing leads to heat any more.
    NeighborContents& lists = contents.neighbor_lists[0];
    for (std::size_t i = 0; i < lists.items.size(); ++i) {
      if (lists.items[i] == 7) lists.items[i] = lists.items[i == 0 ? 1 : i - 1] == 8 ? 9 : 8;
    }
    for (std::size_t row = 0; row < 12; ++row) {
      std::sort(lists.items.begin() + lists.offsets[row], lists.items.begin() + lists.offsets[row + 1]);
    }
    const auto found = MetadataNeighbors(*open_packed(contents)).of(with_genres("Crime"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].item == 5);
  }

  TEST_CASE("texts with the same words are alike, the less the more else is known") {
    ModelContents contents = contents_with_genres();
    Field& title = contents.items.columns[0].field;
    title.categorical = false;
    title.textual = true;
    // One word that two of twelve items share would be left out: it tells little.
    contents.items.columns[0].cells[7] = std::string("Heat: a robbery");
    const MetadataNeighbors neighbors(*open_packed(contents));
    const auto by_word = neighbors.of({{FieldValue(std::string("ROBBERY")), FieldValue{}}});
    REQUIRE(by_word.size() == 1);
    CHECK(by_word[0].item == 7);
    // Heat has two rare words, and genres beside them that are twice as long: 1/√2 · ½/√(1 + ¼).
    CHECK(by_word[0].similarity == std::lround(std::sqrt(0.5) * std::sqrt(0.2) * (1 << kStandInFractionBits)));
    CHECK(neighbors.of({{FieldValue(std::string("sea")), FieldValue{}}}).empty());
    const auto by_both = neighbors.of({{FieldValue(std::string("robbery")), FieldValue(std::string("Crime"))}});
    REQUIRE(by_both.size() == 2);
    CHECK(by_both[0].item == 7);
    CHECK(by_both[0].similarity > by_word[0].similarity);
  }

  TEST_CASE("close numbers are alike") {
    const MetadataNeighbors neighbors(*open_packed(small_contents()));
    const std::vector<FieldValue> late = {FieldValue{}, FieldValue{}, FieldValue{}, std::int64_t{1981}, FieldValue{}};
    const auto found = neighbors.of(late);
    // RELEASE_YEAR is 1970 for alien to 1981 for labyrinth.
    REQUIRE(!found.empty());
    CHECK(found[0].item == 11);
    for (const StandIn& one : found) CHECK(one.item >= 10);
  }
}

}  // namespace pocketrec
