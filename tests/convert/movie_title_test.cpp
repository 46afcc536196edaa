#include "convert/movie_title.h"

#include <doctest/doctest.h>

using pocketrec::MovieTitle;
using pocketrec::parse_movie_title;

TEST_SUITE("movie title") {
  TEST_CASE("gives its year away and keeps the rest") {
    CHECK(parse_movie_title("Heat (1995)") == MovieTitle{"Heat", 1995});
    CHECK(parse_movie_title("American President, The (1995) ") == MovieTitle{"American President, The", 1995});
    CHECK(parse_movie_title("Postino, Il (The Postman) (1994)") == MovieTitle{"Postino, Il (The Postman)", 1994});
  }
  TEST_CASE("keeps a year that is part of the name") {
    CHECK(parse_movie_title("2001: A Space Odyssey (1968)") == MovieTitle{"2001: A Space Odyssey", 1968});
    CHECK(parse_movie_title("Nineteen (1984) Days") == MovieTitle{"Nineteen (1984) Days", std::nullopt});
  }
  TEST_CASE("keeps the mark of its medium") {
    CHECK(parse_movie_title("Great Giving (1995) (V)") == MovieTitle{"Great Giving (V)", 1995});
    CHECK(parse_movie_title("Shadow (1996) (TV)") == MovieTitle{"Shadow (TV)", 1996});
  }
  TEST_CASE("has the first year of a span") {
    CHECK(parse_movie_title("Serial (2006–2009)") == MovieTitle{"Serial", 2006});
    CHECK(parse_movie_title("Serial (2009– )") == MovieTitle{"Serial", 2009});
    CHECK(parse_movie_title("Serial (1989-1991)") == MovieTitle{"Serial", 1989});
  }
  TEST_CASE("is whole where there is no year") {
    CHECK(parse_movie_title("unknown") == MovieTitle{"unknown", std::nullopt});
    CHECK(parse_movie_title("Part (12345)") == MovieTitle{"Part (12345)", std::nullopt});
    CHECK(parse_movie_title("Half (19x5)") == MovieTitle{"Half (19x5)", std::nullopt});
    CHECK(parse_movie_title("Open 1995)") == MovieTitle{"Open 1995)", std::nullopt});
    CHECK(parse_movie_title("(1995)") == MovieTitle{"(1995)", std::nullopt});
    CHECK(parse_movie_title("") == MovieTitle{"", std::nullopt});
  }
}
