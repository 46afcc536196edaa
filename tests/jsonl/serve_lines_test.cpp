#include "jsonl/serve_lines.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace pocketrec {
namespace {

// Says what it was asked.
Reply echo(std::string_view operation, std::string_view input) {
  return {200, "", "{\"asked\":\"" + std::string(operation) + "\",\"with\":" + std::string(input) + "}"};
}

/// Two ends of a connection where each write is one read, so that a test decides where the blocks end.
struct Ends {
  Ends() { REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0); }
  ~Ends() {
    for (const int end : ends) {
      if (end >= 0) ::close(end);
    }
  }
  void close_writer() {
    ::close(ends[1]);
    ends[1] = -1;
  }
  int ends[2] = {-1, -1};
};

// What serve_lines writes when it reads these blocks and then the end.
std::string serve(const std::vector<std::string>& blocks) {
  Ends input;
  int output[2];
  REQUIRE(::pipe(output) == 0);
  bool served = false;
  std::thread server([&] {
    served = static_cast<bool>(serve_lines(input.ends[0], output[1], echo));
    ::close(output[1]);
  });
  bool sent = true;
  for (const std::string& block : blocks) {
    sent = sent && ::write(input.ends[1], block.data(), block.size()) == static_cast<ssize_t>(block.size());
  }
  input.close_writer();
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(output[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(got));
  }
  server.join();
  ::close(output[0]);
  CHECK(sent);
  CHECK(served);
  return text;
}

// The text in blocks of at most 32 KiB.
std::vector<std::string> in_blocks(const std::string& text) {
  std::vector<std::string> blocks;
  for (std::size_t begin = 0; begin < text.size(); begin += 32 * 1024) blocks.push_back(text.substr(begin, 32 * 1024));
  return blocks;
}

const std::string kAsk = R"({"operation":"Health","input":{"a":1}})";
const std::string kAnswer = R"({"status":200,"output":{"asked":"Health","with":{"a":1}}})";
const std::string kTooLong = R"({"status":413,"output":{"__type":"RequestEntityTooLargeException",)"
                             R"("message":"line: expected at most 262144 bytes, got more"}})";

// A good line of exactly `size` bytes.
std::string line_of(std::size_t size) {
  return kAsk + std::string(size - kAsk.size(), ' ');
}

}  // namespace

TEST_SUITE("answer line") {
  TEST_CASE("splices the output in byte for byte") {
    const auto odd = [](std::string_view, std::string_view) {
      return Reply{418, "Odd", "{ \"b\" : 1.50 ,\"a\":\"é\" }"};
    };
    CHECK(answer_line(kAsk, odd) == "{\"status\":418,\"output\":{ \"b\" : 1.50 ,\"a\":\"é\" }}");
    const auto silent = [](std::string_view, std::string_view) { return Reply{}; };
    CHECK(answer_line(kAsk, silent) == R"({"status":200,"output":{}})");
  }
  TEST_CASE("takes a missing input as an empty object and passes over other members") {
    CHECK(answer_line(R"({"operation":"X"})", echo) == R"({"status":200,"output":{"asked":"X","with":{}}})");
    CHECK(answer_line(R"( {"id":7,"operation":"X","input":null} )", echo) ==
          R"({"status":200,"output":{"asked":"X","with":{}}})");
  }
  TEST_CASE("refuses what is no request, with the complete message") {
    const auto message = [](std::string_view line) {
      const std::string answer = answer_line(line, echo);
      const std::string start = R"({"status":400,"output":{"__type":"InvalidInputException","message":")";
      REQUIRE(answer.starts_with(start));
      REQUIRE(answer.ends_with("\"}}"));
      return answer.substr(start.size(), answer.size() - start.size() - 3);
    };
    CHECK(message("hello") == "expected a JSON object, got text that is not JSON (byte 1)");
    CHECK(message("{}{}") == "expected a JSON object, got text that is not JSON (byte 3)");
    CHECK(message(" ") == "expected a JSON object, got text that is not JSON (byte 2)");
    CHECK(message("\xff") == "expected a JSON object, got text that is not JSON (byte 1)");
    CHECK(message("[]") == "line: expected an object, got []");
    CHECK(message("{}") == "line.operation: expected a text, got nothing");
    CHECK(message(R"({"operation":7})") == "line.operation: expected text, got 7");
    CHECK(message(R"({"operation":"X","input":[1]})") == "line.input: expected an object, got [1]");
    CHECK(message(R"({"operation":"X","input":{"n":1e999}})") ==
          "expected a JSON object, got a number that is out of range");
  }
}

