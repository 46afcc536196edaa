#include "convert/movielens.h"

#include <cstdlib>

#include "convert/sequences.h"
#include "datasets/schema.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

constexpr std::string_view kRatingHeader = "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,TIMESTAMP\n";

void write_100k(const TemporaryFolder& folder) {
  folder.write("in/u.data", "196\t242\t3\t881250949\n186\t2\t5\t891717742\n");
  folder.write("in/u.genre", "unknown|0\nAction|1\nComedy|2\n\n");
  folder.write("in/u.item",
               "242|Kolya (1996)|24-Jan-1997||http://x|0|0|1\n"
               "2|Mis\xE9rables, Les (1995)|01-Jan-1995||http://x|0|1|1\n"
               "267|unknown||||1|0|0\n");
  folder.write("in/u.user", "196|49|M|writer|55105\n186|39|F|executive|V1G4L\n");
}

void write_1m_metadata(const TemporaryFolder& folder) {
  folder.write("in/movies.dat", "1198::Raiders (1981)::Action|Adventure\n3552::Caf\xE9 (1980)::Comedy\n");
  folder.write("in/users.dat", "5988::F::1::10::48067\n5989::M::56::16::70072\n");
}

ConversionSummary converted(const TemporaryFolder& folder) {
  auto summary = convert_movielens(folder / "in", folder / "out");
  if (!summary) FAIL(summary.error().message);
  return *summary;
}

// Converts what has to fail and checks that no trace of it is left.
Error refused(const TemporaryFolder& folder) {
  auto summary = convert_movielens(folder / "in", folder / "out");
  REQUIRE_FALSE(bool(summary));
  CHECK(folder.entries() == 1);
  return summary.error();
}

std::string place(const TemporaryFolder& folder, std::string_view file_and_line) {
  return (folder / "in").string() + "/" + std::string(file_and_line) + ": ";
}

}  // namespace

