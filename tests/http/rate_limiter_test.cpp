#include "http/rate_limiter.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "http/peer.h"
#include "raw_client.h"
#include "running_server.h"
#include "sample_request.h"
#include "system/owned_descriptor.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

using std::chrono::milliseconds;

/// How many of `count` requests at the same time are admitted.
int admitted(RateLimiter& limiter, std::string_view client, RateLimiter::TimePoint now, int count) {
  int result = 0;
  for (int i = 0; i < count; ++i) result += limiter.admit(client, now) ? 1 : 0;
  return result;
}

HttpOptions limited_to(std::uint32_t rate) {
  HttpOptions options;
  options.max_rate = rate;
  options.deadlines.pause = milliseconds(200);
  return options;
}

}  // namespace

TEST_SUITE("rate limiter") {
  TEST_CASE("admits the requests of a second at once, and then as many as time has passed for") {
    RateLimiter limiter(10);
    CHECK(admitted(limiter, "a", kBegin, 100) == 10);
    CHECK(admitted(limiter, "a", kBegin + milliseconds(99), 100) == 0);
    CHECK(admitted(limiter, "a", kBegin + milliseconds(100), 100) == 1);
    CHECK(admitted(limiter, "a", kBegin + milliseconds(600), 100) == 5);
    CHECK(admitted(limiter, "a", kBegin + milliseconds(60'000), 100) == 10);
  }

  TEST_CASE("counts every client on its own") {
    RateLimiter limiter(10);
    CHECK(admitted(limiter, "a", kBegin, 100) == 10);
    CHECK(admitted(limiter, "b", kBegin, 5) == 5);
  }

  TEST_CASE("without a rate admits everything") {
    RateLimiter limiter(0);
    CHECK(admitted(limiter, "a", kBegin, 100'000) == 100'000);
  }

  TEST_CASE("forgets clients that rest, and lets those share who are too many") {
    RateLimiter limiter(2, 3);
    for (const char* client : {"a", "b", "c"}) CHECK(admitted(limiter, client, kBegin, 9) == 2);
    CHECK(admitted(limiter, "d", kBegin, 1) == 1);
    CHECK(admitted(limiter, "e", kBegin, 9) == 1);
    CHECK(admitted(limiter, "a", kBegin, 9) == 0);
    CHECK(admitted(limiter, "d", kBegin + milliseconds(1'000), 9) == 2);
    CHECK(admitted(limiter, "e", kBegin + milliseconds(1'000), 9) == 2);
  }
}

TEST_SUITE("peer") {
  TEST_CASE("is the user behind a Unix socket, and unknown without a connection") {
    int pair[2] = {-1, -1};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    const OwnedDescriptor near(pair[0]);
    const OwnedDescriptor far(pair[1]);
    CHECK(peer_of(near.get()).name == "uid " + std::to_string(::getuid()));
    CHECK_FALSE(peer_of(near.get()).is_shared);
    const OwnedDescriptor alone(::socket(AF_INET, SOCK_STREAM, 0));
    CHECK(peer_of(alone.get()).name == "unknown");
    CHECK(peer_of(alone.get()).is_shared);
  }
}

TEST_SUITE("a client that asks too often") {
  TEST_CASE("gets 429, then waits, and is served again; a kept connection beside it never notices") {
    RunningServer server(limited_to(5));
    RawClient other(server.address());
    const auto ask_other = [&] {
      REQUIRE(other.send(get(server.address(), "/health")));
      const auto response = other.receive();
      return response ? response->status : 0;
    };
    REQUIRE(ask_other() == 200);

    RawClient abusive(server.address());
    for (int i = 0; i < 40; ++i) REQUIRE(abusive.send(get(server.address(), "/nowhere")));
    int throttled = 0;
    std::optional<RawResponse> last;
    while (throttled == 0) {
      last = abusive.receive();
      REQUIRE(last);
      if (last->status == 429) ++throttled;
    }
    CHECK(last->head.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    CHECK(last->head.find("\r\nx-amzn-ErrorType: ThrottlingException\r\n") != std::string::npos);
    CHECK(last->body ==
          R"({"__type":"ThrottlingException","message":"expected at most 5 requests per second from one client; )"
          R"(try again"})");
    CHECK_FALSE(abusive.has_news());  // paused, though its next requests are here
    CHECK(ask_other() == 200);
    REQUIRE(abusive.receive());  // after the pause
  }

  TEST_CASE("by new connections has the share of its address, and a Unix socket's user another one") {
    HttpOptions options = limited_to(5);
    const TemporaryFolder folder;
    options.addresses = {*parse_listen_address("127.0.0.1:0"),
                         *parse_listen_address("unix:" + (folder / "socket").string())};
    RunningServer server(options);
    int served = 0;
    int throttled = 0;
    for (int i = 0; i < 30; ++i) {
      const auto response = get_health(server.address());
      REQUIRE(response);
      served += response->status == 200 ? 1 : 0;
      throttled += response->status == 429 ? 1 : 0;
    }
    CHECK(served >= 5);
    CHECK(throttled > 0);
    CHECK(served + throttled == 30);
    RawClient user(server->addresses().back());
    REQUIRE(user.send(get(server.address(), "/health")));
    CHECK(user.receive()->status == 200);
  }
}

}  // namespace pocketrec
