#include "filter/diagnostic.h"

#include <doctest/doctest.h>

#include <string>

namespace pocketrec {

TEST_SUITE("filter diagnostic") {
  TEST_CASE("shows the message, the line and a caret with the hint") {
    const Error error = error_at("one two", 4, "message", "hint");
    CHECK(error.code == ErrorCode::invalid_input);
    CHECK(error.message == "message\none two\n    ^ hint");
  }

  TEST_CASE("shows the line of the place only") {
    CHECK(error_at("one\r\ntwo three\r\nfour", 9, "m", "h").message == "m\ntwo three\n    ^ h");
    CHECK(error_at("one\ntwo", 3, "m", "h").message == "m\none\n   ^ h");
    CHECK(error_at("one\n", 4, "m", "h").message == "m\n\n^ h");
    CHECK(error_at("", 0, "m", "h").message == "m\n\n^ h");
  }

  TEST_CASE("counts characters and keeps tabs") {
    CHECK(error_at("\té映x", 6, "m", "h").message == "m\n\té映x\n\t  ^ h");
  }

  TEST_CASE("cuts long lines around the place, between characters") {
    const std::string begin(150, 'a');
    const std::string end(150, 'b');
    CHECK(error_at(begin + "X" + end, 150, "m", "h").message ==
          "m\n..." + std::string(66, 'a') + "X" + std::string(33, 'b') + "...\n" + std::string(69, ' ') + "^ h");
    CHECK(error_at(begin + "X", 151, "m", "h").message ==
          "m\n..." + std::string(65, 'a') + "X\n" + std::string(69, ' ') + "^ h");
    CHECK(error_at("X" + end, 0, "m", "h").message == "m\nX" + std::string(99, 'b') + "...\n^ h");
    std::string wide;
    for (int i = 0; i < 60; ++i) wide += "映";
    CHECK(error_at(wide, 180, "m", "h").message == "m\n..." + wide.substr(0, 66) + "\n" + std::string(25, ' ') + "^ h");
  }
}

}  // namespace pocketrec
