// The same limit as in http/router.cpp, so that both files compile the same inline functions.
#define CPPHTTPLIB_REQUEST_URI_MAX_LENGTH 65536
#include <benchmark/benchmark.h>
#include <httplib.h>

#include <string>
#include <thread>

#include "engine/engine.h"
#include "http/http_server.h"
#include "sample_model.h"
#include "service/service.h"

namespace pocketrec {
namespace {

/// Asks over one kept connection and expects answers of one size.
void ask(benchmark::State& state, int port, const std::string& body, std::size_t answer_size) {
  httplib::Client client("127.0.0.1", port);
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  for (auto _ : state) {
    const auto answer = client.Post("/recommendations", body, "application/json");
    if (!answer || answer->status != 200 || answer->body.size() != answer_size) {
      return state.SkipWithError("expected an answer");
    }
  }
}

std::string request_body() {
  const SampleModel& sample = sample_model();
  return R"({"campaignArn":"user-personalization","userId":")" + sample.user_ids[sample.user_ids.size() / 2] + R"("})";
}

std::string answer_body(Service& service) {
  return service.handle("GetRecommendations", request_body()).body;
}

void recommend_over_http(benchmark::State& state) {
  Engine engine(sample_model().model, nullptr);
  Service service(engine);
  HttpOptions options;
  options.addresses = {expect_good(parse_listen_address("127.0.0.1:0"))};
  const auto server = expect_good(HttpServer::start(
      options, [&](std::string_view operation, std::string_view input) { return service.handle(operation, input); }));
  ask(state, server->port(), request_body(), answer_body(service).size());
}
BENCHMARK(recommend_over_http)->Unit(benchmark::kMicrosecond)->UseRealTime();

/// The yardstick: the HTTP library alone, with a thread per connection, and the same bytes without any work.
void constant_bytes_over_httplib(benchmark::State& state) {
  Engine engine(sample_model().model, nullptr);
  Service service(engine);
  const std::string body = answer_body(service);
  httplib::Server server;
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000'000);
  server.Post("/recommendations", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread listener([&] { server.listen_after_bind(); });
  server.wait_until_ready();
  ask(state, port, request_body(), body.size());
  server.stop();
  listener.join();
}
BENCHMARK(constant_bytes_over_httplib)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace pocketrec
