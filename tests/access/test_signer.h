#pragma once

#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/request_view.h"

namespace pocketrec {

/// AWS's documentation signs its examples with these.
inline constexpr char kExampleId[] = "AKIDEXAMPLE";
inline constexpr char kExampleSecret[] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// When tests sign their own requests.
inline constexpr char kExampleTime[] = "20261124T020148Z";

/// A request that owns its text.
struct TestRequest {
  std::string method = "POST";
  std::string target = "/events";
  std::vector<HeaderField> fields;
  std::string body;

  [[nodiscard]] RequestView view() const { return {method, target, fields, body}; }
  HeaderField& field(std::string_view name) { return *std::ranges::find(fields, name, &HeaderField::name); }
};

/// A second implementation of signing, which shares nothing with the one that is tested. For requests whose path and
/// query are canonical as they stand, and whose fields occur once and have no white space to fold.
class TestSigner {
 public:
  std::string id = kExampleId;
  std::string secret = kExampleSecret;
  std::string region = "us-east-1";
  std::string service = "personalize";

  /// Appends X-Amz-Date, unless there is one or a Date, and Authorization, which covers all fields.
  void sign(TestRequest& request, const std::string& time) const {
    std::map<std::string, std::string> fields;
    for (const HeaderField& field : request.fields) fields[field.name] = field.value;
    if (!fields.contains("x-amz-date") && !fields.contains("date")) {
      request.fields.push_back({"x-amz-date", time});
      fields["x-amz-date"] = time;
    }
    std::string headers;
    std::string names;
    for (const auto& [name, value] : fields) {
      headers.append(name).append(":").append(value).append("\n");
      names.append(names.empty() ? "" : ";").append(name);
    }
    const std::size_t query = request.target.find('?');
    const std::string canonical = request.method + "\n" + request.target.substr(0, query) + "\n" +
                                  (query == std::string::npos ? "" : request.target.substr(query + 1)) + "\n" +
                                  headers + "\n" + names + "\n" + hex(hash(request.body));
    const std::string day = time.substr(0, 8);
    const std::string scope = day + "/" + region + "/" + service + "/aws4_request";
    const std::string text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hex(hash(canonical));
    const std::string key = mac(mac(mac(mac("AWS4" + secret, day), region), service), "aws4_request");
    request.fields.push_back({"authorization", "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope +
                                                   ", SignedHeaders=" + names + ", Signature=" + hex(mac(key, text))});
  }

  static std::string hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
      constexpr char kDigits[] = "0123456789abcdef";
      text += kDigits[static_cast<unsigned char>(c) / 16];
      text += kDigits[static_cast<unsigned char>(c) % 16];
    }
    return text;
  }

  static std::string hash(std::string_view bytes) {
    std::string result(32, '\0');
    crypto_hash_sha256(unsigned_bytes(result), unsigned_bytes(bytes), bytes.size());
    return result;
  }

 private:
  static unsigned char* unsigned_bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
  static const unsigned char* unsigned_bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }

  /// RFC 2104 written out.
  static std::string mac(std::string key, std::string_view text) {
    if (key.size() > 64) key = hash(key);
    key.resize(64, '\0');
    std::string inner = key;
    std::string outer = key;
    for (char& c : inner) c = static_cast<char>(c ^ 0x36);
    for (char& c : outer) c = static_cast<char>(c ^ 0x5C);
    return hash(outer + hash(inner.append(text)));
  }
};

}  // namespace pocketrec
