// The yardstick of tests/benchmark/under_attack: the HTTP library alone, which answers every POST of /recommendations
// with the bytes of a file, without any work. Writes its port.
#define CPPHTTPLIB_REQUEST_URI_MAX_LENGTH 65536
#include <httplib.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FILE\n", argv[0]);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string body{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  httplib::Server server;
  // A thread for each connection that the measurement opens, so that none waits.
  server.new_task_queue = [] { return new httplib::ThreadPool(32); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000'000);
  server.Post("/recommendations", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  std::printf("%d\n", server.bind_to_any_port("127.0.0.1"));
  std::fflush(stdout);
  return server.listen_after_bind() ? 0 : 1;
}
