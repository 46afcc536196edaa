#include "access/signature_field.h"

#include <doctest/doctest.h>

#include <string>

namespace pocketrec {
namespace {

const std::string kHex(64, 'a');
const std::string kCredential = "Credential=AKID/20150830/us-east-1/personalize/aws4_request";

std::string message_of(const std::string& value) {
  const auto parsed = parse_signature_field(value);
  const auto* denial = std::get_if<Denial>(&parsed);
  if (denial == nullptr) return "(good)";
  CHECK(denial->code == kIncompleteSignature);
  return denial->message;
}

}  // namespace

TEST_SUITE("signature field") {
  TEST_CASE("is taken apart") {
    const std::string value =
        "AWS4-HMAC-SHA256 " + kCredential + ", SignedHeaders=content-type;host, Signature=" + kHex;
    const auto parsed = parse_signature_field(value);
    REQUIRE(std::holds_alternative<SignatureField>(parsed));
    const auto& field = std::get<SignatureField>(parsed);
    CHECK(field.access_key_id == "AKID");
    CHECK(field.scope == "20150830/us-east-1/personalize/aws4_request");
    CHECK(field.date == "20150830");
    CHECK(field.region == "us-east-1");
    CHECK(field.service == "personalize");
    CHECK(field.signed_headers == "content-type;host");
    CHECK(field.signed_header_names == std::vector<std::string_view>{"content-type", "host"});
    CHECK(field.signature.front() == 0xAA);
  }

  TEST_CASE("takes its parts in any order, and white space around commas or none") {
    CHECK(message_of("AWS4-HMAC-SHA256 Signature=" + kHex + ",SignedHeaders=host," + kCredential) == "(good)");
    CHECK(message_of("AWS4-HMAC-SHA256   " + kCredential + " ,\tSignedHeaders=host  ,  Signature=" + kHex) == "(good)");
  }

  TEST_CASE("of another form is denied with what was expected") {
    const std::string rest = ", SignedHeaders=host, Signature=" + kHex;
    const std::string parts =
        "Authorization: expected Credential, SignedHeaders and Signature, each once, with commas between";
    for (const std::string value : {"", "Basic abc", "AWS4-HMAC-SHA1 a", "aws4-hmac-sha256 a", "AWS4-HMAC-SHA256\ta"}) {
      CAPTURE(value);
      CHECK(message_of(value) == "Authorization: expected AWS4-HMAC-SHA256 or Bearer");
    }
    for (const std::string& value :
         {std::string("AWS4-HMAC-SHA256"), "AWS4-HMAC-SHA256 " + kCredential,
          "AWS4-HMAC-SHA256 " + kCredential + rest + ",", "AWS4-HMAC-SHA256 " + kCredential + ", " + kCredential + rest,
          "AWS4-HMAC-SHA256 " + kCredential + ", SignedHeaders=host, Else=1",
          "AWS4-HMAC-SHA256 " + kCredential + ", SignedHeaders=, Signature=" + kHex,
          "AWS4-HMAC-SHA256 " + kCredential + ", SignedHeaders, Signature=" + kHex}) {
      CAPTURE(value);
      CHECK(message_of(value) == parts);
    }
    for (const std::string credential : {"A/20150830/r/personalize", "A/20150830/r/personalize/aws4_request/x",
                                         "A/20150830/r/personalize/aws4", "/20150830/r/personalize/aws4_request"}) {
      CAPTURE(credential);
      CHECK(message_of("AWS4-HMAC-SHA256 Credential=" + credential + rest) ==
            "Authorization: expected Credential=ID/DATE/REGION/SERVICE/aws4_request");
    }
    for (const std::string names : {"Host", "host;content-type", "host;host", ";host", "host;", "ho st"}) {
      CAPTURE(names);
      CHECK(message_of("AWS4-HMAC-SHA256 " + kCredential + ", SignedHeaders=" + names + ", Signature=" + kHex) ==
            "Authorization: expected SignedHeaders as lower-case names, sorted, with semicolons between");
    }
    for (const std::string& hex : {kHex.substr(1), kHex + "a", std::string(64, 'A'), std::string(64, 'g')}) {
      CAPTURE(hex);
      CHECK(message_of("AWS4-HMAC-SHA256 " + kCredential + ", SignedHeaders=host, Signature=" + hex) ==
            "Authorization: expected Signature of 64 lower-case hex digits");
    }
  }
}

}  // namespace pocketrec
