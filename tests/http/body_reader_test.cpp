#include "http/body_reader.h"

#include <doctest/doctest.h>

#include <string>

namespace pocketrec {
namespace {

RequestHead chunked() {
  RequestHead head;
  head.is_chunked = true;
  return head;
}

RequestHead of_length(std::size_t length) {
  RequestHead head;
  head.content_length = length;
  return head;
}

}  // namespace

TEST_SUITE("body reader") {
  TEST_CASE("takes as many bytes as announced and leaves the next request") {
    BodyReader body(of_length(5), 10);
    std::string input = "he";
    CHECK_FALSE(body.read(input));
    CHECK(input.empty());
    CHECK_FALSE(body.complete());
    input = "lloGET /";
    CHECK_FALSE(body.read(input));
    REQUIRE(body.complete());
    CHECK(body.take() == "hello");
    CHECK(input == "GET /");
  }

  TEST_CASE("is complete at once without a body") {
    CHECK(BodyReader(of_length(0), 10).complete());
  }

  TEST_CASE("joins chunks, however they are cut") {
    const std::string text = "4\r\nWiki\r\n0000000A\r\npedia in c\r\n6\r\nhunks.\r\n0\r\n\r\nrest";
    for (std::size_t step = 1; step <= text.size(); ++step) {
      CAPTURE(step);
      BodyReader body(chunked(), 20);
      std::string input;
      for (std::size_t begin = 0; begin < text.size(); begin += step) {
        input += text.substr(begin, step);
        REQUIRE_FALSE(body.read(input));
        if (!body.complete()) CHECK(input.size() <= 10);
      }
      REQUIRE(body.complete());
      CHECK(body.take() == "Wikipedia in chunks.");
      CHECK(input == "rest");
    }
  }

  TEST_CASE("refuses a chunk as soon as its size is known to exceed what is left of the limit") {
    BodyReader body(chunked(), 6);
    std::string input = "4\r\nWiki\r\n3\r\n";
    const auto refusal = body.read(input);
    REQUIRE(refusal);
    CHECK(refusal->status == 413);
    CHECK(refusal->message == "expected a body of at most 6 bytes, got more");
  }
}

}  // namespace pocketrec
