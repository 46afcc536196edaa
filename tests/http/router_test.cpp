#include "http/router.h"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "http/openapi.h"
#include "http/refusal.h"
#include "http/response_fields.h"

namespace pocketrec {
namespace {

/// Says what it was asked.
Reply echo(std::string_view operation, std::string_view body) {
  return {200, "", std::string(operation) + "(" + std::string(body) + ")"};
}

HttpRequest request(const std::string& method, const std::string& target, const std::string& body = "") {
  HttpRequest result;
  result.head.method = method;
  result.head.target = target;
  result.body = body;
  return result;
}

std::string body_of(const std::string& response) {
  return response.substr(response.find("\r\n\r\n") + 4);
}

/// The value of a header field that must occur exactly once.
std::string field_of(const std::string& response, const std::string& name) {
  const std::string head = response.substr(0, response.find("\r\n\r\n") + 2);
  const std::string key = "\r\n" + name + ": ";
  const std::size_t at = head.find(key);
  if (at == std::string::npos) return "(none)";
  REQUIRE(head.find(key, at + 1) == std::string::npos);
  return head.substr(at + key.size(), head.find("\r\n", at + key.size()) - at - key.size());
}

}  // namespace

TEST_SUITE("router") {
  TEST_CASE("maps every path to its operation") {
    const Router router(echo);
    CHECK(body_of(router.respond(request("POST", "/recommendations", "a"))) == "GetRecommendations(a)");
    CHECK(body_of(router.respond(request("POST", "/personalize-ranking", "b"))) == "GetPersonalizedRanking(b)");
    CHECK(body_of(router.respond(request("POST", "/events", "c"))) == "PutEvents(c)");
    CHECK(body_of(router.respond(request("GET", "/health"))) == "Health()");
    for (const Route& route : routes()) {
      if (route.operation == "OpenApi") continue;
      CAPTURE(route.path);
      const std::string response = router.respond(request(std::string(route.method), std::string(route.path), ""));
      CHECK(body_of(response) == std::string(route.operation) + "()");
    }
  }

  TEST_CASE("hands the query on as it came where the route has one, and nowhere else") {
    const Router router(echo);
    const std::string path = "/v1/recommendations";
    CHECK(body_of(router.respond(request("GET", path, "body"))) == "GetRecommendationsByQuery()");
    CHECK(body_of(router.respond(request("GET", path + "?"))) == "GetRecommendationsByQuery()");
    CHECK(body_of(router.respond(request("GET", path + "?a=%20+%zz&b=?c&a"))) ==
          "GetRecommendationsByQuery(a=%20+%zz&b=?c&a)");
    CHECK(body_of(router.respond(request("POST", "/events?a=b", "{}"))) == "PutEvents({})");
    CHECK(body_of(router.respond(request("GET", "/ready?a=b", "body"))) == "Ready(body)");
  }

  TEST_CASE("describes itself") {
    const std::string response = Router(echo).respond(request("GET", "/openapi.json"));
    CHECK(response.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(field_of(response, "Content-Type") == "application/json");
    CHECK(body_of(response) == openapi_description());
  }

  TEST_CASE("names the type that the reply has") {
    const Router router([](std::string_view, std::string_view) { return Reply{200, "", "a 1\n", "text/plain"}; });
    const std::string response = router.respond(request("GET", "/metrics"));
    CHECK(field_of(response, "Content-Type") == "text/plain");
    CHECK(body_of(response) == "a 1\n");
  }

  TEST_CASE("counts what it answers, by operation and status") {
    RequestMetrics metrics;
    const Router router(
        [](std::string_view operation, std::string_view) -> Reply {
          if (operation == "PutItems") throw std::runtime_error("secret");
          return {operation == "PutEvents" ? 400 : 200, "", ""};
        },
        nullptr, nullptr, &metrics);
    for (const char* path : {"/events", "/events", "/items", "/user/u1", "/users"}) {
      static_cast<void>(router.respond(request("POST", path, "{}")));
    }
    static_cast<void>(router.respond(request("HEAD", "/health")));
    MetricsText text;
    metrics.write(text);
    const std::string written = text.take();
    for (const char* line :
         {R"(total{operation="PutEvents",status="400"} 2)", R"(total{operation="PutItems",status="500"} 1)",
          R"(total{operation="PutUsers",status="200"} 1)", R"(total{operation="Unknown",status="404"} 1)",
          R"(total{operation="Health",status="200"} 1)"}) {
      CHECK_MESSAGE(written.find(line) != std::string::npos, line);
    }
    CHECK(written.find("/user") == std::string::npos);
  }

  TEST_CASE("lets pages of the request's origin read the answer, and says so only to them") {
    HttpRequest asked = request("GET", "/health");
    CHECK(field_of(Router(echo).respond(asked), "Access-Control-Allow-Origin") == "(none)");
    asked.head.fields = {{"origin", "http://kiosk.local:8080"}};
    const std::string response = Router(echo).respond(asked);
    CHECK(field_of(response, "Access-Control-Allow-Origin") == "http://kiosk.local:8080");
    CHECK(field_of(response, "Vary") == "Origin");
    CHECK(field_of(response, "Access-Control-Allow-Credentials") == "(none)");
  }

  TEST_CASE("grants the request's origin what a page has to ask for first, at paths that exist") {
    const Router router([](std::string_view, std::string_view) -> Reply { throw std::runtime_error("was asked"); });
    HttpRequest asked = request("OPTIONS", "/events");
    asked.head.fields = {{"origin", "http://kiosk.local:8080"},
                         {"access-control-request-method", "POST"},
                         {"access-control-request-headers", "content-type,authorization"}};
    std::string response = router.respond(asked);
    CHECK(response.starts_with("HTTP/1.1 204 "));
    CHECK(body_of(response).empty());
    CHECK(field_of(response, "Access-Control-Allow-Origin") == "http://kiosk.local:8080");
    CHECK(field_of(response, "Access-Control-Allow-Methods") == "GET, POST");
    CHECK(field_of(response, "Access-Control-Allow-Headers").starts_with("authorization, content-type, "));
    CHECK(field_of(response, "Access-Control-Allow-Private-Network") == "(none)");
    CHECK(field_of(response, "Access-Control-Allow-Credentials") == "(none)");
    CHECK(field_of(response, "Vary") == "Origin");

    asked.head.fields.push_back({"access-control-request-private-network", "true"});
    CHECK(field_of(router.respond(asked), "Access-Control-Allow-Private-Network") == "true");

    asked.head.target = "/nowhere";
    CHECK(router.respond(asked).starts_with("HTTP/1.1 404 "));
    asked.head.target = "/events";
    asked.head.fields.erase(asked.head.fields.begin() + 1);
    CHECK(router.respond(asked).starts_with("HTTP/1.1 404 "));  // OPTIONS of another meaning
  }

  TEST_CASE("answers 404 to other paths and methods, without repeating what was asked") {
    const Router router(echo);
    for (const auto& asked :
         {std::pair("GET", "/recommendations"), std::pair("GET", "/events"), std::pair("PUT", "/events"),
          std::pair("DELETE", "/events"), std::pair("PATCH", "/events"), std::pair("OPTIONS", "/events"),
          std::pair("POST", "/health"), std::pair("POST", "/v1/recommendations"),
          std::pair("GET", "/v1/recommendations/"), std::pair("POST", "/metrics"), std::pair("POST", "/"),
          std::pair("POST", "/events/"), std::pair("POST", "//events"), std::pair("POST", "/events%00"),
          std::pair("POST", "/events/../events"), std::pair("GET", "/%0d%0aSet-Cookie:a"),
          std::pair("POST", "/segments")}) {
      CAPTURE(asked.first);
      CAPTURE(asked.second);
      const std::string response = router.respond(request(asked.first, asked.second, "{}"));
      CHECK(response.starts_with("HTTP/1.1 404 "));
      CHECK(field_of(response, "x-amzn-ErrorType") == "UnknownOperationException");
      CHECK(body_of(response) ==
            R"({"__type":"UnknownOperationException","message":"expected one of POST /recommendations, )"
            R"(POST /personalize-ranking, POST /events, POST /items, POST /users, POST /action-recommendations, )"
            R"(POST /actions, POST /action-interactions, GET /v1/recommendations, POST /v1/why-not, POST /v1/forget, )"
            R"(GET /health, GET /ready, GET /metrics, GET /openapi.json"})");
    }
  }

