#include "domain/utf8.h"

#include <doctest/doctest.h>

#include <string>

using namespace pocketrec;

TEST_SUITE("utf-8") {
  TEST_CASE("well-formed text is accepted") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("plain"));
    CHECK(is_utf8("ä€𝄞"));
    CHECK(is_utf8("\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
  }

  TEST_CASE("text that is not well-formed is refused") {
    for (const char* text :
         {"\x80", "\xC3", "\xC3(", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82",
          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "Caf\xE9"}) {
      CAPTURE(text);
      CHECK_FALSE(is_utf8(text));
    }
  }

  TEST_CASE("text is taken apart into characters, and bytes that are none into replacement characters") {
    std::string_view text = "aä€𝄞\xE2\x82z\xC3";
    std::u32string characters;
    while (!text.empty()) characters += take_character(text);
    CHECK(characters == U"aä€𝄞\uFFFD\uFFFDz\uFFFD");
  }

  TEST_CASE("characters are counted, not bytes") {
    CHECK(count_characters("") == 0);
    CHECK(count_characters("aä€𝄞") == 4);
  }
}
