#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "raw_client.h"
#include "running_server.h"

// The sockets' side of edge cases that connection_test and client_table_test decide without sockets. Upper bounds on
// times are generous: they tell "served at once" from "served when somebody else's deadline came".

namespace pocketrec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

#if defined(__has_feature)
constexpr bool kIsSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif
// Sanitizers hold freed memory back.
constexpr std::size_t kAllowedGrowthKib = kIsSanitized ? 64 * 1024 : 4 * 1024;

/// Resident memory's high-water mark of this process since reset_peak_memory(), in KiB.
std::size_t peak_memory_kib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == "VmHWM:") break;
  }
  std::size_t kib = 0;
  status >> kib;
  return kib;
}

void reset_peak_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

/// For its life, the process can have no more descriptors than it has now, plus `more`.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t more) {
    getrlimit(RLIMIT_NOFILE, &saved_);
    OwnedDescriptor lowest_free(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const rlimit tight{static_cast<rlim_t>(lowest_free.get()) + more, saved_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &tight);
  }
  ~DescriptorLimit() { setrlimit(RLIMIT_NOFILE, &saved_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit saved_{};
};

void check_health_is_fast(const ListenAddress& address) {
  for (int i = 0; i < 10; ++i) {
    const auto begin = Clock::now();
    const auto response = get_health(address);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(Clock::now() - begin < seconds(2));
  }
}

}  // namespace