  TEST_CASE("sends the header fields that clients of the service read") {
    const std::string response = Router(echo).respond(request("POST", "/events", "{}"));
    CHECK(response.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(field_of(response, "Content-Type") == "application/json");
    CHECK(field_of(response, "Content-Length") == "13");
    CHECK(field_of(response, "x-amzn-RequestId").size() == 36);
    CHECK(field_of(response, "Date").ends_with(" GMT"));
    CHECK(field_of(response, "x-amzn-ErrorType") == "(none)");
    CHECK(field_of(response, "Connection") == "(none)");
    CHECK(field_of(response, "Keep-Alive") == "(none)");
    const std::string other = Router(echo).respond(request("POST", "/events", "{}"));
    CHECK(field_of(response, "x-amzn-RequestId") != field_of(other, "x-amzn-RequestId"));
  }

  TEST_CASE("sends an empty body with its length") {
    const Router router([](std::string_view, std::string_view) { return Reply(); });
    const std::string response = router.respond(request("POST", "/events", "{}"));
    CHECK(response.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(field_of(response, "Content-Length") == "0");
    CHECK(field_of(response, "Content-Type") == "application/json");
    CHECK(body_of(response).empty());
  }

  TEST_CASE("names an error in the header field too") {
    const Router router([](std::string_view, std::string_view) {
      return Reply{400, "InvalidInputException", R"({"__type":"InvalidInputException","message":"m"})"};
    });
    const std::string response = router.respond(request("POST", "/events", "{}"));
    CHECK(response.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(field_of(response, "x-amzn-ErrorType") == "InvalidInputException");
    CHECK(body_of(response) == R"({"__type":"InvalidInputException","message":"m"})");
  }

  TEST_CASE("answers HEAD as GET without the body") {
    const std::string response = Router(echo).respond(request("HEAD", "/health"));
    CHECK(response.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(field_of(response, "Content-Length") == "8");
    CHECK(field_of(response, "Accept-Ranges") == "(none)");
    CHECK(body_of(response).empty());
  }

  TEST_CASE("announces that it closes") {
    HttpRequest last = request("GET", "/health");
    last.head.keeps_alive = false;
    CHECK(field_of(Router(echo).respond(last), "Connection") == "close");
  }

  TEST_CASE("hides an exception of the handler behind 500") {
    const Router router([](std::string_view, std::string_view) -> Reply { throw std::runtime_error("secret"); });
    const std::string response = router.respond(request("POST", "/events", "{}"));
    CHECK(response.starts_with("HTTP/1.1 500 "));
    CHECK(field_of(response, "x-amzn-ErrorType") == "InternalFailure");
    CHECK(response.find("secret") == std::string::npos);
  }

  TEST_CASE("does not let header fields of the request change how the response is made") {
    HttpRequest odd = request("POST", "/events", "{}");
    odd.head.fields = {{"range", "bytes=1-2"}, {"content-encoding", "gzip"}, {"content-type", "multipart/form-data"}};
    CHECK(body_of(Router(echo).respond(odd)) == "PutEvents({})");
  }

  TEST_CASE("takes a body with any bytes and a long target") {
    const std::string bytes("\0\r\n\r\nGET /health HTTP/1.1\r\n\r\n\xFF", 29);
    CHECK(body_of(Router(echo).respond(request("POST", "/events", bytes))) == "PutEvents(" + bytes + ")");
    const std::string target = "/health?" + std::string(8184, 'a');
    CHECK(body_of(Router(echo).respond(request("GET", target))) == "Health()");
  }
}

TEST_SUITE("refusal") {
  TEST_CASE("has the form that clients read errors from") {
    const std::string response = refusal_response({413, "expected less"}, true, "id");
    CHECK(response.starts_with("HTTP/1.1 413 Content Too Large\r\n"));
    CHECK(field_of(response, "x-amzn-ErrorType") == "RequestEntityTooLargeException");
    CHECK(field_of(response, "Content-Type") == "application/json");
    CHECK(field_of(response, "Connection") == "close");
    CHECK(body_of(response) == R"({"__type":"RequestEntityTooLargeException","message":"expected less"})");
    CHECK(field_of(response, "Content-Length") == std::to_string(body_of(response).size()));
    CHECK(body_of(refusal_response({413, "expected less"}, false, "id")).empty());
  }

  TEST_CASE("has the exception names of the contract") {
    CHECK(refusal_type(400) == "MalformedHttpRequestException");
    CHECK(refusal_type(403) == "AccessDeniedException");
    CHECK(refusal_type(404) == "UnknownOperationException");
    CHECK(refusal_type(408) == "RequestTimeoutException");
    CHECK(refusal_type(503) == "ServiceUnavailable");
  }
}

TEST_SUITE("response fields") {
  TEST_CASE("write the example date of RFC 9110") {
    CHECK(http_date(std::chrono::system_clock::from_time_t(784111777)) == "Sun, 06 Nov 1994 08:49:37 GMT");
  }

  TEST_CASE("make UUIDs of version 4") {
    const std::string id = new_request_id();
    REQUIRE(id.size() == 36);
    CHECK(id.find_first_not_of("0123456789abcdef-") == std::string::npos);
    CHECK(id[8] == '-');
    CHECK(id[13] == '-');
    CHECK(id[14] == '4');
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    CHECK(new_request_id() != id);
  }
}

}  // namespace pocketrec
