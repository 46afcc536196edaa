#include "access/access_control.h"

#include <doctest/doctest.h>

#include <string>

#include "access/signing_time.h"
#include "test_signer.h"

namespace pocketrec {
namespace {

const std::string kToken = "0123456789abcdef0123456789abcdef";

std::string key_line(const std::string& role) {
  return role + " " + role + " key KEY_" + role + " " + role + std::string(32, 's') + "\n";
}

AccessControl access_at(const std::string& time = kExampleTime) {
  const std::string text = key_line("runtime") + key_line("events") + key_line("admin") + "sensor events token " +
                           TestSigner::hex(TestSigner::hash(kToken)) + "\n";
  auto credentials = Credentials::parse(text, "F");
  REQUIRE(credentials);
  return {*std::move(credentials), std::chrono::seconds(300), [time] { return *parse_amz_date(time); }};
}

TestRequest signed_by(const std::string& role, const std::string& body = "{}") {
  TestRequest request;
  request.fields = {{"host", "h"}};
  request.body = body;
  TestSigner signer;
  signer.id = "KEY_" + role;
  signer.secret = role + std::string(32, 's');
  signer.sign(request, kExampleTime);
  return request;
}

TestRequest with_authorization(const std::string& value) {
  TestRequest request;
  request.fields = {{"host", "h"}, {"authorization", value}};
  return request;
}

/// "" or the code of the denial.
std::string_view code_of(const AccessDecision& decision) {
  return decision.denial ? decision.denial->code : std::string_view();
}

}  // namespace

TEST_SUITE("access control") {
  TEST_CASE("serves by signature and role") {
    AccessControl access = access_at();
    struct Row {
      std::string_view operation;
      std::string_view runtime;
      std::string_view events;
    };
    for (const Row& row : {Row{"GetRecommendations", "", kAccessDenied}, Row{"PutEvents", kAccessDenied, ""},
                           Row{"CreateFilter", kAccessDenied, kAccessDenied}}) {
      CAPTURE(row.operation);
      CHECK(code_of(access.decide(row.operation, signed_by("runtime").view())) == row.runtime);
      CHECK(code_of(access.decide(row.operation, signed_by("events").view())) == row.events);
      CHECK(code_of(access.decide(row.operation, signed_by("admin").view())).empty());
    }
    CHECK(access.decide("PutEvents", signed_by("events").view()).who == "events");
    CHECK(access.decide("PutEvents", signed_by("runtime").view()).who == "runtime");
  }

  TEST_CASE("serves by bearer token and role") {
    AccessControl access = access_at();
    const TestRequest request = with_authorization("Bearer " + kToken);
    CHECK(access.decide("PutEvents", request.view()).who == "sensor");
    CHECK(code_of(access.decide("PutEvents", request.view())).empty());
    CHECK(code_of(access.decide("GetRecommendations", request.view())) == kAccessDenied);
    for (const std::string& wrong : {"Bearer " + kToken + "0", "Bearer " + kToken.substr(1), std::string("Bearer ")}) {
      const AccessDecision decision = access.decide("PutEvents", with_authorization(wrong).view());
      CHECK(code_of(decision) == kUnrecognizedClient);
      CHECK(decision.who.empty());
    }
  }

  TEST_CASE("denies with the codes that clients know") {
    AccessControl access = access_at();
    TestRequest request;
    CHECK(code_of(access.decide("PutEvents", request.view())) == kMissingAuthenticationToken);
    CHECK(code_of(access.decide("PutEvents", with_authorization("Basic YTpi").view())) == kIncompleteSignature);
    CHECK(code_of(access.decide("PutEvents", with_authorization("").view())) == kIncompleteSignature);
    request = signed_by("events");
    request.fields.push_back(request.field("authorization"));
    CHECK(code_of(access.decide("PutEvents", request.view())) == kIncompleteSignature);
    CHECK(code_of(access.decide("PutEvents", signed_by("nobody").view())) == kUnrecognizedClient);
    request = signed_by("events");
    request.body = "{ }";
    CHECK(code_of(access.decide("PutEvents", request.view())) == kInvalidSignature);
    CHECK(access.decide("PutEvents", request.view()).who.empty());
    CHECK(code_of(access_at("20261124T030000Z").decide("PutEvents", signed_by("events").view())) == kInvalidSignature);

    TestSigner other;
    other.service = "s3";
    request = TestRequest();
    request.fields = {{"host", "h"}};
    other.sign(request, kExampleTime);
    CHECK(code_of(access.decide("PutEvents", request.view())) == kInvalidSignature);
  }

  TEST_CASE("needs nothing for health, and does not look at what is sent with it") {
    AccessControl access = access_at();
    CHECK(code_of(access.decide("Health", TestRequest().view())).empty());
    CHECK(code_of(access.decide("Health", with_authorization("Basic YTpi").view())).empty());
  }

  TEST_CASE("notices a replay of what changes something, and of nothing else") {
    using Seen = ReplayGuard::Seen;
    AccessControl access = access_at();
    const TestRequest put = signed_by("admin", "put");
    const AccessDecision failed = access.decide("PutEvents", put.view());
    CHECK(failed.seen == Seen::never);
    access.end(failed, false);
    const AccessDecision first = access.decide("PutEvents", put.view());
    CHECK(first.seen == Seen::never);  // it did not succeed yet, so it has to be tried again
    const AccessDecision beside = access.decide("PutEvents", put.view());
    CHECK(beside.seen == Seen::in_progress);
    access.end(beside, false);  // decides nothing over the first
    CHECK(access.decide("PutEvents", put.view()).seen == Seen::in_progress);
    access.end(first, true);
    const AccessDecision again = access.decide("PutEvents", put.view());
    CHECK(again.seen == Seen::succeeded);
    access.end(again, true);
    CHECK(access.decide("PutEvents", put.view()).seen == Seen::succeeded);
    CHECK(access.decide("PutEvents", signed_by("admin", "other").view()).seen == Seen::never);

    for (const auto& [operation, request] : {std::pair("GetRecommendations", signed_by("admin", "get")),
                                             std::pair("PutEvents", with_authorization("Bearer " + kToken))}) {
      CAPTURE(operation);
      for (int i = 0; i < 2; ++i) {
        const AccessDecision decision = access.decide(operation, request.view());
        CHECK(decision.seen == Seen::never);
        access.end(decision, true);
      }
    }
  }

  TEST_CASE("says nothing secret and nothing that the sender chose") {
    AccessControl access = access_at();
    for (const TestRequest& request :
         {signed_by("nobody"), signed_by("runtime"), with_authorization("Bearer evil-token"),
          with_authorization("AWS4-HMAC-SHA256 evil"), with_authorization("evil")}) {
      const std::string message = access.decide("PutEvents", request.view()).denial.value().message;
      CAPTURE(message);
      CHECK(message.find("evil") == std::string::npos);
      CHECK(message.find("sss") == std::string::npos);
      CHECK(message.find_first_of("\"\\") == std::string::npos);
    }
  }

  TEST_CASE("denies a credential from the second on in which it ends, and says whose it was") {
    for (const auto& [expires, code] :
         {std::pair("2026-11-24T02:01:49Z", std::string_view()), std::pair("2026-11-24T02:01:48Z", kExpiredToken)}) {
      auto credentials = Credentials::parse(
          "sensor events token " + TestSigner::hex(TestSigner::hash(kToken)) + " expires=" + expires + "\n", "F");
      REQUIRE(credentials);
      AccessControl access(*std::move(credentials), std::chrono::seconds(300),
                           [] { return *parse_amz_date(kExampleTime); });
      const TestRequest request = with_authorization("Bearer " + kToken);
      const AccessDecision decision = access.decide("PutEvents", request.view());
      CHECK(code_of(decision) == code);
      CHECK(decision.who == "sensor");
    }
  }

  TEST_CASE("goes by the new credentials once they are replaced, and still knows what it was told before") {
    AccessControl access = access_at();
    const TestRequest request = signed_by("events");
    const AccessDecision before = access.decide("PutEvents", request.view());
    REQUIRE_FALSE(before.denial);
    access.end(before, true);
    auto rotated = Credentials::parse(key_line("events"), "F");
    REQUIRE(rotated);
    access.replace(*std::move(rotated));
    CHECK(access.decide("PutEvents", request.view()).seen == ReplayGuard::Seen::succeeded);
    CHECK(code_of(access.decide("PutEvents", signed_by("admin").view())) == kUnrecognizedClient);
  }
}

TEST_SUITE("replay guard") {
  TEST_CASE("forgets the oldest signature first") {
    using Seen = ReplayGuard::Seen;
    ReplayGuard guard(3);
    for (unsigned char i = 0; i < 4; ++i) {
      CHECK(guard.begin({i}) == Seen::never);
      guard.end({i}, true);
    }
    for (unsigned char i = 1; i < 4; ++i) CHECK(guard.begin({i}) == Seen::succeeded);
    CHECK(guard.begin({0}) == Seen::never);
    guard.end({0}, true);
    CHECK(guard.begin({1}) == Seen::never);
    CHECK(guard.begin({2}) == Seen::succeeded);
  }

  TEST_CASE("remembers no signature of a request that failed, and all that are being worked on") {
    using Seen = ReplayGuard::Seen;
    ReplayGuard guard(1);
    for (unsigned char i = 0; i < 4; ++i) CHECK(guard.begin({i}) == Seen::never);
    for (unsigned char i = 0; i < 4; ++i) CHECK(guard.begin({i}) == Seen::in_progress);
    for (unsigned char i = 0; i < 4; ++i) guard.end({i}, false);
    for (unsigned char i = 0; i < 4; ++i) CHECK(guard.begin({i}) == Seen::never);
  }
}

}  // namespace pocketrec