TEST_SUITE("slow clients") {
  TEST_CASE("a client that sends its head byte by byte is cut at the deadline, and others do not notice") {
    HttpOptions options;
    options.deadlines = short_deadlines();
    options.workers = 1;
    RunningServer server(options);
    RawClient dribbler(server.address());
    const std::string head = get(server.address(), "/health", "a: " + std::string(10'000, 'b') + "\r\n");
    const auto begin = Clock::now();
    std::size_t sent = 0;
    while (sent < head.size() && !dribbler.has_news() && dribbler.send(head.substr(sent, 1))) {
      ++sent;
      std::this_thread::sleep_for(milliseconds(20));
    }
    CHECK(Clock::now() - begin >= milliseconds(300));
    CHECK(sent < 500);
    CHECK(dribbler.receive()->status == 408);
    CHECK(dribbler.sees_close());
    CHECK(server.calls() == 0);
  }

  TEST_CASE("a body that trickles is cut at the request's deadline") {
    HttpOptions options;
    options.deadlines = short_deadlines();
    RunningServer server(options);
    RawClient client(server.address());
    const std::string request = post(server.address(), "/events", std::string(1000, ' '));
    REQUIRE(client.send(request.substr(0, request.size() - 900)));
    while (!client.has_news() && client.send(" ")) std::this_thread::sleep_for(milliseconds(20));
    CHECK(client.receive()->status == 408);
    CHECK(server.calls() == 0);
  }

  TEST_CASE("an idle connection is closed at its deadline without a word") {
    HttpOptions options;
    options.deadlines = short_deadlines();
    RunningServer server(options);
    RawClient silent(server.address());
    RawClient kept(server.address());
    REQUIRE(kept.send(get(server.address(), "/health")));
    CHECK(kept.receive()->status == 200);
    const auto begin = Clock::now();
    CHECK_FALSE(silent.receive());
    CHECK_FALSE(kept.receive());
    CHECK(Clock::now() - begin >= milliseconds(500));
  }

  TEST_CASE("S1, threat 4: hundreds of slow and idle connections leave room for one that is quick") {
    HttpOptions options;
    options.workers = 1;
    options.max_connections = 64;
    RunningServer server(options);
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < 100; ++i) {
      crowd.push_back(std::make_unique<RawClient>(server.address()));
      crowd.push_back(std::make_unique<RawClient>(server.address()));
      crowd.back()->send("GET /health HTTP/1.1\r\nHost:");
      crowd.push_back(std::make_unique<RawClient>(server.address()));
      crowd.back()->send(post(server.address(), "/events", "{}").substr(0, 90));
      crowd.push_back(std::make_unique<RawClient>(server.address()));
      crowd.back()->send(get(server.address(), "/health"));
    }
    check_health_is_fast(server.address());
  }

  TEST_CASE("a new connection takes the place of the longest idle one") {
    HttpOptions options;
    options.max_connections = 2;
    RunningServer server(options);
    RawClient first(server.address());
    RawClient second(server.address());
    for (RawClient* client : {&first, &second}) {
      REQUIRE(client->send(get(server.address(), "/health")));
      REQUIRE(client->receive());
    }
    RawClient third(server.address());
    REQUIRE(third.send(get(server.address(), "/health")));
    CHECK(third.receive()->status == 200);
    CHECK(first.sees_close());
    REQUIRE(second.send(get(server.address(), "/health")));
    CHECK(second.receive()->status == 200);
  }

  TEST_CASE("a client that does not read its answers is cut at the write deadline") {
    HttpOptions options;
    options.deadlines = short_deadlines();
    options.addresses.push_back(*parse_listen_address("127.0.0.1:0"));
    const std::string large(4'194'304, 'x');
    auto server = HttpServer::start(options, [&](std::string_view, std::string_view) { return Reply{200, "", large}; });
    REQUIRE(server);
    const ListenAddress address = (*server)->addresses().front();
    RawClient client(address);
    const int pipelined = 8;
    for (int i = 0; i < pipelined; ++i) REQUIRE(client.send(get(address, "/health")));
    std::this_thread::sleep_for(milliseconds(1500));
    int complete = 0;
    while (client.receive()) ++complete;
    CHECK(complete < pipelined);
  }

  TEST_CASE("S3, threat 4: attacks with endless input are answered or closed early and in bounded memory") {
    RunningServer server;
    const std::string host = "Host: " + to_text(server.address()) + "\r\n";
    const std::string json = host + "Content-Type: application/json\r\n";
    const std::string block(65'536, 'a');
    std::string fields;
    while (fields.size() < 60'000) fields += "a: b\r\n";
    std::string chunks;
    while (chunks.size() < 60'000) chunks += "400\r\n" + std::string(0x400, 'c') + "\r\n";
    reset_peak_memory();
    const std::size_t before = peak_memory_kib();
    struct Attack {
      std::string begin;
      std::string repeated;
      int status;
    };
    for (const Attack& attack :
         {Attack{"POST /events HTTP/1.1\r\n" + json + "Content-Length: 100000000\r\n\r\n", block, 413},
          Attack{"POST /events HTTP/1.1\r\n" + json + "Transfer-Encoding: chunked\r\n\r\n", chunks, 413},
          Attack{"POST /events HTTP/1.1\r\n" + json + "\r\n", block, 0},
          Attack{"GET /health HTTP/1.1\r\n" + host + "a: ", block, 431},
          Attack{"GET /health HTTP/1.1\r\n" + host, fields, 431}, Attack{"GET /", block, 414},
          Attack{"POST /events HTTP/1.1\r\n" + json + "Transfer-Encoding: chunked\r\n\r\n", std::string(65'536, '0'),
                 400}}) {
      CAPTURE(attack.begin);
      RawClient client(server.address());
      client.send(attack.begin);
      const auto begin = Clock::now();
      std::size_t sent = 0;
      while (sent < 100'000'000 && client.send(attack.repeated)) sent += attack.repeated.size();
      CHECK(sent < 20'000'000);
      CHECK(Clock::now() - begin < seconds(10));
    }
    const std::size_t grown = peak_memory_kib() - before;
    CHECK(grown < kAllowedGrowthKib);
    CHECK(get_health(server.address())->status == 200);
  }

  TEST_CASE("without a free file descriptor, idle connections give way to a new one") {
    RunningServer server;
    std::vector<std::unique_ptr<RawClient>> crowd;
    for (int i = 0; i < 10; ++i) {
      crowd.push_back(std::make_unique<RawClient>(server.address()));
      REQUIRE(crowd.back()->send(get(server.address(), "/health")));
      REQUIRE(crowd.back()->receive());
    }
    std::optional<RawResponse> response;
    const auto begin = Clock::now();
    {
      const DescriptorLimit only_the_clients_own(1);
      RawClient late(server.address());
      REQUIRE(late.send(get(server.address(), "/health")));
      response = late.receive();
    }
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(Clock::now() - begin < seconds(10));  // not by the idle deadline
    CHECK(crowd.front()->sees_close());
  }

  TEST_CASE("without a free file descriptor and without an idle connection, a new one has to wait for one") {
    RunningServer server;
    std::optional<RawClient> late;
    {
      const DescriptorLimit only_the_clients_own(1);
      late.emplace(server.address());
      REQUIRE(late->send(get(server.address(), "/health")));
      std::this_thread::sleep_for(milliseconds(250));
      CHECK_FALSE(late->has_news());
      CHECK(server.calls() == 0);
    }
    CHECK(late->receive()->status == 200);
  }
}

}  // namespace pocketrec
