#include "filter/placeholders.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pocketrec {
namespace {

using Values = std::vector<std::string>;

Values values(std::string_view text) {
  auto read = parse_filter_values("P", text);
  if (!read) FAIL(read.error().message);
  return *std::move(read);
}

std::string message(std::string_view text) {
  const auto read = parse_filter_values("P", text);
  REQUIRE(!read);
  CHECK(read.error().code == ErrorCode::invalid_input);
  return read.error().message;
}

}  // namespace

TEST_SUITE("filter values") {
  TEST_CASE("reads quoted values between commas") {
    CHECK(values(R"("comedy","drama")") == Values{"comedy", "drama"});
    CHECK(values(R"( "a" , "b, c" )") == Values{"a", "b, c"});
    CHECK(values(R"("a \"b\" \\")") == Values{"a \"b\" \\"});
    CHECK(values(R"(" a ")") == Values{" a "});
  }

  TEST_CASE("reads bare values") {
    CHECK(values("1970") == Values{"1970"});
    CHECK(values(" Comedy , Science Fiction ") == Values{"Comedy", "Science Fiction"});
    CHECK(values(R"(a,"b,c",d)") == Values{"a", "b,c", "d"});
    CHECK(values("it's") == Values{"it's"});
    CHECK(values("Japan購入") == Values{"Japan購入"});
  }

  TEST_CASE("counts empty values as absent") {
    CHECK(values("").empty());
    CHECK(values(" \t").empty());
    CHECK(values(R"("")").empty());
    CHECK(values(",, ,").empty());
    CHECK(values(R"(a,,"",b,)") == Values{"a", "b"});
  }

  TEST_CASE("passes over a stray quote at the end") {
    CHECK(values(R"("a","b"")") == Values{"a", "b"});
    CHECK(values(R"(19.99")") == Values{"19.99"});
    CHECK(values(R"("a",")") == Values{"a"});
    CHECK(values(R"(")").empty());
  }

  TEST_CASE("refuses a quote that is not closed") {
    CHECK(message(R"("a", "b)") == "filterValues: P: expected a \" that closes the one (offset 5)");
    CHECK(message(R"("a\")") == "filterValues: P: expected a \" that closes the one (offset 0)");
  }

  TEST_CASE("refuses text between a closing quote and the comma") {
    CHECK(message(R"("a" "b")") == "filterValues: P: expected a comma after a value in quotes (offset 3)");
    CHECK(message(R"("a"b,"c")") == "filterValues: P: expected a comma after a value in quotes (offset 3)");
    CHECK(message(R"("a"","c")") == "filterValues: P: expected a comma after a value in quotes (offset 3)");
  }

  TEST_CASE("finds the value of a parameter by its exact name") {
    const std::map<std::string, std::string> entries = {{"Genre", "a"}, {"EMPTY", ""}};
    CHECK(*values_of({"Genre", {}}, &entries) == Values{"a"});
    CHECK(values_of({"GENRE", {}}, &entries)->empty());
    CHECK(values_of({"EMPTY", {}}, &entries)->empty());
    CHECK(values_of({"Genre", {}}, nullptr)->empty());
  }
}

}  // namespace pocketrec
