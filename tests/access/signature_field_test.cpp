#include "access/signature_field.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pocketrec {
namespace {

const std::string kHex(64, 'a');
const std::string kCredential = "AKID/20150830/us-east-1/personalize/aws4_request";

/// The value of the field with these parts.
std::string joined(const std::vector<std::string>& parts) {
  std::string text = "AWS4-HMAC-SHA256";
  for (std::size_t i = 0; i < parts.size(); ++i) text.append(i == 0 ? " " : ", ").append(parts[i]);
  return text;
}

std::string field(const std::string& credential, const std::string& names, const std::string& signature) {
  return joined({"Credential=" + credential, "SignedHeaders=" + names, "Signature=" + signature});
}

std::string denial_message(const std::string& value) {
  const auto parsed = parse_signature_field(value);
  const auto* denial = std::get_if<Denial>(&parsed);
  if (denial == nullptr) return "(good)";
  CHECK(denial->code == kIncompleteSignature);
  return denial->message;
}

}  // namespace

TEST_SUITE("signature field") {
  TEST_CASE("is taken apart") {
    const std::string value = field(kCredential, "content-type;host", kHex);
    const auto parsed = parse_signature_field(value);
    REQUIRE(std::holds_alternative<SignatureField>(parsed));
    const auto& read = std::get<SignatureField>(parsed);
    CHECK(read.access_key_id == "AKID");
    CHECK(read.scope == "20150830/us-east-1/personalize/aws4_request");
    CHECK(read.date == "20150830");
    CHECK(read.region == "us-east-1");
    CHECK(read.service == "personalize");
    CHECK(read.signed_headers == "content-type;host");
    CHECK(read.signed_header_names == std::vector<std::string_view>{"content-type", "host"});
    CHECK(read.signature.front() == 0xAA);
  }

  TEST_CASE("takes its parts in any order, and white space around commas or none") {
    const std::string credential = "Credential=" + kCredential;
    const std::string signature = "Signature=" + kHex;
    std::string value = "AWS4-HMAC-SHA256 ";
    CHECK(denial_message(value.append(signature).append(",SignedHeaders=host,").append(credential)) == "(good)");
    value = "AWS4-HMAC-SHA256   ";
    CHECK(denial_message(value.append(credential).append(" ,\tSignedHeaders=host  ,  ").append(signature)) == "(good)");
  }

  TEST_CASE("of another form is denied with what was expected") {
    for (const std::string value : {"", "Basic abc", "AWS4-HMAC-SHA1 a", "aws4-hmac-sha256 a", "AWS4-HMAC-SHA256\ta"}) {
      CAPTURE(value);
      CHECK(denial_message(value) == "Authorization: expected AWS4-HMAC-SHA256 or Bearer");
    }
    const std::string credential = "Credential=" + kCredential;
    const std::string signature = "Signature=" + kHex;
    const std::vector<std::vector<std::string>> odd = {{},
                                                       {credential},
                                                       {credential, "SignedHeaders=host", signature, ""},
                                                       {credential, credential, "SignedHeaders=host", signature},
                                                       {credential, credential, signature},
                                                       {credential, "SignedHeaders=host", "Else=1"},
                                                       {credential, "SignedHeaders=", signature},
                                                       {credential, "SignedHeaders", signature}};
    for (const auto& parts : odd) {
      CAPTURE(joined(parts));
      CHECK(denial_message(joined(parts)) ==
            "Authorization: expected Credential, SignedHeaders and Signature, each once, with commas between");
    }
    for (const std::string other : {"A/20150830/r/personalize", "A/20150830/r/personalize/aws4_request/x",
                                    "A/20150830/r/personalize/aws4", "/20150830/r/personalize/aws4_request"}) {
      CAPTURE(other);
      CHECK(denial_message(field(other, "host", kHex)) ==
            "Authorization: expected Credential=ID/DATE/REGION/SERVICE/aws4_request");
    }
    for (const std::string names : {"Host", "host;content-type", "host;host", ";host", "host;", "ho st"}) {
      CAPTURE(names);
      CHECK(denial_message(field(kCredential, names, kHex)) ==
            "Authorization: expected SignedHeaders as lower-case names, sorted, with semicolons between");
    }
    for (const std::string& hex : {kHex.substr(1), kHex + "a", std::string(64, 'A'), std::string(64, 'g')}) {
      CAPTURE(hex);
      CHECK(denial_message(field(kCredential, "host", hex)) ==
            "Authorization: expected Signature of 64 lower-case hex digits");
    }
  }
}

}  // namespace pocketrec