TEST_SUITE("convert_movielens") {
  TEST_CASE("reads the 100K layout") {
    TemporaryFolder folder;
    write_100k(folder);
    CHECK(converted(folder) == ConversionSummary{"MovieLens 100K (u.data)", 2, 3, 2});
    CHECK(folder.read("out/interactions.csv") ==
          std::string(kRatingHeader) + "196,242,rating,3,881250949\n186,2,rating,5,891717742\n");
    CHECK(
        folder.read("out/items.csv") ==
        "ITEM_ID,TITLE,GENRES,YEAR\n242,Kolya,Comedy,1996\n2,\"Misérables, Les\",Action|Comedy,1995\n267,unknown,,\n");
    CHECK(folder.read("out/users.csv") ==
          "USER_ID,AGE,GENDER,OCCUPATION,ZIP\n196,49,M,writer,55105\n186,39,F,executive,V1G4L\n");
  }
  TEST_CASE("writes schemas that the columns obey") {
    TemporaryFolder folder;
    write_100k(folder);
    converted(folder);
    auto interactions = parse_schema(folder.read("out/interactions.schema.json"), DatasetType::interactions);
    REQUIRE(bool(interactions));
    CHECK(interactions->find("EVENT_VALUE")->nullable);
    auto items = parse_schema(folder.read("out/items.schema.json"), DatasetType::items);
    REQUIRE(bool(items));
    CHECK(items->find("GENRES")->categorical);
    CHECK_FALSE(items->find("TITLE")->categorical);
    CHECK(items->find("YEAR")->type == FieldType::integer32);
    CHECK(items->find("YEAR")->nullable);
    auto users = parse_schema(folder.read("out/users.schema.json"), DatasetType::users);
    REQUIRE(bool(users));
    CHECK(users->find("OCCUPATION")->categorical);
    CHECK_FALSE(users->find("ZIP")->categorical);
  }
  TEST_CASE("reads the 1M layout and names occupations") {
    TemporaryFolder folder;
    write_1m_metadata(folder);
    folder.write("in/ratings.dat", "5988::1198::5::978300760\n5989::3552::3.5::978302109\n");
    CHECK(converted(folder) == ConversionSummary{"MovieLens 1M (ratings.dat)", 2, 2, 2});
    CHECK(folder.read("out/interactions.csv") ==
          std::string(kRatingHeader) + "5988,1198,rating,5,978300760\n5989,3552,rating,3.5,978302109\n");
    CHECK(folder.read("out/items.csv") ==
          "ITEM_ID,TITLE,GENRES,YEAR\n1198,Raiders,Action|Adventure,1981\n3552,Café,Comedy,1980\n");
    CHECK(folder.read("out/users.csv") ==
          "USER_ID,AGE,GENDER,OCCUPATION,ZIP\n5988,1,F,K-12 student,48067\n5989,56,M,self-employed,70072\n");
  }
  TEST_CASE("reads the newer layout, quotes and all, and writes no users") {
    TemporaryFolder folder;
    folder.write("in/ratings.csv", "userId,movieId,rating,timestamp\r\n1,11,4.5,964982703\r\n");
    folder.write("in/movies.csv",
                 "movieId,title,genres\r\n11,\"American President, The (1995)\",Comedy|Drama\r\n"
                 "12,\"\"\"Great\"\" One (2001)\",(no genres listed)\r\n");
    CHECK(converted(folder) == ConversionSummary{"MovieLens, newer form (ratings.csv)", 1, 2, 0});
    CHECK(folder.read("out/interactions.csv") == std::string(kRatingHeader) + "1,11,rating,4.5,964982703\n");
    CHECK(folder.read("out/items.csv") ==
          "ITEM_ID,TITLE,GENRES,YEAR\n11,\"American President, The\",Comedy|Drama,1995\n"
          "12,\"\\\"Great\\\" One\",,2001\n");
    CHECK_FALSE(std::filesystem::exists(folder / "out/users.csv"));
  }
  TEST_CASE("finds the columns of the newer layout by name") {
    TemporaryFolder folder;
    folder.write("in/ratings.csv", "timestamp,extra,rating,movieId,userId\n964982703,x,4,11,1\n");
    folder.write("in/movies.csv", "movieId,title,genres\n");
    converted(folder);
    CHECK(folder.read("out/interactions.csv") == std::string(kRatingHeader) + "1,11,rating,4,964982703\n");
  }
  TEST_CASE("reads the sequence form with original ids and the order as time") {
    TemporaryFolder folder;
    write_1m_metadata(folder);
    folder.write("in/ml-1m.txt", "1 1\n1 2\n2 1\n");
    folder.write("in/sas_to_original_items.txt", "1 1198\n2 3552\n");
    folder.write("in/sas_to_original_users.txt", "1 5988\n2 5989\n");
    CHECK(converted(folder) == ConversionSummary{"MovieLens 1M as sequences (ml-1m.txt)", 3, 2, 2});
    CHECK(folder.read("out/interactions.csv") ==
          "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n5988,1198,rating,946684860\n5988,3552,rating,946684920\n"
          "5989,1198,rating,946684860\n");
    CHECK(bool(parse_schema(folder.read("out/interactions.schema.json"), DatasetType::interactions)));
  }
  TEST_CASE("refuses a folder of another kind") {
    TemporaryFolder folder;
    folder.write("in/other.txt", "x");
    const Error error = refused(folder);
    CHECK(error.code == ErrorCode::resource_not_found);
    CHECK(error.message.starts_with((folder / "in").string() + ": expected a MovieLens folder, got one without"));
  }
  TEST_CASE("refuses a target with files in it") {
    TemporaryFolder folder;
    write_100k(folder);
    folder.write("out/mine.txt", "keep");
    auto summary = convert_movielens(folder / "in", folder / "out");
    REQUIRE_FALSE(bool(summary));
    CHECK(summary.error().code == ErrorCode::resource_in_use);
    CHECK(folder.read("out/mine.txt") == "keep");
  }
  TEST_CASE("names file and line of what it cannot read") {
    TemporaryFolder folder;
    write_100k(folder);
    SUBCASE("a missing field") {
      folder.write("in/u.data", "196\t242\t3\t881250949\n186\t2\t5\n");
      CHECK(refused(folder).message ==
            place(folder, "u.data:2") + "expected user, item, rating and time with tabs between, got 3 fields");
    }
    SUBCASE("a rating in words") {
      folder.write("in/u.data", "196\t242\tgood\t881250949\n");
      CHECK(refused(folder).message == place(folder, "u.data:1") + "expected a rating as a number, got \"good\"");
    }
    SUBCASE("a rating that is not finite") {
      folder.write("in/u.data", "196\t242\tinf\t881250949\n");
      CHECK(refused(folder).message == place(folder, "u.data:1") + "expected a rating as a number, got \"inf\"");
    }
    SUBCASE("a time with a fraction") {
      folder.write("in/u.data", "196\t242\t3\t881250949.5\n");
      CHECK(refused(folder).message ==
            place(folder, "u.data:1") + "expected a time in whole epoch seconds, got \"881250949.5\"");
    }
    SUBCASE("a negative time") {
      folder.write("in/u.data", "196\t242\t3\t-1\n");
      CHECK(refused(folder).message ==
            place(folder, "u.data:1") + "expected a time in whole epoch seconds, got \"-1\"");
    }
    SUBCASE("no user") {
      folder.write("in/u.data", "\t242\t3\t881250949\n");
      CHECK(refused(folder).message == place(folder, "u.data:1") + "expected a user id of 1 to 256 characters, got 0");
    }
    SUBCASE("a long item") {
      folder.write("in/u.data", "1\t" + std::string(257, '2') + "\t3\t881250949\n");
      CHECK(refused(folder).message ==
            place(folder, "u.data:1") + "expected an item id of 1 to 256 characters, got 257");
    }
    SUBCASE("a genre out of order") {
      folder.write("in/u.genre", "unknown|0\nAction|2\n");
      CHECK(refused(folder).message == place(folder, "u.genre:2") + "expected genre number 1, got \"2\"");
    }
    SUBCASE("a missing genre column") {
      folder.write("in/u.item", "242|Kolya (1996)|24-Jan-1997||http://x|0|0\n");
      CHECK(refused(folder).message == place(folder, "u.item:1") +
                                           "expected 5 fields and one per line of u.genre (3), with | between, got 7 "
                                           "fields");
    }
    SUBCASE("a genre flag that is neither") {
      folder.write("in/u.item", "242|Kolya (1996)|24-Jan-1997||http://x|0|0|y\n");
      CHECK(refused(folder).message == place(folder, "u.item:1") + "expected 0 or 1 for genre number 2, got \"y\"");
    }
    SUBCASE("an age in words") {
      folder.write("in/u.user", "196|old|M|writer|55105\n");
      CHECK(refused(folder).message == place(folder, "u.user:1") + "expected an age as a whole number, got \"old\"");
    }
  }
  TEST_CASE("names file and line in the other layouts") {
    TemporaryFolder folder;
    SUBCASE("an unknown occupation") {
      write_1m_metadata(folder);
      folder.write("in/ratings.dat", "1::2::3::4\n");
      folder.write("in/users.dat", "1::F::1::21::48067\n");
      CHECK(refused(folder).message ==
            place(folder, "users.dat:1") + "expected an occupation code from 0 to 20, got \"21\"");
    }
    SUBCASE("a movie without genres") {
      write_1m_metadata(folder);
      folder.write("in/ratings.dat", "1::2::3::4\n");
      folder.write("in/movies.dat", "1::Toy Story (1995)\n");
      CHECK(refused(folder).message == place(folder, "movies.dat:1") + "expected item::title::genres, got 2 fields");
    }
    SUBCASE("an open quote") {
      folder.write("in/ratings.csv", "userId,movieId,rating,timestamp\n");
      folder.write("in/movies.csv", "movieId,title,genres\n1,\"Toy,Comedy\n");
      CHECK(refused(folder).message ==
            place(folder, "movies.csv:2") + "expected quotes around whole values, got one left open");
    }
    SUBCASE("a missing column") {
      folder.write("in/ratings.csv", "userId,movieId,rating\n");
      folder.write("in/movies.csv", "movieId,title,genres\n");
      CHECK(refused(folder).message == place(folder, "ratings.csv:1") + "expected a column timestamp, got none");
    }
    SUBCASE("a row of another width") {
      folder.write("in/ratings.csv", "userId,movieId,rating,timestamp\n1,2,3\n");
      folder.write("in/movies.csv", "movieId,title,genres\n");
      CHECK(refused(folder).message == place(folder, "ratings.csv:2") + "expected 4 as in the header, got 3 fields");
    }
    SUBCASE("a dense id without original") {
      folder.write("in/ml-1m.txt", "1 1\n1 7\n");
      folder.write("in/sas_to_original_items.txt", "1 1198\n");
      folder.write("in/sas_to_original_users.txt", "1 5988\n");
      CHECK(refused(folder).message == place(folder, "ml-1m.txt:2") + "expected an item with an original id, got 7");
    }
    SUBCASE("a dense id twice") {
      folder.write("in/ml-1m.txt", "1 1\n");
      folder.write("in/sas_to_original_items.txt", "1 1198\n1 1199\n");
      folder.write("in/sas_to_original_users.txt", "1 5988\n");
      CHECK(refused(folder).message ==
            place(folder, "sas_to_original_items.txt:2") + "expected every dense id once, got 1 again");
    }
  }
}

