#include "access/verify_signature.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "access/canonical_request.h"
#include "access/signing_time.h"
#include "test_signer.h"

namespace pocketrec {
namespace {

const std::string kSigningSecret = std::string("AWS4") + kExampleSecret;

/// "" when it verifies, else the code of the denial, a space and the message.
std::string verify(const TestRequest& request, const std::string& now = kExampleTime, int skew = 300) {
  const auto parsed = parse_signature_field(*request.view().find("authorization"));
  const auto* unreadable = std::get_if<Denial>(&parsed);
  const auto denial = unreadable != nullptr
                          ? std::optional(*unreadable)
                          : verify_signature(request.view(), std::get<SignatureField>(parsed), kSigningSecret,
                                             {*parse_amz_date(now), std::chrono::seconds(skew)});
  return denial ? std::string(denial->code) + " " + denial->message : "";
}

TestRequest unsigned_request() {
  TestRequest request;
  request.fields = {{"host", "127.0.0.1:8787"}, {"content-type", "application/json"}};
  request.body = R"({"trackingId":"t"})";
  return request;
}

TestRequest signed_request() {
  TestRequest request = unsigned_request();
  TestSigner().sign(request, kExampleTime);
  return request;
}

/// Calls with every byte of the text changed in three ways, and changes it back.
template <typename Function>
void flip_each_byte(std::string& text, const Function& function) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int mask : {0x01, 0x20, 0x80}) {
      text[i] = static_cast<char>(text[i] ^ mask);
      function(i);
      text[i] = static_cast<char>(text[i] ^ mask);
    }
  }
}

bool covers(const TestRequest& request, const std::string& name) {
  const auto parsed = parse_signature_field(*request.view().find("authorization"));
  const auto& names = std::get<SignatureField>(parsed).signed_header_names;
  return std::ranges::find(names, name) != names.end();
}

/// Every change of a byte that the signature covers has to be noticed.
void check_that_changes_are_noticed(TestRequest request, const std::string& now) {
  REQUIRE(verify(request, now) == "");
  const auto is_denied = [&](std::size_t byte) {
    CAPTURE(byte);
    CHECK(verify(request, now) != "");
  };
  flip_each_byte(request.method, is_denied);
  flip_each_byte(request.target, [&](std::size_t byte) {
    if (byte > 0) is_denied(byte);  // framing sees to the slash that a target begins with
  });
  flip_each_byte(request.body, is_denied);
  for (HeaderField& field : request.fields) {
    if (field.name == "authorization" || !covers(request, field.name)) continue;
    CAPTURE(field.name);
    flip_each_byte(field.value, is_denied);
    flip_each_byte(field.name, is_denied);
  }
  std::string& authorization = request.field("authorization").value;
  // The key's id is for whoever looks up the secret; what it is does not enter the signature.
  const std::size_t id = authorization.find('=') + 1;
  const std::size_t id_end = authorization.find('/');
  flip_each_byte(authorization, [&](std::size_t byte) {
    CAPTURE(byte);
    CAPTURE(authorization);
    if (byte < id || byte >= id_end) CHECK(verify(request, now) != "");
  });
  request.body += ' ';
  CHECK(verify(request, now) != "");
}

