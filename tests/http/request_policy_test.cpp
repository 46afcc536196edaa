#include "http/request_policy.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pocketrec {
namespace {

RequestPolicy policy_of(const std::string& address, const std::vector<std::string>& names = {},
                        const std::vector<std::string>& origins = {}) {
  auto parsed = parse_listen_address(address);
  REQUIRE(parsed);
  return policy_for(*parsed, names, origins);
}

RequestHead get(const std::string& host) {
  RequestHead head;
  head.method = "GET";
  head.target = "/health";
  head.fields = {{"host", host}};
  return head;
}

RequestHead post(const std::vector<HeaderField>& fields) {
  RequestHead head = get("localhost:8787");
  head.method = "POST";
  head.fields.insert(head.fields.end(), fields.begin(), fields.end());
  return head;
}

/// 0: passes.
int status(const RequestPolicy& policy, const RequestHead& head) {
  const auto refusal = check_policy(policy, head);
  return refusal ? refusal->status : 0;
}

}  // namespace

TEST_SUITE("request policy") {
  TEST_CASE("passes the names of this machine with the bound port, whatever their case") {
    const RequestPolicy policy = policy_of("127.0.0.1:8787");
    for (const std::string host : {"localhost:8787", "LocalHost:8787", "127.0.0.1:8787", "[::1]:8787"}) {
      CAPTURE(host);
      CHECK(status(policy, get(host)) == 0);
    }
  }

  TEST_CASE("answers 421 to every other Host") {
    const RequestPolicy policy = policy_of("127.0.0.1:8787");
    for (const std::string host : {"",
                                   "localhost",
                                   "127.0.0.1",
                                   "localhost:80",
                                   "localhost:08787",
                                   "localhost:8787:8787",
                                   "localhost:",
                                   "localhost.:8787",
                                   "localhost.evil.example:8787",
                                   "evil.example",
                                   "evil.example:8787",
                                   "127.0.0.1.evil.example:8787",
                                   "127.0.0.1.nip.io:8787",
                                   "user@localhost:8787",
                                   "localhost:8787@evil.example",
                                   "localhost:8787, evil.example",
                                   "localhost:8787 evil.example",
                                   "http://localhost:8787",
                                   "localhost:8787/",
                                   "localhost:8787#",
                                   "127.1:8787",
                                   "127.0.1:8787",
                                   "2130706433:8787",
                                   "0x7f000001:8787",
                                   "0177.0.0.1:8787",
                                   "127.0.0.2:8787",
                                   "127.000.000.001:8787",
                                   "0.0.0.0:8787",
                                   "0:8787",
                                   "::1:8787",
                                   "[::1]",
                                   "[0:0:0:0:0:0:0:1]:8787",
                                   "[::ffff:127.0.0.1]:8787",
                                   "[::1%25lo]:8787",
                                   "[::]:8787",
                                   "localhost%00:8787",
                                   "localhos\xC5\xBF:8787",
                                   "localhost\t:8787",
                                   ".localhost:8787",
                                   "*:8787"}) {
      CAPTURE(host);
      CHECK(status(policy, get(host)) == 421);
    }
  }

  TEST_CASE("leaves the port out only where it is the scheme's own") {
    CHECK(status(policy_of("127.0.0.1:80"), get("localhost")) == 0);
    CHECK(status(policy_of("127.0.0.1:80"), get("localhost:80")) == 0);
    CHECK(status(policy_of("127.0.0.1:80"), get("localhost:8080")) == 421);
  }

  TEST_CASE("passes the listener's own address and configured names") {
    const RequestPolicy policy = policy_of("127.0.0.7:8787", {"Kiosk.local", "proxy.local:443", "[::7]"});
    for (const std::string host : {"127.0.0.7:8787", "kiosk.local:8787", "proxy.local:443", "[::7]:8787"}) {
      CAPTURE(host);
      CHECK(status(policy, get(host)) == 0);
    }
    CHECK(status(policy, get("kiosk.local")) == 421);
    CHECK(status(policy, get("proxy.local:8787")) == 421);
  }

  TEST_CASE("passes any Host on a Unix socket, to which no name leads") {
    CHECK(status(policy_of("unix:/run/pocketrec.sock"), get("docker")) == 0);
  }

  TEST_CASE("passes an Origin only if it is configured") {
    const HeaderField json = {"content-type", "application/json"};
    const RequestPolicy closed = policy_of("127.0.0.1:8787");
    const RequestPolicy open = policy_of("127.0.0.1:8787", {}, {"http://kiosk.local:8080"});
    CHECK(status(closed, post({json})) == 0);
    CHECK(status(closed, post({json, {"origin", "http://kiosk.local:8080"}})) == 403);
    CHECK(status(open, post({json, {"origin", "http://kiosk.local:8080"}})) == 0);
    for (const std::string origin : {"null", "", "http://kiosk.local", "https://kiosk.local:8080",
                                     "http://kiosk.local:8080.evil.example", "http://localhost:8787"}) {
      CAPTURE(origin);
      CHECK(status(open, post({json, {"origin", origin}})) == 403);
    }
    CHECK(status(open, post({json, {"origin", "http://kiosk.local:8080"}, {"origin", "http://kiosk.local:8080"}})) ==
          403);
    RequestHead reading = get("localhost:8787");
    reading.fields.push_back({"origin", "http://evil.example"});
    CHECK(status(open, reading) == 403);
  }

  TEST_CASE("passes a POST only with a JSON type, which a page cannot send to another origin without asking") {
    const RequestPolicy policy = policy_of("127.0.0.1:8787");
    for (const std::string type : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                                   "application/json ;a", "application/x-amz-json-1.1"}) {
      CAPTURE(type);
      CHECK(status(policy, post({{"content-type", type}})) == 0);
    }
    for (const std::string type :
         {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain; application/json",
          "application/jsonp", "application/json, text/plain", "application/x-amz-json-1.0", ";application/json"}) {
      CAPTURE(type);
      CHECK(status(policy, post({{"content-type", type}})) == 415);
    }
    CHECK(status(policy, post({})) == 415);
    CHECK(status(policy, post({{"content-type", "application/json"}, {"content-type", "application/json"}})) == 415);
    CHECK(status(policy, get("localhost:8787")) == 0);
  }
}

}  // namespace pocketrec
