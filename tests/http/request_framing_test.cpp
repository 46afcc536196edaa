#include "http/request_framing.h"

#include <doctest/doctest.h>

#include <string>
#include <variant>

namespace pocketrec {
namespace {

RequestHead accepted(const std::string& text) {
  auto head = parse_head(text, FramingLimits());
  REQUIRE(std::holds_alternative<RequestHead>(head));
  return std::get<RequestHead>(head);
}

}  // namespace

TEST_SUITE("request framing") {
  TEST_CASE("finds the end of a head that comes byte by byte, and nothing beyond it") {
    const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string input = head + "GET /next";
    const FramingLimits limits;
    HeadScanner scanner(limits);
    for (std::size_t size = 0; size <= input.size(); ++size) {
      CHECK_FALSE(scanner.scan(input.substr(0, size)));
      CHECK(scanner.complete() == (size >= head.size()));
    }
    CHECK(scanner.size() == head.size());
  }

  TEST_CASE("allows one empty line before a request line") {
    const std::string input = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const FramingLimits limits;
    HeadScanner scanner(limits);
    CHECK_FALSE(scanner.scan(input));
    REQUIRE(scanner.complete());
    CHECK(accepted(input).method == "GET");
  }

  TEST_CASE("keeps method, target and fields, with names in lower case and values trimmed") {
    const RequestHead head = accepted("POST /a?b=c HTTP/1.1\r\nHOST: \t x:1 \r\nX-Empty:\r\nX-Two: a b\r\n\r\n");
    CHECK(head.method == "POST");
    CHECK(head.target == "/a?b=c");
    CHECK(head.minor_version == 1);
    REQUIRE(head.fields.size() == 3);
    CHECK(head.fields[0].name == "host");
    CHECK(head.fields[0].value == "x:1");
    CHECK(head.fields[1].value.empty());
    CHECK(*head.find("x-two") == "a b");
    CHECK(head.find("x-three") == nullptr);
  }

  TEST_CASE("reads the length of the body") {
    const std::string begin = "POST / HTTP/1.1\r\nHost: a\r\n";
    CHECK(accepted(begin + "\r\n").content_length == 0);
    CHECK(accepted(begin + "Content-Length: 0065536\r\n\r\n").content_length == 65536);
    CHECK_FALSE(accepted(begin + "Content-Length: 2\r\n\r\n").is_chunked);
    CHECK(accepted(begin + "transfer-encoding: chunked\r\n\r\n").is_chunked);
    const auto refused = parse_head(begin + "Content-Length: 65537\r\n\r\n", FramingLimits());
    REQUIRE(std::holds_alternative<Refusal>(refused));
    CHECK(std::get<Refusal>(refused).message == "expected a body of at most 65536 bytes, got more");
  }

  TEST_CASE("keeps connections of HTTP/1.1 alive unless one of the options is close") {
    const std::string begin = "GET / HTTP/1.1\r\nHost: a\r\n";
    CHECK(accepted(begin + "\r\n").keeps_alive);
    CHECK(accepted(begin + "Connection: keep-alive\r\n\r\n").keeps_alive);
    CHECK(accepted(begin + "Connection: closed\r\n\r\n").keeps_alive);
    CHECK_FALSE(accepted(begin + "Connection: close\r\n\r\n").keeps_alive);
    CHECK_FALSE(accepted(begin + "Connection: a , Close\r\n\r\n").keeps_alive);
    CHECK_FALSE(accepted("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n").keeps_alive);
  }

  TEST_CASE("notes that the client waits for 100 Continue, which HTTP/1.0 does not know") {
    CHECK(accepted("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n\r\n").expects_continue);
    CHECK_FALSE(accepted("POST / HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n\r\n").expects_continue);
  }

  TEST_CASE("accepts what is exactly at the limits") {
    std::string text = "GET /" + std::string(8191, 'a') + " HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 98; ++i) text += "a: b\r\n";
    const std::size_t block = 9 + 98 * 6;
    text += "c: " + std::string(16'384 - block - 5 - 2, 'd') + "\r\n\r\n";
    const FramingLimits limits;
    HeadScanner scanner(limits);
    CHECK_FALSE(scanner.scan(text));
    REQUIRE(scanner.complete());
    CHECK(accepted(text).fields.size() == 100);
    CHECK(accepted(text).target.size() == 8192);
  }
}

}  // namespace pocketrec