TEST_SUITE("serve lines") {
  TEST_CASE("answers every line in order, wherever the blocks end") {
    const std::string text = kAsk + "\n" + R"({"operation":"B"})" + "\nno\n" + kAsk + "\n";
    const std::string expected = serve({text});
    CHECK(expected.starts_with(kAnswer + "\n" + R"({"status":200,"output":{"asked":"B","with":{}}})" + "\n" +
                               R"({"status":400,)"));
    CHECK(expected.ends_with("}\n" + kAnswer + "\n"));
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      CAPTURE(cut);
      CHECK(serve({text.substr(0, cut), text.substr(cut)}) == expected);
    }
  }
  TEST_CASE("passes over empty lines and takes both line ends") {
    CHECK(serve({"\n\r\n\n" + kAsk + "\r\n\n" + kAsk + "\n\r\n"}) == kAnswer + "\n" + kAnswer + "\n");
  }
  TEST_CASE("answers a last line without an end, and nothing with nothing") {
    CHECK(serve({kAsk}) == kAnswer + "\n");
    CHECK(serve({kAsk + "\n" + kAsk + "\r"}) == kAnswer + "\n" + kAnswer + "\n");
    CHECK(serve({}).empty());
  }
  TEST_CASE("takes a line of the longest length and refuses one byte more, with every line end") {
    for (const std::string end : {"\n", "\r\n", ""}) {
      CAPTURE(end);
      CHECK(serve(in_blocks(line_of(kMaxLineBytes) + end)) == kAnswer + "\n");
      CHECK(serve(in_blocks(line_of(kMaxLineBytes + 1) + end)) == kTooLong + "\n");
    }
  }
  TEST_CASE("takes the longest line also when its two end bytes come apart") {
    auto blocks = in_blocks(line_of(kMaxLineBytes));
    blocks.insert(blocks.end(), {"\r", "\n"});
    CHECK(serve(blocks) == kAnswer + "\n");
  }
  TEST_CASE("refuses a line of many blocks once and answers the next") {
    auto blocks = in_blocks(std::string(3 * kMaxLineBytes, 'x'));
    blocks.push_back("tail\n" + kAsk + "\n");
    CHECK(serve(blocks) == kTooLong + "\n" + kAnswer + "\n");
    CHECK(serve(in_blocks(std::string(2 * kMaxLineBytes + 5, 'x'))) == kTooLong + "\n");
  }
  TEST_CASE("ends without an error when the reader went away, with one when a descriptor is bad") {
    const auto previous = std::signal(SIGPIPE, SIG_IGN);
    Ends input;
    const std::string text = kAsk + "\n";
    REQUIRE(::write(input.ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    int output[2];
    REQUIRE(::pipe(output) == 0);
    ::close(output[0]);
    CHECK(serve_lines(input.ends[0], output[1], echo));
    ::close(output[1]);
    std::signal(SIGPIPE, previous);

    const auto unreadable = serve_lines(-1, 1, echo);
    REQUIRE(!unreadable);
    CHECK(unreadable.error().code == ErrorCode::io);
    CHECK(unreadable.error().message == "standard input: Bad file descriptor");
    REQUIRE(::write(input.ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    const auto unwritable = serve_lines(input.ends[0], -1, echo);
    REQUIRE(!unwritable);
    CHECK(unwritable.error().message == "standard output: Bad file descriptor");
  }
}

}  // namespace pocketrec
