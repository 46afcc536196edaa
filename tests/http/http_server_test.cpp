#include "http/http_server.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "malformed_requests.h"
#include "raw_client.h"
#include "running_server.h"
#include "temporary_folder.h"

namespace pocketrec {

TEST_SUITE("http server") {
  TEST_CASE("answers all operations on one connection that stays open") {
    RunningServer server;
    RawClient client(server.address());
    for (int round = 0; round < 3; ++round) {
      for (const auto& [path, operation] :
           {std::pair("/recommendations", "GetRecommendations"),
            std::pair("/personalize-ranking", "GetPersonalizedRanking"), std::pair("/events", "PutEvents")}) {
        REQUIRE(client.send(post(server.address(), path, "{}")));
        const auto response = client.receive();
        REQUIRE(response);
        CHECK(response->status == 200);
        CHECK(response->body == std::string(operation) + "({})");
      }
      REQUIRE(client.send(get(server.address(), "/health")));
      CHECK(client.receive()->body == "Health()");
    }
    CHECK(server.calls() == 12);
  }

  TEST_CASE("answers the requests of a pipeline in their order") {
    RunningServer server;
    RawClient client(server.address());
    std::string requests;
    for (int i = 0; i < 100; ++i) requests += post(server.address(), "/events", std::to_string(i));
    REQUIRE(client.send(requests));
    for (int i = 0; i < 100; ++i) {
      const auto response = client.receive();
      REQUIRE(response);
      CHECK(response->body == "PutEvents(" + std::to_string(i) + ")");
    }
  }

  TEST_CASE("takes a body in chunks, and one that waits for 100 Continue") {
    RunningServer server;
    RawClient client(server.address());
    const std::string head =
        "POST /events HTTP/1.1\r\nHost: " + to_text(server.address()) + "\r\nContent-Type: application/json\r\n";
    REQUIRE(client.send(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
    CHECK(client.receive()->body == "PutEvents(abcde)");
    REQUIRE(client.send(head + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    CHECK(client.receive(false)->status == 100);
    REQUIRE(client.send("{}"));
    CHECK(client.receive()->body == "PutEvents({})");
  }

  TEST_CASE("answers HEAD without a body, so that the next response is where it is expected") {
    RunningServer server;
    RawClient client(server.address());
    const std::string host = "Host: " + to_text(server.address()) + "\r\n";
    REQUIRE(client.send("HEAD /health HTTP/1.1\r\n" + host + "\r\n" + get(server.address(), "/health")));
    CHECK(client.receive(false)->head.find("Content-Length: 8\r\n") != std::string::npos);
    CHECK(client.receive()->body == "Health()");
  }

  TEST_CASE("closes after Connection: close, after HTTP/1.0, and answers a client that has ended its sending") {
    RunningServer server;
    RawClient close(server.address());
    REQUIRE(close.send(get(server.address(), "/health", "Connection: close\r\n")));
    CHECK(close.receive()->head.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(close.sees_close());

    RawClient old(server.address());
    REQUIRE(old.send("GET /health HTTP/1.0\r\nHost: " + to_text(server.address()) + "\r\n\r\n"));
    CHECK(old.receive()->status == 200);
    CHECK(old.sees_close());

    RawClient half(server.address());
    REQUIRE(half.send(get(server.address(), "/health")));
    half.end_sending();
    CHECK(half.receive()->status == 200);
    CHECK(half.sees_close());
  }

  TEST_CASE("S2, threat 5: answers malformed requests itself, closes, and passes nothing of them to the service") {
    RunningServer server;
    const std::string local = "localhost:" + std::to_string(server->port());
    for (MalformedRequest request : malformed_requests()) {
      CAPTURE(request.what);
      if (const std::size_t at = request.bytes.find("Host: localhost\r\n"); at != std::string::npos) {
        request.bytes.replace(at, 15, "Host: " + local);
      }
      RawClient client(server.address());
      // What a smuggled request would look like.
      client.send(request.bytes + get(server.address(), "/health"));
      const auto response = client.receive();
      REQUIRE(response);
      CHECK(response->status == request.status);
      CHECK(response->head.find("\r\nContent-Type: application/json\r\n") != std::string::npos);
      CHECK(response->head.find("\r\nx-amzn-ErrorType: " + refusal_type(request.status) + "\r\n") != std::string::npos);
      CHECK_FALSE(client.receive());
    }
    CHECK(server.calls() == 0);
    CHECK(get_health(server.address())->status == 200);
  }

  TEST_CASE("knows its own names only with the port it got") {
    HttpOptions options;
    options.host_names = {"kiosk.local"};
    options.origins = {"http://kiosk.local:8080"};
    RunningServer server(options);
    const std::string port = ":" + std::to_string(server->port());
    RawClient client(server.address());
    for (const std::string& host : {"localhost" + port, "127.0.0.1" + port, "[::1]" + port, "KIOSK.local" + port}) {
      CAPTURE(host);
      REQUIRE(client.send("GET /health HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://kiosk.local:8080\r\n\r\n"));
      CHECK(client.receive()->status == 200);
    }
    REQUIRE(client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const auto refused = client.receive();
    CHECK(refused->status == 421);
    CHECK(
        refused->body ==
        R"({"__type":"MalformedHttpRequestException","message":"expected a Host that this service is configured for, )"
        R"(with its port"})");
  }

  TEST_CASE("answers clients on several threads at the same time") {
    RunningServer server;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> clients;
    clients.reserve(8);
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&, i] {
        RawClient client(server.address());
        for (int j = 0; j < 50; ++j) {
          const std::string body = std::to_string(i * 1000 + j);
          client.send(post(server.address(), "/events", body));
          const auto response = client.receive();
          if (!response || response->body != "PutEvents(" + body + ")") ++wrong;
        }
      });
    }
    for (std::thread& client : clients) client.join();
    CHECK(wrong == 0);
    CHECK(server.calls() == 400);
  }

  TEST_CASE("listens on several addresses, also on IPv6 and a Unix socket") {
    const TemporaryFolder folder;
    HttpOptions options;
    for (const std::string& text :
         {std::string("127.0.0.1:0"), std::string("[::1]:0"), "unix:" + (folder.path() / "a.sock").string()}) {
      auto address = parse_listen_address(text);
      REQUIRE(address);
      options.addresses.push_back(*address);
    }
    auto server = HttpServer::start(options, [](std::string_view, std::string_view) { return Reply{200, "", "{}"}; });
    if (!server && server.error().message.find("[::1]") != std::string::npos) {
      MESSAGE("this machine has no IPv6; checking the other two");
      options.addresses.erase(options.addresses.begin() + 1);
      server = HttpServer::start(options, [](std::string_view, std::string_view) { return Reply{200, "", "{}"}; });
    }
    REQUIRE(server);
    CHECK((*server)->port() == (*server)->addresses().front().port);
    for (const ListenAddress& address : (*server)->addresses()) {
      CAPTURE(to_text(address));
      const auto response = get_health(address);
      REQUIRE(response);
      CHECK(response->status == 200);
    }
  }

  TEST_CASE("does not start without an address") {
    const auto server = HttpServer::start({}, [](std::string_view, std::string_view) { return Reply(); });
    REQUIRE_FALSE(server);
    CHECK(server.error().code == ErrorCode::invalid_input);
  }
}

}  // namespace pocketrec
