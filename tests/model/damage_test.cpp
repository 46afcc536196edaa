#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "domain/number_text.h"
#include "model/damaged_model.h"
#include "packing/sample_contents.h"

namespace pocketrec {
namespace {

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max();

/// What a section out of place is refused with.
std::string out_of_place(const DamagedModel& model, const std::string& where, std::uint64_t length,
                         std::uint64_t offset) {
  return where + ": expected a section at a multiple of 64 between " +
         std::to_string(kHeaderSize + model.metadata_length()) + " and " + std::to_string(model.size()) + ", found " +
         std::to_string(length) + " bytes at " + std::to_string(offset);
}

struct Fixture {
  DamagedModel model{sample_contents()};
  const format::Model& metadata = model.metadata();

  const format::Column* item_column(const std::string& name) {
    for (const auto* column : *metadata.items()->columns()) {
      if (column->field()->name()->str() == name) return column;
    }
    FAIL("no column " << name);
    return nullptr;
  }
  const format::NeighborLists* lists() { return metadata.neighbor_lists()->Get(0); }
  const format::Factors* factors() { return metadata.factors()->Get(0); }
  const format::AttributeScores* attributes() { return metadata.attribute_scores()->Get(0); }
  const format::Section* scores() { return metadata.item_scores()->Get(0)->values(); }
};

}  // namespace

TEST_SUITE("damaged section") {
  TEST_CASE_FIXTURE(Fixture, "beginning behind the end of the file") {
    const std::uint64_t offset = (model.size() / 64 + 1) * 64;
    model.move(scores(), offset, 24);
    model.check_refused(out_of_place(model, "item scores popular", 24, offset));
  }

  TEST_CASE_FIXTURE(Fixture, "ending behind the end of the file") {
    const std::uint64_t offset = scores()->offset();
    const std::uint64_t length = model.size() - offset + 1;
    model.move(scores(), offset, length);
    model.check_refused(out_of_place(model, "item scores popular", length, offset));
  }

  TEST_CASE_FIXTURE(Fixture, "whose end overflows 64 bits") {
    const std::uint64_t offset = scores()->offset();
    model.move(scores(), offset, kHuge - 10);
    model.check_refused(out_of_place(model, "item scores popular", kHuge - 10, offset));
  }

  TEST_CASE_FIXTURE(Fixture, "at the last multiple of 64 there is") {
    model.move(scores(), kHuge - 63, 64);
    model.check_refused(out_of_place(model, "item scores popular", 64, kHuge - 63));
  }

  TEST_CASE_FIXTURE(Fixture, "that is misaligned") {
    const std::uint64_t offset = scores()->offset() + 8;
    model.move(scores(), offset, 24);
    model.check_refused(out_of_place(model, "item scores popular", 24, offset));
  }

  TEST_CASE_FIXTURE(Fixture, "inside the header or the metadata") {
    for (const std::uint64_t offset : {0, 64, 128}) {
      model.move(scores(), offset, 24);
      model.check_refused(out_of_place(model, "item scores popular", 24, offset));
    }
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of entries") {
    for (const std::uint64_t length : {0, 20, 23, 28}) {
      model.move(scores(), scores()->offset(), length);
      model.check_refused("item scores popular: expected 6 entries of 4 bytes, found " + std::to_string(length) +
                          " bytes");
    }
  }
}

TEST_SUITE("damaged indexes") {
  TEST_CASE_FIXTURE(Fixture, "of a width that is not 1, 2 or 4") {
    const auto* positions = item_column("DESCRIPTION")->dictionary()->offsets();
    for (const int width : {0, 3, 8, 255}) {
      model.write_field(positions, format::Indexes::VT_WIDTH, static_cast<std::uint8_t>(width));
      const bool none = width == 0 || positions->values()->length() < static_cast<std::uint64_t>(width);
      model.check_refused(none ? "items DESCRIPTION dictionary: expected at least one position, found none"
                               : "items DESCRIPTION dictionary positions: expected a width of 1, 2 or 4 bytes, found " +
                                     std::to_string(width));
    }
  }

  TEST_CASE_FIXTURE(Fixture, "whose bytes are no multiple of the width") {
    const auto* seconds = metadata.histories()->seconds();
    REQUIRE(seconds->width() == 4);
    model.move(seconds->values(), seconds->values()->offset(), 19);
    model.check_refused("history times: expected a multiple of 4 bytes, found 19");
  }

  TEST_CASE_FIXTURE(Fixture, "of histories that are no items") {
    model.write_entry(metadata.histories()->items()->values(), 4, std::uint8_t{6});
    model.check_refused("history items: expected entries below 6, found 6 at 4");
  }

  TEST_CASE_FIXTURE(Fixture, "of histories that are no event types") {
    model.write_entry(metadata.histories()->event_types()->values(), 0, std::uint8_t{255});
    model.check_refused("history event types: expected entries below 2, found 255 at 0");
  }

  TEST_CASE_FIXTURE(Fixture, "of neighbour lists that are no items") {
    model.write_entry(lists()->items()->values(), 5, std::uint8_t{200});
    model.check_refused("neighbour lists similar items: expected entries below 6, found 200 at 5");
  }

  TEST_CASE_FIXTURE(Fixture, "of a column that are behind its dictionary") {
    SUBCASE("with one value a row") {
      model.write_entry(item_column("COUNTRY")->codes()->values(), 0, std::uint8_t{4});
      model.check_refused("items COUNTRY codes: expected entries below 4, found 4 at 0");
    }
    SUBCASE("with several values a row") {
      model.write_entry(item_column("GENRES")->codes()->values(), 0, std::uint8_t{4});
      model.check_refused("items GENRES codes: expected entries below 4, found 4 at 0");
    }
  }
}

TEST_SUITE("damaged positions") {
  TEST_CASE_FIXTURE(Fixture, "that descend") {
    model.write_entry(lists()->offsets()->values(), 1, std::uint8_t{4});
    model.check_refused("neighbour lists similar positions: expected ascending positions, found 4 before 3");
  }

  TEST_CASE_FIXTURE(Fixture, "that do not start at 0") {
    model.write_entry(lists()->offsets()->values(), 0, std::uint8_t{1});
    model.check_refused("neighbour lists similar positions: expected positions from 0 to 6, found 1 to 6");
  }

  TEST_CASE_FIXTURE(Fixture, "that do not reach the end") {
    model.write_entry(lists()->offsets()->values(), 6, std::uint8_t{5});
    model.check_refused("neighbour lists similar positions: expected positions from 0 to 6, found 0 to 5");
  }

  TEST_CASE_FIXTURE(Fixture, "that go behind the end") {
    model.write_entry(lists()->offsets()->values(), 6, std::uint8_t{7});
    model.check_refused("neighbour lists similar positions: expected entries below 7, found 7 at 6");
  }

  TEST_CASE_FIXTURE(Fixture, "of another number of rows") {
    const auto* values = lists()->offsets()->values();
    model.move(values, values->offset(), 6);
    model.check_refused("neighbour lists similar positions: expected 7 positions, found 6");
  }

  TEST_CASE_FIXTURE(Fixture, "of histories for another number of users") {
    const auto* values = metadata.histories()->offsets()->values();
    model.move(values, values->offset(), 5);
    model.check_refused("history positions: expected 4 positions, found 5");
  }

  TEST_CASE_FIXTURE(Fixture, "of a column with several values a row that descend") {
    model.write_entry(item_column("GENRES")->offsets()->values(), 1, std::uint8_t{3});
    model.check_refused("items GENRES positions: expected ascending positions, found 3 before 2");
  }

  TEST_CASE_FIXTURE(Fixture, "of texts that are not there at all") {
    model.move(metadata.items()->ids()->offsets()->values(), 0, 0);
    model.check_refused("items ids: expected at least one position, found none");
  }

  TEST_CASE_FIXTURE(Fixture, "of texts that descend") {
    model.write_entry(metadata.items()->ids()->offsets()->values(), 1, std::uint8_t{11});
    model.check_refused("items ids positions: expected ascending positions, found 11 before 10");
  }

  TEST_CASE_FIXTURE(Fixture, "that cut a character of a text in two") {
    model.write_entry(metadata.items()->ids()->offsets()->values(), 5, std::uint8_t{27});
    model.check_refused("items ids: expected UTF-8, found other bytes in entry 4");
  }
}

TEST_SUITE("damaged texts") {
  TEST_CASE_FIXTURE(Fixture, "of ids that are not UTF-8") {
    model.write_entry(metadata.items()->ids()->bytes(), 0, std::uint8_t{0xFF});
    model.check_refused("items ids: expected UTF-8, found other bytes in entry 0");
  }

  TEST_CASE_FIXTURE(Fixture, "of ids that are out of order") {
    model.write_entry(metadata.items()->ids()->bytes(), 0, 'c');
    model.check_refused("items ids: expected strings in ascending order, found entry 1 not above the one before");
  }

  TEST_CASE_FIXTURE(Fixture, "of ids that are twice there") {
    model.write_entry(metadata.users()->ids()->bytes(), 3, '1');
    model.check_refused("users ids: expected strings in ascending order, found entry 1 not above the one before");
  }

  TEST_CASE_FIXTURE(Fixture, "of a dictionary that are out of order") {
    model.write_entry(item_column("GENRES")->dictionary()->bytes(), 0, 'Z');
    model.check_refused(
        "items GENRES dictionary: expected strings in ascending order, found entry 1 not above the one before");
  }

  TEST_CASE_FIXTURE(Fixture, "of a column name that are not UTF-8") {
    model.write_text(item_column("YEAR")->field()->name(), "YEA\xff");
    model.check_refused("items: expected a field name, found none in UTF-8");
  }

  TEST_CASE_FIXTURE(Fixture, "of the metadata that are not UTF-8") {
    SUBCASE("recommender") {
      model.write_text(metadata.recommenders()->Get(0)->recipe(), std::string(24, '\xff'));
      model.check_refused("recommender home: expected a recipe in UTF-8, found other bytes");
    }
    SUBCASE("parameter") {
      model.write_text(metadata.recommenders()->Get(0)->parameters()->Get(0)->value(), "\x80");
      model.check_refused("recommender home: expected parameters in UTF-8, found other bytes");
    }
    SUBCASE("neighbour lists") {
      model.write_text(lists()->name(), "simil\xe0r");
      model.check_refused("neighbour lists: expected names in UTF-8, found other bytes");
    }
    SUBCASE("item scores") {
      model.write_text(metadata.item_scores()->Get(1)->name(), "fres\xc3");
      model.check_refused("item scores: expected names in UTF-8, found other bytes");
    }
    SUBCASE("factors") {
      model.write_text(factors()->name(), "taste\xff");
      model.check_refused("factors: expected names in UTF-8, found other bytes");
    }
    SUBCASE("metric") {
      model.write_text(metadata.metrics()->Get(0)->name(), "ndcg@1\xff");
      model.check_refused("metrics: expected finite values and UTF-8, found something else in 'ndcg@1\xff'");
    }
    SUBCASE("provenance") {
      model.write_text(metadata.provenance()->training_part(), "al\xff");
      model.check_refused("provenance: expected UTF-8, found other bytes");
    }
  }
}

TEST_SUITE("damaged columns") {
  TEST_CASE_FIXTURE(Fixture, "of a type that does not exist") {
    model.write_field(item_column("YEAR")->field(), format::Field::VT_TYPE, std::uint8_t{6});
    model.check_refused("items: expected a known field type, found 6");
  }

  TEST_CASE_FIXTURE(Fixture, "of a type whose values are not there") {
    model.write_field(item_column("YEAR")->field(), format::Field::VT_TYPE,
                      static_cast<std::uint8_t>(format::FieldType::float64));
    model.check_refused("items YEAR: expected 6 entries of 8 bytes, found 0 bytes");
  }

  TEST_CASE_FIXTURE(Fixture, "with the same name in other letters") {
    model.write_text(item_column("COUNTRY")->field()->name(), "Adult__");
    model.check_refused("items: expected columns with different names, found ADULT twice");
  }

  TEST_CASE_FIXTURE(Fixture, "with an infinite number") {
    for (const double value : {HUGE_VAL, -HUGE_VAL}) {
      model.write_entry(item_column("RATING")->reals(), 5, value);
      model.check_refused("items RATING: expected finite numbers, found an infinite one");
    }
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of codes than rows") {
    const auto* codes = item_column("COUNTRY")->codes()->values();
    model.move(codes, codes->offset(), 5);
    model.check_refused("items COUNTRY: expected 6 codes, found 5");
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of integers than rows") {
    const auto* integers = item_column("YEAR")->integers();
    model.move(integers, integers->offset(), 47);
    model.check_refused("items YEAR: expected 6 entries of 8 bytes, found 47 bytes");
  }
}

TEST_SUITE("damaged neighbour lists") {
  TEST_CASE_FIXTURE(Fixture, "with targets out of order") {
    model.write_entry(lists()->items()->values(), 1, std::uint8_t{0});
    model.check_refused(
        "neighbour lists similar: expected ascending items within a row, found item 0 in row 0 not "
        "above the one before");
  }

  TEST_CASE_FIXTURE(Fixture, "with the weight -128") {
    model.write_entry(lists()->weights(), 3, std::int8_t{-128});
    model.check_refused("neighbour lists similar: expected weights of -127 to 127, found -128");
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of weights") {
    model.move(lists()->weights(), lists()->weights()->offset(), 7);
    model.check_refused("neighbour lists similar weights: expected 6 entries of 1 bytes, found 7 bytes");
  }

  TEST_CASE_FIXTURE(Fixture, "with a scale above 2^28") {
    model.write_entry(lists()->scales(), 5, (std::uint32_t{1} << 28) + 1);
    model.check_refused("neighbour lists similar: expected scales up to 2^28, found 268435457");
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of scales") {
    model.move(lists()->scales(), lists()->scales()->offset(), 28);
    model.check_refused("neighbour lists similar scales: expected 6 entries of 4 bytes, found 28 bytes");
  }
}

TEST_SUITE("damaged factors") {
  TEST_CASE_FIXTURE(Fixture, "with dimensions out of range") {
    for (const std::uint32_t dimensions : {0U, 513U, 0xFFFFFFFFU}) {
      model.write_field(factors(), format::Factors::VT_DIMENSIONS, dimensions);
      model.check_refused("factors tastes: expected 1 to 512 dimensions, found " + std::to_string(dimensions));
    }
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of dimensions than values") {
    model.write_field(factors(), format::Factors::VT_DIMENSIONS, std::uint32_t{3});
    model.check_refused("factors tastes values: expected 18 entries of 1 bytes, found 12 bytes");
  }

  TEST_CASE_FIXTURE(Fixture, "with the value -128") {
    model.write_entry(factors()->values(), 11, std::int8_t{-128});
    model.check_refused("factors tastes: expected values of -127 to 127, found -128");
  }

  TEST_CASE_FIXTURE(Fixture, "with a scale above 2^28") {
    model.write_entry(factors()->scales(), 5, (std::uint32_t{1} << 28) + 1);
    model.check_refused("factors tastes: expected scales up to 2^28, found 268435457");
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of scales") {
    model.move(factors()->scales(), factors()->scales()->offset(), 20);
    model.check_refused("factors tastes scales: expected 6 entries of 4 bytes, found 20 bytes");
  }

  TEST_CASE_FIXTURE(Fixture, "with another size of Gram matrix") {
    model.move(factors()->gram(), factors()->gram()->offset(), 12);
    model.check_refused("factors tastes gram: expected 4 entries of 4 bytes, found 12 bytes");
  }

  TEST_CASE_FIXTURE(Fixture, "with a Gram matrix that is not symmetric") {
    model.write_entry(factors()->gram(), 2, 0.25F);
    model.check_refused("factors tastes gram: expected a symmetric matrix, found -0.250000 in row 0, column 1");
  }

  TEST_CASE_FIXTURE(Fixture, "with a negative entry on the diagonal of the Gram matrix") {
    model.write_entry(factors()->gram(), 3, -0.5F);
    model.check_refused(
        "factors tastes gram: expected no negative entry on the diagonal, found -0.500000 in row 1, column 1");
  }

  TEST_CASE_FIXTURE(Fixture, "with an entry of the Gram matrix out of range") {
    for (const float entry : {HUGE_VALF, -HUGE_VALF, std::nanf(""), 0x1.1p40F}) {
      model.write_entry(factors()->gram(), 3, entry);
      model.check_refused(
          "factors tastes gram: expected " +
          std::string(entry < 0 ? "no negative entry on the diagonal" : "entries between -2^40 and 2^40") + ", found " +
          std::to_string(entry) + " in row 1, column 1");
    }
  }

  TEST_CASE_FIXTURE(Fixture, "with a number of the ridge out of range") {
    const auto check = [&](flatbuffers::voffset_t field, double good, const std::string& expected) {
      for (const double value : {HUGE_VAL, std::nan(""), -1.0, 1e13}) {
        model.write_field(factors(), field, value);
        model.check_refused("factors tastes: expected " + expected + ", found " + std::to_string(value));
      }
      model.write_field(factors(), field, good);
    };
    check(format::Factors::VT_REGULARIZATION, 0.006, "a regularization of 1e-12 to 1e9");
    check(format::Factors::VT_EXPONENT, 0.5, "an exponent of 0 to 4");
    check(format::Factors::VT_UNOBSERVED, 0.06, "an unobserved part of 0 to 1e12");
    model.write_field(factors(), format::Factors::VT_REGULARIZATION, 0.0);
    model.check_refused("factors tastes: expected a regularization of 1e-12 to 1e9, found 0.000000");
  }
}

TEST_SUITE("damaged attribute scores") {
  TEST_CASE_FIXTURE(Fixture, "of a source that does not exist") {
    model.write_field(attributes(), format::AttributeScores::VT_SOURCE, std::uint8_t{2});
    model.check_refused("attribute scores user:PLAN: expected a known source, found 2");
  }

  TEST_CASE_FIXTURE(Fixture, "of a column behind the end, or one without text") {
    model.write_field(attributes(), format::AttributeScores::VT_COLUMN, std::uint32_t{2});
    model.check_refused("attribute scores user:PLAN: expected a column below 2, found 2");
    model.write_field(attributes(), format::AttributeScores::VT_COLUMN, std::uint32_t{0});
    model.check_refused("attribute scores user:PLAN: expected a text column, found AGE");
  }

  TEST_CASE_FIXTURE(Fixture, "with another number of rows than the column has values") {
    const auto* positions = attributes()->offsets()->values();
    model.move(positions, positions->offset(), 2);
    model.check_refused("attribute scores user:PLAN positions: expected 3 positions, found 2");
  }

  TEST_CASE_FIXTURE(Fixture, "with items out of order or behind the end") {
    model.write_entry(attributes()->items()->values(), 1, std::uint8_t{0});
    model.check_refused(
        "attribute scores user:PLAN: expected ascending items within a row, found item 0 in row 0 not above the one "
        "before");
    model.write_entry(attributes()->items()->values(), 1, std::uint8_t{6});
    model.check_refused("attribute scores user:PLAN items: expected entries below 6, found 6 at 1");
  }

  TEST_CASE_FIXTURE(Fixture, "with the weight -128 or a scale above 2^28") {
    model.write_entry(attributes()->weights(), 2, std::int8_t{-128});
    model.check_refused("attribute scores user:PLAN: expected weights of -127 to 127, found -128");
    model.write_entry(attributes()->weights(), 2, std::int8_t{-127});
    model.write_entry(attributes()->scales(), 1, (std::uint32_t{1} << 28) + 1);
    model.check_refused("attribute scores user:PLAN: expected scales up to 2^28, found 268435457");
  }
}

TEST_SUITE("damaged context") {
  TEST_CASE_FIXTURE(Fixture, "with two columns of a name") {
    model.write_text(metadata.context_columns()->Get(1)->name(), "device_");
    model.check_refused("context columns: expected different names in UTF-8, found 'device_'");
  }

  TEST_CASE_FIXTURE(Fixture, "with a value of an event that the column does not have") {
    model.write_entry(metadata.histories()->contexts()->Get(1)->values(), 2, std::uint8_t{4});
    model.check_refused("history context DAYPART: expected entries below 4, found 4 at 2");
  }

  TEST_CASE_FIXTURE(Fixture, "with fewer values than events") {
    const auto* values = metadata.histories()->contexts()->Get(0)->values();
    model.move(values, values->offset(), 4);
    model.check_refused("history context DEVICE: expected 5 values, found 4");
  }

  TEST_CASE_FIXTURE(Fixture, "with a weight of a column behind the end, of one twice, or out of range") {
    const auto* weight = metadata.recommenders()->Get(0)->context_weights()->Get(1);
    model.write_field(weight, format::ContextWeight::VT_COLUMN, std::uint32_t{2});
    model.check_refused("recommender home: expected a context column below 2, found 2");
    model.write_field(weight, format::ContextWeight::VT_COLUMN, std::uint32_t{0});
    model.check_refused("recommender home: expected one weight a context column, found 0 twice");
    model.write_field(weight, format::ContextWeight::VT_COLUMN, std::uint32_t{1});
    for (const float mismatch : {-0.5F, 1.5F, std::nanf("")}) {
      model.write_field(weight, format::ContextWeight::VT_MISMATCH, mismatch);
      model.check_refused("recommender home: expected context weights of 0 to 1, found " + std::to_string(mismatch));
    }
  }
}

TEST_SUITE("damaged histories") {
  TEST_CASE_FIXTURE(Fixture, "with times that descend") {
    model.write_entry(metadata.histories()->seconds()->values(), 1, std::uint32_t{70'001});
    model.check_refused("histories: expected times that do not descend, found an earlier one at 2");
  }

  TEST_CASE_FIXTURE(Fixture, "with fewer event types than items") {
    const auto* types = metadata.histories()->event_types()->values();
    model.move(types, types->offset(), 4);
    model.check_refused("histories: expected as many event types and times as items (5), found 4 and 5");
  }

  TEST_CASE_FIXTURE(Fixture, "with a first time that overflows") {
    for (const std::int64_t time : {std::numeric_limits<std::int64_t>::min(), (std::int64_t{1} << 40) + 1}) {
      model.write_field(metadata.histories(), format::Histories::VT_FIRST_SECOND, time);
      model.check_refused("histories: expected a first time within 2^40 seconds of 1970, found " +
                          std::to_string(time));
    }
  }
}

TEST_SUITE("damaged recommenders") {
  TEST_CASE_FIXTURE(Fixture, "with the same name") {
    model.write_text(metadata.recommenders()->Get(0)->name(), "more");
    model.check_refused("recommenders: expected different names in UTF-8, found 'more'");
  }

  TEST_CASE_FIXTURE(Fixture, "with a part behind the end") {
    const auto* part = metadata.recommenders()->Get(0)->parts()->Get(2);
    for (const std::uint32_t index : {2U, 0xFFFFFFFFU}) {
      model.write_field(part, format::Part::VT_INDEX, index);
      model.check_refused("recommender home: expected a part below 2, found " + std::to_string(index));
    }
  }

  TEST_CASE_FIXTURE(Fixture, "with an unknown kind of part") {
    model.write_field(metadata.recommenders()->Get(0)->parts()->Get(2), format::Part::VT_KIND, std::uint8_t{4});
    model.check_refused("recommender home: expected a known kind of part, found 4");
  }

  TEST_CASE_FIXTURE(Fixture, "with a weight out of range") {
    const auto* part = metadata.recommenders()->Get(0)->parts()->Get(0);
    for (const float weight : {1.5F, -2.0F, HUGE_VALF, std::nanf("")}) {
      model.write_field(part, format::Part::VT_WEIGHT, weight);
      model.check_refused("recommender home: expected a weight of -1 to 1, found " + std::to_string(weight));
    }
  }

  TEST_CASE_FIXTURE(Fixture, "with event weights out of range") {
    const auto* weight = metadata.recommenders()->Get(0)->event_weights()->Get(1);
    model.write_field(weight, format::EventWeight::VT_LEAST_VALUE, std::nan(""));
    model.check_refused("recommender home: expected finite least values, found nan");
    model.write_field(weight, format::EventWeight::VT_LEAST_VALUE, 4.0);
    model.write_field(weight, format::EventWeight::VT_WEIGHT, 1.5F);
    model.check_refused("recommender home: expected event weights of -1 to 1, found 1.500000");
  }

  TEST_CASE_FIXTURE(Fixture, "with a time scale out of range") {
    const auto* part = metadata.recommenders()->Get(0)->parts()->Get(1);
    for (const float scale : {-1.0F, 2e6F, HUGE_VALF, std::nanf("")}) {
      model.write_field(part, format::Part::VT_TIME_SCALE, scale);
      model.check_refused("recommender home: expected a time scale of 0 to 1000000, found " + std::to_string(scale));
    }
  }
}

TEST_SUITE("damaged parts") {
  TEST_CASE_FIXTURE(Fixture, "with a fade out of range") {
    const auto* part = metadata.recommenders()->Get(0)->parts()->Get(4);
    for (const float fade : {-1.0F, 2e6F, HUGE_VALF, std::nanf("")}) {
      model.write_field(part, format::Part::VT_FADE, fade);
      model.check_refused("recommender home: expected a fade of 0 to 1000000, found " + std::to_string(fade));
    }
  }
}

TEST_SUITE("damaged rules") {
  struct RulesFixture {
    DamagedModel model{sample_contents_with_rules()};
    const format::ListRules& more = *model.metadata().list_rules()->Get(0);
    const format::ListRules& home = *model.metadata().list_rules()->Get(1);
  };

  TEST_CASE_FIXTURE(RulesFixture, "with a name twice") {
    model.write_text(home.recommender(), "more");
    model.check_refused("rules: expected different names and UTF-8, found 'more'");
  }

  TEST_CASE_FIXTURE(RulesFixture, "with numbers out of range") {
    for (const double number : {-0.5, 1.5, std::nan("")}) {
      model.write_field(&home, format::ListRules::VT_DIVERSITY, number);
      model.check_refused("rules of home: diversity: expected a number from 0 to 1, got " + number_text(number));
    }
    model.write_field(&home, format::ListRules::VT_DIVERSITY, 0.5);
    model.write_field(&home, format::ListRules::VT_ROTATION, std::uint32_t{1001});
    model.check_refused("rules of home: rotation: expected a number from 0 to 1000, got 1001");
  }

  TEST_CASE_FIXTURE(RulesFixture, "with caps, pins and boosts that may not be") {
    model.write_field(home.caps()->Get(0), format::ValueCap::VT_MOST, std::uint32_t{10'001});
    model.check_refused("rules of home: caps[0].most: expected an integer from 1 to 10000, got 10001");
    model.write_field(home.caps()->Get(0), format::ValueCap::VT_MOST, std::uint32_t{2});
    model.write_field(home.pinned()->Get(1), format::PinnedItem::VT_POSITION, std::uint32_t{1});
    model.check_refused("rules of home: pinned[1].position: expected each position once, got 1 again");
    model.write_field(home.pinned()->Get(1), format::PinnedItem::VT_POSITION, std::uint32_t{2});
    model.write_field(home.boosts()->Get(0), format::FieldBoost::VT_POINTS, HUGE_VAL);
    model.check_refused("rules of home: boosts[0].points: expected a number from -1000 to 1000, got inf");
  }

  TEST_CASE_FIXTURE(RulesFixture, "with ids that are no UTF-8") {
    model.write_text(more.blocked()->Get(0), "\xFF");
    model.check_refused("rules of more: blocked: expected UTF-8, got other bytes");
  }
}

TEST_SUITE("damaged metadata") {
  TEST_CASE_FIXTURE(Fixture, "with two filters of a name") {
    model.write_text(metadata.filters()->Get(1)->name(), "kids");
    model.check_refused("filters: expected different names and UTF-8, found 'kids'");
  }

  TEST_CASE_FIXTURE(Fixture, "with a metric that is not finite") {
    for (const double value : {HUGE_VAL, std::nan("")}) {
      model.write_field(metadata.metrics()->Get(0), format::Metric::VT_VALUE, value);
      model.check_refused("metrics: expected finite values and UTF-8, found something else in 'ndcg@10'");
    }
  }

  TEST_CASE_FIXTURE(Fixture, "that the FlatBuffers verifier refuses") {
    const std::string refused =
        "metadata: expected a FlatBuffer of schemas/model.fbs, found something that its verifier refuses";
    SUBCASE("with another identifier") {
      model.bytes()[kHeaderSize + 4] ^= std::byte{1};
      model.check_refused(refused);
    }
    SUBCASE("with a root behind its end") {
      model.write(model.bytes().data() + kHeaderSize, static_cast<std::uint32_t>(model.metadata_length()));
      model.check_refused(refused);
    }
    SUBCASE("with a vector of 4 billion columns") {
      model.write(metadata.items()->columns(), std::uint32_t{0xFFFFFFFF});
      model.check_refused(refused);
    }
    SUBCASE("with a text that goes behind its end") {
      model.write(metadata.provenance()->training_part(), std::uint32_t{1'000'000});
      model.check_refused(refused);
    }
  }
}

}  // namespace pocketrec
