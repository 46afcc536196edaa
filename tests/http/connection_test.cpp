#include "http/connection.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

#include "malformed_requests.h"
#include "sample_request.h"

namespace pocketrec {
namespace {

using Phase = HttpConnection::Phase;
using std::chrono::milliseconds;

ConnectionRules rules() {
  ConnectionRules result;
  result.policy.hosts = {"localhost"};
  return result;
}

int status_of(std::string_view response) {
  REQUIRE(response.starts_with("HTTP/1.1 "));
  return std::stoi(std::string(response.substr(9, 3)));
}

}  // namespace

TEST_SUITE("connection") {
  TEST_CASE("answers every malformed request with its status and closes, at once and byte by byte") {
    const ConnectionRules policy = rules();
    for (const MalformedRequest& request : malformed_requests()) {
      CAPTURE(request.what);
      HttpConnection at_once(policy, kBegin);
      CHECK_FALSE(at_once.receive(request.bytes, kBegin));
      REQUIRE(at_once.phase() == Phase::writing);
      CHECK(status_of(at_once.output()) == request.status);
      CHECK(at_once.output().find("\r\nConnection: close\r\n") != std::string_view::npos);
      CHECK_FALSE(at_once.sent(at_once.output().size(), kBegin));
      CHECK(at_once.phase() == Phase::lingering);

      HttpConnection slowly(policy, kBegin);
      for (std::size_t i = 0; i < request.bytes.size() && slowly.phase() != Phase::writing; ++i) {
        CHECK_FALSE(slowly.receive(request.bytes.substr(i, 1), kBegin));
      }
      REQUIRE(slowly.phase() == Phase::writing);
      CHECK(status_of(slowly.output()) == request.status);
    }
  }

  TEST_CASE("hands out a request with its body, wherever the bytes are cut") {
    const ConnectionRules policy = rules();
    const std::string text = kPostHead + "Content-Length: 7\r\n\r\n{\"a\":1}";
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      HttpConnection connection(policy, kBegin);
      CHECK_FALSE(connection.receive(text.substr(0, cut), kBegin));
      const auto request = connection.receive(text.substr(cut), kBegin);
      REQUIRE(request);
      CHECK(request->head.method == "POST");
      CHECK(request->head.target == "/events");
      CHECK(request->body == "{\"a\":1}");
    }
  }

