#pragma once

#include <string_view>
#include <vector>

#include "access/denial.h"
#include "access/sha256.h"

namespace pocketrec {

/// The only algorithm, and the first word of the Authorization field that uses it.
inline constexpr std::string_view kSignatureAlgorithm = "AWS4-HMAC-SHA256";

/// `Authorization: AWS4-HMAC-SHA256 Credential=ID/DATE/REGION/SERVICE/aws4_request, SignedHeaders=a;b, Signature=…`
/// (AWS's "Signature Version 4 for API requests"). The views point into the field's value.
struct SignatureField {
  std::string_view access_key_id;
  std::string_view scope;  ///< DATE/REGION/SERVICE/aws4_request
  std::string_view date;   ///< YYYYMMDD, not checked further
  std::string_view region;
  std::string_view service;
  std::string_view signed_headers;                    ///< as it stands in the canonical request
  std::vector<std::string_view> signed_header_names;  ///< lower case, sorted, each once; at least one
  Sha256 signature{};
};

/// Reads the value of the field. The three parts may come in any order, with commas between and white space around
/// them. Denies with IncompleteSignature what has another form.
OrDenial<SignatureField> parse_signature_field(std::string_view value);

}  // namespace pocketrec