std::filesystem::path recorded_requests() {
  const char* given = std::getenv("POCKETREC_WIRE");
  const auto folder = given != nullptr ? std::filesystem::path(given)
                                       : std::filesystem::path(POCKETREC_TEST_DATA) / "../../shared/contract/wire";
  return folder / "requests.jsonl";
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

TEST_SUITE("signature") {
  TEST_CASE("is that of AWS's example, ListUsers of 2015-08-30") {
    TestRequest request;
    request.method = "GET";
    request.target = "/?Action=ListUsers&Version=2010-05-08";
    request.fields = {{"host", "iam.amazonaws.com"},
                      {"content-type", "application/x-www-form-urlencoded; charset=utf-8"},
                      {"x-amz-date", "20150830T123600Z"},
                      {"authorization",
                       "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                       "SignedHeaders=content-type;host;x-amz-date, "
                       "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"}};
    const auto parsed = parse_signature_field(request.field("authorization").value);
    CHECK(to_hex(sha256(canonical_request(request.view(), std::get<SignatureField>(parsed), sha256("")))) ==
          "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    CHECK(verify(request, "20150830T123600Z") == "");
    check_that_changes_are_noticed(request, "20150830T123600Z");
  }

  TEST_CASE("is that of AWS's test suite, get-vanilla") {
    TestRequest request;
    request.method = "GET";
    request.target = "/";
    request.fields = {{"host", "example.amazonaws.com"},
                      {"x-amz-date", "20150830T123600Z"},
                      {"authorization",
                       "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                       "SignedHeaders=host;x-amz-date, "
                       "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"}};
    check_that_changes_are_noticed(request, "20150830T123600Z");
  }

  TEST_CASE("of every recorded client verifies, and of none after a change") {
    const auto path = recorded_requests();
    if (!std::filesystem::exists(path)) {
      MESSAGE("SKIPPED: " << path.string() << " is not there; set POCKETREC_WIRE to the folder of recorded requests");
      return;
    }
    std::ifstream file(path);
    std::size_t count = 0;
    for (std::string line; std::getline(file, line); ++count) {
      const auto recorded = nlohmann::json::parse(line);
      TestRequest request;
      request.method = recorded.at("method");
      request.target = recorded.at("path");
      request.body = recorded.at("body");
      for (const auto& field : recorded.at("headers")) {
        request.fields.push_back({lower(field.at(0).get<std::string>()), field.at(1).get<std::string>()});
      }
      CAPTURE(line);
      check_that_changes_are_noticed(request, request.field("x-amz-date").value);
    }
    CHECK(count > 0);
  }

  TEST_CASE("of another signer verifies, whatever is signed") {
    std::uint32_t random = 1;
    const auto next = [&random](std::uint32_t bound) {
      random = random * 1'664'525 + 1'013'904'223;
      return (random >> 8U) % bound;
    };
    for (int round = 0; round < 50; ++round) {
      TestRequest request = unsigned_request();
      for (std::uint32_t i = next(8); i > 0; --i) {
        request.fields.push_back({"x-amz-" + std::to_string(i), std::to_string(next(1'000'000))});
      }
      request.body.clear();
      for (std::uint32_t i = next(2'000); i > 0; --i) request.body += static_cast<char>(next(256));
      TestSigner signer;
      signer.region = "region-" + std::to_string(round);
      signer.sign(request, kExampleTime);
      CHECK(verify(request) == "");
      signer.secret[5] ^= 1;
      request.fields.pop_back();
      signer.sign(request, kExampleTime);
      CHECK(verify(request).starts_with("InvalidSignatureException expected a signature that matches"));
    }
    check_that_changes_are_noticed(signed_request(), kExampleTime);
  }

  TEST_CASE("has to be made near the clock's time, unless that is not compared") {
    const TestRequest request = signed_request();
    CHECK(verify(request, "20261124T020648Z") == "");
    CHECK(verify(request, "20261124T015648Z") == "");
    CHECK(verify(request, "20261124T020649Z") ==
          "InvalidSignatureException Signature expired: 20261124T020148Z is more than 300 s away from this clock, "
          "20261124T020649Z");
    CHECK(verify(request, "20261124T015647Z").starts_with("InvalidSignatureException Signature not yet current: "));
    CHECK(verify(request, "19700101T000000Z", 0) == "");
    CHECK(verify(request, "20261124T030148Z", 3600) == "");
    CHECK(verify(request, "20261124T030149Z", 3600) != "");
  }

  TEST_CASE("has to cover host, the time, the content type and x-amz fields") {
    const std::string rest = "content-type and all x-amz- header fields of the request among SignedHeaders";
    TestRequest request = signed_request();
    request.fields.push_back({"user-agent", "any"});
    CHECK(verify(request) == "");
    request.fields.push_back({"x-amz-security-token", "t"});
    CHECK(verify(request) == "IncompleteSignature expected " + rest);

    TestRequest typed;
    typed.fields = {{"host", "h"}};
    TestSigner().sign(typed, kExampleTime);
    CHECK(verify(typed) == "");
    typed.fields.push_back({"content-type", "application/json"});
    CHECK(verify(typed) == "IncompleteSignature expected " + rest);

    TestRequest hostless;
    TestSigner().sign(hostless, kExampleTime);
    hostless.fields.push_back({"host", "h"});
    CHECK(verify(hostless) == "IncompleteSignature expected host among SignedHeaders");

    TestRequest less = signed_request();
    less.fields.erase(less.fields.begin());
    CHECK(verify(less) == "IncompleteSignature expected every header field that SignedHeaders names");
  }

  TEST_CASE("takes its time from Date where there is no X-Amz-Date") {
    for (const std::string date : {"Tue, 24 Nov 2026 02:01:48 GMT", "20261124T020148Z"}) {
      TestRequest request = unsigned_request();
      request.fields.push_back({"date", date});
      TestSigner().sign(request, kExampleTime);
      CHECK(verify(request) == "");
    }
    const std::string form = "IncompleteSignature expected X-Amz-Date as YYYYMMDDThhmmssZ, or Date in the form of HTTP";
    TestRequest odd = unsigned_request();
    odd.fields.push_back({"x-amz-date", "Tue, 24 Nov 2026 02:01:48 GMT"});
    TestSigner().sign(odd, kExampleTime);
    CHECK(verify(odd) == form);
    TestRequest twice = signed_request();
    twice.fields.push_back({"x-amz-date", kExampleTime});
    CHECK(verify(twice) == "IncompleteSignature expected one signed X-Amz-Date or Date");
  }

  TEST_CASE("has the day of its time in its scope") {
    TestRequest request = unsigned_request();
    request.fields.push_back({"x-amz-date", "20261124T000100Z"});
    TestSigner().sign(request, "20261123T235900Z");
    CHECK(verify(request, "20261124T000000Z") ==
          "InvalidSignatureException expected the day of the signature's time as the date of its Credential");
  }

  TEST_CASE("covers the body by its hash only") {
    const std::string expected = "InvalidSignatureException expected the SHA-256 of the body as X-Amz-Content-Sha256";
    for (const auto& [claimed, answer] :
         {std::pair(TestSigner::hex(TestSigner::hash(unsigned_request().body)), std::string()),
          std::pair(TestSigner::hex(TestSigner::hash("")), expected),
          std::pair(std::string("UNSIGNED-PAYLOAD"), expected),
          std::pair(std::string("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"), expected), std::pair(std::string(), expected)}) {
      TestRequest request = unsigned_request();
      request.fields.push_back({"x-amz-content-sha256", claimed});
      TestSigner().sign(request, kExampleTime);
      CHECK(verify(request) == answer);
    }
  }
}

}  // namespace pocketrec
