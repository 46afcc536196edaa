#include "http/listen_address.h"

#include <doctest/doctest.h>

#include <string>

namespace pocketrec {

TEST_SUITE("listen address") {
  TEST_CASE("is a loopback port or a Unix socket, and its text reads back the same") {
    for (const std::string text : {"127.0.0.1:8787", "127.1.2.3:0", "[::1]:65535", "unix:/run/pocketrec.sock"}) {
      CAPTURE(text);
      const auto address = parse_listen_address(text);
      REQUIRE(address);
      CHECK(to_text(*address) == text);
    }
  }

  TEST_CASE("takes localhost for 127.0.0.1 without asking a resolver") {
    const auto address = parse_listen_address("localhost:8787");
    REQUIRE(address);
    CHECK(to_text(*address) == "127.0.0.1:8787");
  }

  TEST_CASE("tells the addresses that only this machine can reach") {
    for (const std::string text : {"127.0.0.1:8787", "127.1.2.3:0", "[::1]:65535", "unix:/run/pocketrec.sock"}) {
      CAPTURE(text);
      CHECK(is_local(*parse_listen_address(text)));
    }
    for (const std::string text :
         {"0.0.0.0:8787", "192.168.1.5:80", "[::]:8787", "[fe80::1]:80", "[::ffff:127.0.0.1]:80", "8.8.8.8:53"}) {
      CAPTURE(text);
      const auto address = parse_listen_address(text);
      REQUIRE(address);
      CHECK(to_text(*address) == text);
      CHECK_FALSE(is_local(*address));
    }
  }

  TEST_CASE("refuses what is not an address, quoting it and naming the place") {
    struct Case {
      std::string text;
      std::string reason;
    };
    const std::string too_long = "unix:/" + std::string(107, 'a');
    for (const Case& c :
         {Case{"", "no port"}, Case{"8787", "no port"}, Case{"127.0.0.1", "no port"},
          Case{"127.0.0.1:", "the port is not a number from 0 to 65535"},
          Case{"127.0.0.1:65536", "the port is not a number from 0 to 65535"},
          Case{"127.0.0.1:-1", "the port is not a number from 0 to 65535"},
          Case{"127.0.0.1:80x", "the port is not a number from 0 to 65535"},
          Case{"127.0.0.1: 80", "the port is not a number from 0 to 65535"},
          Case{":80", "the host is not a numeric address"}, Case{"example.org:80", "the host is not a numeric address"},
          Case{"127.1:80", "the host is not a numeric address"},
          Case{"2130706433:80", "the host is not a numeric address"},
          Case{"::1:80", "the host is not a numeric address"},
          Case{"[127.0.0.1]:80", "the host is not a numeric address"}, Case{"unix:", "the path is not absolute"},
          Case{"unix:a.sock", "the path is not absolute"}, Case{too_long, "a socket's path has at most 107 bytes"}}) {
      CAPTURE(c.text);
      const auto address = parse_listen_address(c.text);
      REQUIRE_FALSE(address);
      CHECK(address.error().message == "listen address: expected 127.0.0.1:PORT, [::1]:PORT or unix:/PATH, got \"" +
                                           c.text + "\" (" + c.reason + ")");
    }
  }
}

}  // namespace pocketrec
