#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "access/access_control.h"
#include "access/audit_log.h"
#include "access/sha256.h"
#include "http/http_server.h"
#include "raw_client.h"
#include "running_server.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

const std::string kBearer = "Authorization: Bearer token-of-the-sensor\r\n";

AccessControl access_of_a_sensor() {
  auto credentials = Credentials::parse("sensor events token " + to_hex(sha256("token-of-the-sensor")) + "\n", "test");
  REQUIRE(credentials);
  return {*std::move(credentials), std::chrono::seconds(300)};
}

/// post() with a further header field.
std::string post_with(const ListenAddress& address, std::string_view path, const std::string& field) {
  std::string text = post(address, path, "{}");
  return text.insert(text.find("\r\n") + 2, field);
}

/// The value of x-amzn-ErrorType.
std::string error_type(const RawResponse& response) {
  const std::string name = "x-amzn-ErrorType: ";
  const std::size_t at = response.head.find(name);
  if (at == std::string::npos) return "";
  return response.head.substr(at + name.size(), response.head.find("\r\n", at) - at - name.size());
}

std::string request_id(const RawResponse& response) {
  return response.head.substr(response.head.find("x-amzn-RequestId: ") + 18, 36);
}

}  // namespace

TEST_SUITE("access over HTTP") {
  TEST_CASE("is decided before the handler is asked, and a denial keeps the connection") {
    AccessControl access = access_of_a_sensor();
    HttpOptions options;
    options.access = &access;
    RunningServer server(options);
    RawClient client(server.address());
    struct Case {
      std::string path;
      std::string field;
      int status;
      std::string type;
    };
    for (const Case& c : {Case{"/events", "", 403, "MissingAuthenticationTokenException"},
                          Case{"/events", "Authorization: Bearer other\r\n", 403, "UnrecognizedClientException"},
                          Case{"/events", "Authorization: Basic YTpi\r\n", 403, "IncompleteSignature"},
                          Case{"/events", kBearer + kBearer, 403, "IncompleteSignature"},
                          Case{"/recommendations", kBearer, 403, "AccessDeniedException"},
                          Case{"/nowhere", "", 404, "UnknownOperationException"}}) {
      CAPTURE(c.path);
      CAPTURE(c.field);
      REQUIRE(client.send(post_with(server.address(), c.path, c.field)));
      const auto response = client.receive();
      REQUIRE(response);
      CHECK(response->status == c.status);
      CHECK(error_type(*response) == c.type);
      CHECK(response->body.starts_with(R"({"__type":")" + c.type + R"(","message":")"));
    }
    CHECK(server.calls() == 0);
    REQUIRE(client.send(post_with(server.address(), "/events", kBearer)));
    CHECK(client.receive()->body == "PutEvents({})");
    REQUIRE(client.send(get(server.address(), "/health")));
    CHECK(client.receive()->body == "Health()");
  }

  TEST_CASE("comes after the policy, so another origin learns nothing of credentials") {
    AccessControl access = access_of_a_sensor();
    HttpOptions options;
    options.access = &access;
    RunningServer server(options);
    for (const std::string& field : {std::string(), kBearer}) {
      RawClient client(server.address());
      REQUIRE(client.send(post_with(server.address(), "/events", "Origin: http://evil.example\r\n" + field)));
      const auto response = client.receive();
      REQUIRE(response);
      CHECK(response->status == 403);
      CHECK(response->body.find("Origin") != std::string::npos);
    }
    CHECK(server.calls() == 0);
  }

  TEST_CASE("is needed for an address that other machines can reach") {
    for (const std::string text : {"0.0.0.0:0", "[::]:0"}) {
      HttpOptions options;
      options.addresses.push_back(*parse_listen_address("127.0.0.1:0"));
      options.addresses.push_back(*parse_listen_address(text));
      const auto handler = [](std::string_view, std::string_view) { return Reply(); };
      const auto open = HttpServer::start(options, handler);
      REQUIRE_FALSE(open);
      CHECK(open.error().code == ErrorCode::invalid_input);
      CHECK(open.error().message == "listen address: expected a loopback address or a Unix socket, got \"" + text +
                                        "\": other machines could reach it, which needs credentials");
    }
    AccessControl access = access_of_a_sensor();
    HttpOptions options;
    options.access = &access;
    const RunningServer server(options, "0.0.0.0:0");
    CHECK(get_health({ListenAddress::Kind::tcp4, "127.0.0.1", server.address().port, ""}));
  }

  TEST_CASE("that the policy refuses is logged too") {
    const TemporaryFolder folder;
    const auto audit = AuditLog::open((folder / "audit").string(), {}, [](const Error&) {});
    REQUIRE(audit);
    HttpOptions options;
    options.audit = audit->get();
    options.recorders = 1;
    std::string id;
    {
      RunningServer server(options);
      RawClient client(server.address());
      REQUIRE(client.send(post_with(server.address(), "/events", "Origin: http://evil.example\r\n")));
      id = request_id(*client.receive());
      // The only recorder's queue is in order, so the line is there when the next answer is.
      RawClient next(server.address());
      REQUIRE(next.send(post(server.address(), "/events", "{}")));
      REQUIRE(next.receive());
    }
    const std::string log = folder.read("audit");
    CHECK(log.find(R"("who":null,"operation":null,"status":403,"code":"AccessDeniedException","requestId":")" + id +
                   "\"}\n") != std::string::npos);
  }

  TEST_CASE("of an open server does not look at Authorization") {
    RunningServer server;
    RawClient client(server.address());
    for (const std::string& field : {std::string(), kBearer, std::string("Authorization: AWS4-HMAC-SHA256 x\r\n")}) {
      REQUIRE(client.send(post_with(server.address(), "/events", field)));
      CHECK(client.receive()->body == "PutEvents({})");
    }
  }

  TEST_CASE("is logged with the id that the client gets") {
    const TemporaryFolder folder;
    AccessControl access = access_of_a_sensor();
    const auto audit = AuditLog::open((folder / "audit").string(), {}, [](const Error&) {});
    REQUIRE(audit);
    HttpOptions options;
    options.access = &access;
    options.audit = audit->get();
    RunningServer server(options);
    RawClient client(server.address());
    for (const std::string& field : {kBearer, std::string()}) {
      REQUIRE(client.send(post_with(server.address(), "/events", field)));
      const std::string id = request_id(*client.receive());
      CHECK(folder.read("audit").ends_with("\"requestId\":\"" + id + "\"}\n"));
    }
    REQUIRE(client.send(get(server.address(), "/health")));
    REQUIRE(client.receive());
    const std::string log = folder.read("audit");
    CHECK(std::count(log.begin(), log.end(), '\n') == 2);
    CHECK(log.find(R"("who":"sensor","operation":"PutEvents","status":200,)") != std::string::npos);
    CHECK(log.find("token") == std::string::npos);
  }
}

}  // namespace pocketrec
