#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "http/http_server.h"
#include "raw_client.h"
#include "running_server.h"

namespace pocketrec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

HttpOptions local_options() {
  HttpOptions options;
  options.addresses.push_back(*parse_listen_address("127.0.0.1:0"));
  return options;
}

/// A server whose handler begins, tells so, and waits until it is let go.
struct BlockedServer {
  explicit BlockedServer(const HttpOptions& options) {
    auto started = HttpServer::start(options, [this](std::string_view, std::string_view body) {
      ++begun;
      gate.get_future().wait();
      return Reply{200, "", std::string(body)};
    });
    REQUIRE(started);
    server = *std::move(started);
  }
  void wait_for_handler() const {
    while (begun == 0) std::this_thread::yield();
  }

  std::atomic<int> begun = 0;
  std::promise<void> gate;
  std::unique_ptr<HttpServer> server;
};

}  // namespace

TEST_SUITE("http server, full and stopping") {
  TEST_CASE("answers while all threads that record wait for the disk") {
    HttpOptions options = local_options();
    options.recorders = 2;
    std::atomic<int> begun = 0;
    std::promise<void> disk;
    std::shared_future<void> written = disk.get_future().share();
    auto server = HttpServer::start(options, [&](std::string_view operation, std::string_view) {
      if (operation == "PutEvents") {
        ++begun;
        written.wait();
      }
      return Reply{200, "", "{}"};
    });
    REQUIRE(server);
    const ListenAddress address = (*server)->addresses().front();
    std::vector<std::unique_ptr<RawClient>> recording;
    for (int i = 0; i < 5; ++i) {
      recording.push_back(std::make_unique<RawClient>(address));
      REQUIRE(recording.back()->send(post(address, "/events", "{}")));
    }
    while (begun < 2) std::this_thread::yield();
    RawClient asking(address);
    REQUIRE(asking.send(post(address, "/recommendations", "{}")));
    CHECK(asking.receive()->status == 200);
    disk.set_value();
    for (const auto& client : recording) CHECK(client->receive()->status == 200);
    CHECK(begun == 5);
  }

  TEST_CASE("answers 503 when as many requests wait as may wait") {
    HttpOptions options = local_options();
    options.recorders = 1;
    options.max_waiting = 1;
    std::atomic<int> begun = 0;
    std::promise<void> gate;
    std::shared_future<void> opened = gate.get_future().share();
    auto server = HttpServer::start(options, [&](std::string_view, std::string_view) {
      ++begun;
      opened.wait();
      return Reply{200, "", "{}"};
    });
    REQUIRE(server);
    const ListenAddress address = (*server)->addresses().front();
    RawClient working(address);
    REQUIRE(working.send(post(address, "/events", "{}")));
    while (begun == 0) std::this_thread::yield();
    // Of these one can wait; the loop sees them in any order.
    RawClient one(address);
    RawClient other(address);
    REQUIRE(one.send(post(address, "/events", "{}")));
    REQUIRE(other.send(post(address, "/events", "{}")));
    while (!one.has_news() && !other.has_news()) std::this_thread::yield();
    RawClient& refused = one.has_news() ? one : other;
    RawClient& waiting = one.has_news() ? other : one;
    const auto response = refused.receive();
    REQUIRE(response);
    CHECK(response->status == 503);
    CHECK(response->body ==
          R"({"__type":"ServiceUnavailable","message":"expected fewer requests at a time; try again"})");
    gate.set_value();
    CHECK(working.receive()->status == 200);
    CHECK(waiting.receive()->status == 200);
  }

  TEST_CASE("lets a new connection wait when all others wait for an answer") {
    HttpOptions options = local_options();
    options.max_connections = 1;
    BlockedServer blocked(options);
    const ListenAddress address = blocked.server->addresses().front();
    RawClient first(address);
    REQUIRE(first.send(post(address, "/events", "first")));
    blocked.wait_for_handler();
    RawClient late(address);
    REQUIRE(late.send("GET /health"));
    std::this_thread::sleep_for(milliseconds(250));
    CHECK_FALSE(late.has_news());
    blocked.gate.set_value();
    CHECK(first.receive()->body == "first");
    REQUIRE(late.send(" HTTP/1.0\r\n\r\n"));
    CHECK(late.receive()->status == 400);  // there is no Host
  }

  TEST_CASE("finishes the request that it works on, and takes no other") {
    HttpOptions options = local_options();
    options.deadlines.idle = seconds(60);  // so that it is not what closes the idle client
    BlockedServer blocked(options);
    const ListenAddress address = blocked.server->addresses().front();
    RawClient client(address);
    RawClient idle(address);
    REQUIRE(client.send(post(address, "/events", "{}")));
    blocked.wait_for_handler();
    auto stopped = std::async(std::launch::async, [&] { blocked.server->stop(seconds(60)); });
    CHECK(idle.sees_close());
    CHECK_FALSE(RawClient(address).is_connected());
    CHECK(stopped.wait_for(milliseconds(50)) == std::future_status::timeout);
    blocked.gate.set_value();
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->body == "{}");
    client.close();
    stopped.wait();
    CHECK(blocked.begun == 1);
  }

  TEST_CASE("gives clients that do not finish no longer than the drain deadline") {
    RunningServer server;
    RawClient slow(server.address());
    REQUIRE(slow.send("GET /health HTTP/1.1\r\n"));
    REQUIRE(get_health(server.address()));  // so the loop has seen the slow one's bytes
    const auto begin = Clock::now();
    server->stop(milliseconds(200));
    CHECK(Clock::now() - begin >= milliseconds(200));
    CHECK(Clock::now() - begin < seconds(4));
    CHECK(slow.sees_close());
    server->stop();
  }

  TEST_CASE("loses no answer of the handler under load: every call has its response or its client saw the end") {
    for (int round = 0; round < 5; ++round) {
      RunningServer server;
      std::atomic<int> answered = 0;
      std::atomic<int> torn = 0;
      std::vector<std::thread> clients;
      clients.reserve(6);
      for (int i = 0; i < 6; ++i) {
        clients.emplace_back([&] {
          while (true) {
            RawClient client(server.address());
            if (!client.is_connected()) return;
            for (int j = 0; j < 20; ++j) {
              if (!client.send(post(server.address(), "/events", "{}"))) return;
              const auto response = client.receive();
              if (!response) return;
              if (response->body != "PutEvents({})") ++torn;
              ++answered;
            }
          }
        });
      }
      std::this_thread::sleep_for(milliseconds(100));
      server->stop();
      for (std::thread& client : clients) client.join();
      CHECK(torn == 0);
      CHECK(answered > 0);
      CHECK(answered == server.calls());
    }
  }

  TEST_CASE("makes progress while it idles and works, and none while a request is stuck in either pool") {
    const auto begin = Clock::now();
    for (const char* path : {"/recommendations", "/events"}) {
      HttpOptions options = local_options();
      options.workers = 2;
      std::promise<void> gate;
      std::shared_future<void> opened = gate.get_future().share();
      std::atomic<int> begun = 0;
      auto server = HttpServer::start(options, [&](std::string_view, std::string_view body) {
        ++begun;
        if (body == R"({"stuck":1})") opened.wait();
        return Reply{200, "", "{}"};
      });
      REQUIRE(server);
      const auto progress = [&](milliseconds longest) {
        std::this_thread::sleep_for(milliseconds(20));
        return (*server)->makes_progress(longest);
      };
      for (int i = 0; i < 3; ++i) CHECK(progress(seconds(600)));
      const ListenAddress address = (*server)->addresses().front();
      RawClient stuck(address);
      REQUIRE(stuck.send(post(address, path, R"({"stuck":1})")));
      while (begun == 0) std::this_thread::yield();
      // Others are answered all the while.
      RawClient other(address);
      for (int i = 0; i < 3; ++i) {
        REQUIRE(other.send(post(address, path, "{}")));
        CHECK(other.receive()->status == 200);
        CHECK_FALSE(progress(milliseconds(10)));
        CHECK(progress(std::chrono::duration_cast<milliseconds>(Clock::now() - begin) + seconds(60)));
      }
      gate.set_value();
      CHECK(stuck.receive()->status == 200);
      while (!progress(milliseconds(10))) std::this_thread::yield();
    }
  }

  TEST_CASE("makes no progress when its loop does not turn") {
    auto server = HttpServer::bind(local_options(), [](std::string_view, std::string_view) {
      return Reply{200, "", ""};
    });
    REQUIRE(server);
    // The loop's thread is not there yet: nobody answers the first question.
    CHECK((*server)->makes_progress(seconds(60)));
    CHECK_FALSE((*server)->makes_progress(seconds(60)));
    CHECK_FALSE((*server)->makes_progress(seconds(60)));
    const ListenAddress address = (*server)->addresses().front();
    RawClient early(address);
    REQUIRE(early.send("GET /health HTTP/1.1\r\nHost: " + to_text(address) + "\r\n\r\n"));
    REQUIRE((*server)->run());
    CHECK(early.receive()->status == 200);
    CHECK((*server)->makes_progress(seconds(60)));
  }

  TEST_CASE("that never ran can go") {
    const auto server = HttpServer::bind(local_options(), [](std::string_view, std::string_view) {
      return Reply{200, "", ""};
    });
    CHECK(server);
  }

  TEST_CASE("can be started again on the same port at once") {
    HttpOptions options = local_options();
    for (int i = 0; i < 3; ++i) {
      auto server = HttpServer::start(options, [](std::string_view, std::string_view) { return Reply{200, "", "{}"}; });
      REQUIRE(server);
      options.addresses = (*server)->addresses();
      CHECK(get_health(options.addresses.front())->status == 200);
    }
  }
}

}  // namespace pocketrec