TEST_SUITE("convert_sequences") {
  TEST_CASE("reads one item a line and many alike, and goes on with a user who returns") {
    TemporaryFolder folder;
    folder.write("in/train.txt", "a x\na y\nb x y z\nc\na z\n");
    auto summary = convert_sequences(folder / "in/train.txt", folder / "out");
    REQUIRE(bool(summary));
    CHECK(*summary == ConversionSummary{"sequences (user item …)", 6, 0, 0});
    CHECK(folder.read("out/interactions.csv") ==
          "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n"
          "a,x,interaction,946684860\na,y,interaction,946684920\n"
          "b,x,interaction,946684860\nb,y,interaction,946684920\nb,z,interaction,946684980\n"
          "a,z,interaction,946684980\n");
  }
  TEST_CASE("leaves no folder when the file is not there") {
    TemporaryFolder folder;
    auto summary = convert_sequences(folder / "absent.txt", folder / "out");
    REQUIRE_FALSE(bool(summary));
    CHECK(summary.error().code == ErrorCode::resource_not_found);
    CHECK(folder.entries() == 0);
  }
}

TEST_SUITE("convert_movielens on published data") {
  TEST_CASE("keeps every rating, movie and user") {
    const char* given = std::getenv("POCKETREC_DATA");
    const std::filesystem::path data =
        given != nullptr ? given : std::filesystem::path(POCKETREC_TEST_DATA) / "../../shared/data";
    if (!std::filesystem::exists(data / "ml-100k") || !std::filesystem::exists(data / "ml-1m")) {
      MESSAGE("SKIPPED: no ml-100k and ml-1m in " << data.string() << "; set POCKETREC_DATA to a folder with them");
      return;
    }
    TemporaryFolder folder;
    auto small = convert_movielens(data / "ml-100k", folder / "ml-100k");
    REQUIRE(bool(small));
    CHECK(*small == ConversionSummary{"MovieLens 100K (u.data)", 100'000, 1'682, 943});
    auto sequences = convert_movielens(data / "ml-1m", folder / "ml-1m");
    REQUIRE(bool(sequences));
    CHECK(*sequences == ConversionSummary{"MovieLens 1M as sequences (ml-1m.txt)", 999'611, 3'883, 6'040});
    CHECK(folder.read("ml-1m/items.csv").find("Misérables, Les") != std::string::npos);
  }
}
