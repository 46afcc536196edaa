// Any bytes as what a client sends on a connection; the first byte is the size of the pieces in which they arrive. They
// have to mean the same as when they arrive at once, and every request that comes out has to be within the limits.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "http/connection.h"
#include "http/request_policy.h"
#include "http/router.h"
#include "require.h"

namespace pocketrec {
namespace {

/// What came out of a connection: the requests, and the status of every response.
struct Outcome {
  std::vector<HttpRequest> requests;
  std::vector<std::string> statuses;
};

const ConnectionRules& rules() {
  static const ConnectionRules made{{}, {}, policy_for({ListenAddress::Kind::tcp4, "127.0.0.1", 80, ""}, {}, {})};
  return made;
}

/// The response's status, after a look at its framing.
std::string status_of(std::string_view response, bool has_body) {
  require(response.starts_with("HTTP/1.1 ") && response.size() > 12);
  const std::size_t head_end = response.find("\r\n\r\n");
  require(head_end != std::string_view::npos);
  const std::size_t length_at = response.find("\r\nContent-Length: ");
  require(length_at < head_end);
  const std::string length(response.substr(length_at + 18, response.find('\r', length_at + 18) - length_at - 18));
  require(!has_body || length == std::to_string(response.size() - head_end - 4));
  return std::string(response.substr(9, 3));
}

void check(const HttpRequest& request) {
  const FramingLimits limits;
  require(request.head.target.starts_with('/') && request.head.target.size() <= limits.target);
  require(request.head.fields.size() <= limits.header_count && request.head.count("host") == 1);
  require(!(request.head.is_chunked && request.head.count("content-length") > 0));
  require(request.body.size() <= limits.body);
  require(request.head.is_chunked || request.body.size() == request.head.content_length);
  require(request.head.count("origin") == 0);
  for (const HeaderField& field : request.head.fields) {
    require(!field.name.empty() && std::ranges::none_of(field.value, [](char c) { return c == '\r' || c == '\n'; }));
  }
}

Outcome feed(std::string_view bytes, std::size_t piece) {
  static const Router router([](std::string_view operation, std::string_view body) {
    return Reply{200, "", std::string(operation) + std::to_string(body.size())};
  });
  constexpr HttpConnection::TimePoint kNow{};
  Outcome outcome;
  HttpConnection connection(rules(), kNow);
  while (!bytes.empty() && connection.wants_input()) {
    const std::size_t size = std::min(piece, bytes.size());
    auto request = connection.receive(bytes.substr(0, size), kNow);
    bytes.remove_prefix(size);
    do {
      bool has_body = true;
      if (request) {
        check(*request);
        outcome.requests.push_back(*request);
        has_body = request->head.method != "HEAD";
        require(connection.output().empty() || connection.output().starts_with("HTTP/1.1 100 "));
        connection.sent(connection.output().size(), kNow);
        connection.answer(router.respond(*std::move(request)), kNow);
        request.reset();
      }
      const std::string_view output = connection.output();
      if (!output.empty()) {
        const bool goes_on = output.starts_with("HTTP/1.1 100 ");
        if (!goes_on) outcome.statuses.push_back(status_of(output, has_body && !output.ends_with("\r\n\r\n")));
        request = connection.sent(output.size(), kNow);
      }
    } while (request || !connection.output().empty());
  }
  return outcome;
}

auto key_of(const HttpRequest& request) {
  return std::tie(request.head.method, request.head.target, request.body);
}

}  // namespace
}  // namespace pocketrec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pocketrec;
  if (size == 0) return 0;
  const std::string_view bytes = text_of(data + 1, size - 1);
  const Outcome whole = feed(bytes, bytes.size());
  const Outcome pieces = feed(bytes, std::max<std::size_t>(1, data[0]));
  require(std::ranges::equal(whole.requests, pieces.requests, {}, key_of, key_of));
  require(whole.statuses == pieces.statuses);
  return 0;
}
