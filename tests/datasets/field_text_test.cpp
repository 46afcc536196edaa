#include "datasets/field_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace pocketrec;

namespace {

FieldValue value_of(std::string_view text, FieldType type) {
  const auto value = parse_field(text, Field{.name = "F", .type = type, .nullable = true});
  REQUIRE(value);
  return *value;
}

std::string refusal(std::string_view text, FieldType type) {
  const auto value = parse_field(text, Field{.name = "F", .type = type});
  if (value) return "";
  CHECK(value.error().code == ErrorCode::invalid_input);
  return value.error().message;
}

}  // namespace

TEST_SUITE("field text") {
  TEST_CASE("empty text is null") {
    for (FieldType type : {FieldType::string, FieldType::integer32, FieldType::integer64, FieldType::float32,
                           FieldType::float64, FieldType::boolean}) {
      CHECK(value_of("", type) == FieldValue{});
    }
  }

  TEST_CASE("null is refused where the field is not null-able") {
    CHECK(refusal("", FieldType::integer64) == "F: expected long, got an empty value");
    CHECK(refusal("", FieldType::string) == "F: expected string, got an empty value");
  }

  TEST_CASE("a string stays as it is") {
    CHECK(value_of(" 007 ", FieldType::string) == FieldValue{std::string(" 007 ")});
    CHECK(value_of("Drama|Comedy", FieldType::string) == FieldValue{std::string("Drama|Comedy")});
  }

  TEST_CASE("an integer has digits and a sign") {
    CHECK(value_of("0", FieldType::integer64) == FieldValue{std::int64_t{0}});
    CHECK(value_of("-12", FieldType::integer32) == FieldValue{std::int64_t{-12}});
    CHECK(value_of("+12", FieldType::integer32) == FieldValue{std::int64_t{12}});
    CHECK(value_of("9223372036854775807", FieldType::integer64) == FieldValue{std::int64_t{INT64_MAX}});
  }

  TEST_CASE("an integer has a fraction only when it is zero") {
    CHECK(value_of("3.0", FieldType::integer32) == FieldValue{std::int64_t{3}});
    CHECK(value_of("-3.000", FieldType::integer64) == FieldValue{std::int64_t{-3}});
    CHECK(refusal("3.5", FieldType::integer32) == "F: expected int, got \"3.5\"");
    CHECK(refusal("3.", FieldType::integer32) == "F: expected int, got \"3.\"");
    CHECK(refusal("3.0x", FieldType::integer32) == "F: expected int, got \"3.0x\"");
  }

  TEST_CASE("text that is no integer is refused") {
    for (const char* text : {"x", "1e3", " 1", "1 ", "+", "-", "+-1", "++1", "0x10", "1,000"}) {
      CAPTURE(text);
      CHECK(refusal(text, FieldType::integer64) == "F: expected long, got \"" + std::string(text) + "\"");
    }
  }

  TEST_CASE("an integer fits its type") {
    CHECK(value_of("2147483647", FieldType::integer32) == FieldValue{std::int64_t{2147483647}});
    CHECK(refusal("2147483648", FieldType::integer32) == "F: expected int, got \"2147483648\"");
    CHECK(refusal("-2147483649", FieldType::integer32) == "F: expected int, got \"-2147483649\"");
    CHECK(refusal("9223372036854775808", FieldType::integer64) == "F: expected long, got \"9223372036854775808\"");
  }

  TEST_CASE("a real number is decimal and finite") {
    CHECK(value_of("2.5", FieldType::float64) == FieldValue{2.5});
    CHECK(value_of("+2", FieldType::float32) == FieldValue{2.0});
    CHECK(value_of("-1e-3", FieldType::float64) == FieldValue{-1e-3});
    for (const char* text : {"inf", "-inf", "nan", "1e400", "1.5.2", "x", "0x1p3", "1,5"}) {
      CAPTURE(text);
      CHECK(refusal(text, FieldType::float64) == "F: expected double, got \"" + std::string(text) + "\"");
    }
  }

  TEST_CASE("a float has the range of four bytes and the precision of its text") {
    CHECK(refusal("1e39", FieldType::float32) == "F: expected float, got \"1e39\"");
    CHECK(value_of("1e39", FieldType::float64) == FieldValue{1e39});
    CHECK(value_of("9.99", FieldType::float32) == FieldValue{9.99});
  }

  TEST_CASE("a boolean is true or false in any case") {
    CHECK(value_of("True", FieldType::boolean) == FieldValue{true});
    CHECK(value_of("FALSE", FieldType::boolean) == FieldValue{false});
    CHECK(refusal("1", FieldType::boolean) == "F: expected boolean, got \"1\"");
    CHECK(refusal("truer", FieldType::boolean) == "F: expected boolean, got \"truer\"");
  }
}

TEST_SUITE("excerpt") {
  TEST_CASE("shows 40 bytes, whole characters and no control characters") {
    CHECK(excerpt("a\tb\x7F") == "\"a?b?\"");
    CHECK(excerpt(std::string(40, 'a')) == "\"" + std::string(40, 'a') + "\"");
    CHECK(excerpt(std::string(41, 'a')) == "\"" + std::string(40, 'a') + "…\"");
    CHECK(excerpt(std::string(39, 'a') + "ä") == "\"" + std::string(39, 'a') + "…\"");
  }
}