  TEST_CASE("hands out the requests of a pipeline one after the other, each when the answer before it is sent") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    const std::string post = kPostHead + "Content-Length: 2\r\n\r\n{}";
    const auto first = connection.receive(post + kGet + kGet, kBegin);
    REQUIRE(first);
    CHECK(first->body == "{}");
    CHECK_FALSE(connection.wants_input());
    connection.answer("one", kBegin);
    CHECK_FALSE(connection.sent(2, kBegin));
    CHECK(connection.output() == "e");
    const auto second = connection.sent(1, kBegin);
    REQUIRE(second);
    CHECK(second->head.target == "/health");
    connection.answer("two", kBegin);
    REQUIRE(connection.sent(3, kBegin));
    connection.answer("three", kBegin);
    CHECK_FALSE(connection.sent(5, kBegin));
    CHECK(connection.phase() == Phase::idle);
  }

  TEST_CASE("takes nothing more after a request that asks to close") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    REQUIRE(connection.receive("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" + kGet, kBegin));
    connection.answer("one", kBegin);
    CHECK_FALSE(connection.sent(3, kBegin));
    CHECK(connection.phase() == Phase::lingering);
    CHECK_FALSE(connection.receive(kGet, kBegin));
    connection.end_of_input();
    CHECK(connection.phase() == Phase::closed);
  }

  TEST_CASE("reads a bounded part of what follows its last answer") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    CHECK_FALSE(connection.receive("rubbish\n", kBegin));
    CHECK_FALSE(connection.sent(connection.output().size(), kBegin));
    const std::string block(16'384, 'x');
    int blocks = 0;
    while (connection.phase() == Phase::lingering && blocks < 1000) {
      CHECK_FALSE(connection.receive(block, kBegin));
      ++blocks;
    }
    CHECK(blocks == 65);
    CHECK(connection.phase() == Phase::closed);
  }

  TEST_CASE("invites the body of a client that waits for 100 Continue") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    const std::string head = kPostHead + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    CHECK_FALSE(connection.receive(head, kBegin));
    CHECK(connection.output() == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK_FALSE(connection.sent(connection.output().size(), kBegin));
    REQUIRE(connection.receive("{}", kBegin));
    connection.answer("one", kBegin);
    CHECK(connection.output() == "one");
  }

  TEST_CASE("does not invite a body that has come, or that policy refuses") {
    const ConnectionRules policy = rules();
    const std::string expect = "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    HttpConnection impatient(policy, kBegin);
    CHECK(impatient.receive(kPostHead + expect + "{}", kBegin));
    CHECK(impatient.output().empty());
    HttpConnection foreign(policy, kBegin);
    CHECK_FALSE(foreign.receive(kPostHead + "Origin: http://evil.example\r\n" + expect, kBegin));
    CHECK(status_of(foreign.output()) == 403);
  }

  TEST_CASE("counts the deadline of a head from its first byte, however many follow") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    CHECK(connection.deadline() == kBegin + milliseconds(15'000));
    const auto begin = kBegin + milliseconds(4'000);
    for (int i = 0; i < 20; ++i) CHECK_FALSE(connection.receive(kGet.substr(i, 1), begin + milliseconds(200 * i)));
    CHECK(connection.deadline() == begin + milliseconds(5'000));
    connection.expire(begin + milliseconds(5'000));
    CHECK(status_of(connection.output()) == 408);
    CHECK(connection.deadline() == begin + milliseconds(15'000));
  }

  TEST_CASE("counts the deadline of a whole request from the same byte") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    CHECK_FALSE(connection.receive(kPostHead, kBegin));
    CHECK_FALSE(connection.receive("Content-Length: 9\r\n\r\n{", kBegin + milliseconds(4'000)));
    CHECK(connection.deadline() == kBegin + milliseconds(10'000));
    connection.expire(kBegin + milliseconds(10'000));
    CHECK(status_of(connection.output()) == 408);
    CHECK_FALSE(connection.sent(connection.output().size(), kBegin + milliseconds(10'000)));
    CHECK(connection.deadline() == kBegin + milliseconds(11'000));
    connection.expire(kBegin + milliseconds(11'000));
    CHECK(connection.phase() == Phase::closed);
  }

  TEST_CASE("has no deadline while we work, one while the client reads, and closes an idle client in silence") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    REQUIRE(connection.receive(kGet, kBegin));
    CHECK_FALSE(connection.deadline());
    connection.answer("one", kBegin + milliseconds(100));
    CHECK(connection.deadline() == kBegin + milliseconds(10'100));
    CHECK_FALSE(connection.sent(3, kBegin + milliseconds(200)));
    CHECK(connection.deadline() == kBegin + milliseconds(15'200));
    connection.expire(kBegin + milliseconds(15'200));
    CHECK(connection.phase() == Phase::closed);
    CHECK(connection.output().empty());
  }

  TEST_CASE("does not read a client that asks too often for a pause, and then goes on with what had arrived") {
    const ConnectionRules policy = rules();
    HttpConnection connection(policy, kBegin);
    REQUIRE(connection.receive(kGet + kGet, kBegin));
    connection.throttle("429", kBegin);
    CHECK_FALSE(connection.sent(3, kBegin));
    CHECK(connection.phase() == Phase::pausing);
    CHECK_FALSE(connection.wants_input());
    CHECK(connection.deadline() == kBegin + milliseconds(1'000));
    REQUIRE(connection.expire(kBegin + milliseconds(1'000)));
    connection.answer("200", kBegin + milliseconds(1'000));
    CHECK_FALSE(connection.sent(3, kBegin + milliseconds(1'000)));
    CHECK(connection.phase() == Phase::idle);
  }

  TEST_CASE("finishes what it began when the server stops, and nothing else") {
    const ConnectionRules policy = rules();
    HttpConnection idle(policy, kBegin);
    idle.drain();
    CHECK(idle.phase() == Phase::closed);

    HttpConnection reading(policy, kBegin);
    CHECK_FALSE(reading.receive(kGet.substr(0, 10), kBegin));
    reading.drain();
    REQUIRE(reading.receive(kGet.substr(10) + kGet, kBegin));
    reading.answer("one", kBegin);
    CHECK_FALSE(reading.sent(3, kBegin));
    CHECK(reading.phase() == Phase::lingering);
  }

  TEST_CASE("still answers a client that closed its sending side, and drops an unfinished request") {
    const ConnectionRules policy = rules();
    HttpConnection half(policy, kBegin);
    REQUIRE(half.receive(kGet, kBegin));
    half.end_of_input();
    CHECK(half.phase() == Phase::answering);

    HttpConnection unfinished(policy, kBegin);
    CHECK_FALSE(unfinished.receive(kGet.substr(0, 10), kBegin));
    unfinished.end_of_input();
    CHECK(unfinished.phase() == Phase::closed);
  }
}

}  // namespace pocketrec
