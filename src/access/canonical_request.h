#pragma once

#include <string>
#include <string_view>

#include "access/request_view.h"
#include "access/sha256.h"
#include "access/signature_field.h"

namespace pocketrec {

/// The path of a target as every service but S3 signs it: empty and "." segments dropped, ".." resolved, then every
/// byte that is not unreserved (RFC 3986 §2.3) or '/' percent-encoded, also a '%' that was there.
std::string canonical_path(std::string_view path);

/// The query of a target, without '?': every name and value decoded and encoded again, sorted by name and then value.
std::string canonical_query(std::string_view query);

/// What a signature is over, by AWS's "Create a canonical request": method, path, query, the signed header fields with
/// runs of white space as one space and repeated ones joined by commas, their names, and the hash of the body.
std::string canonical_request(const RequestView& request, const SignatureField& field, const Sha256& body_hash);

}  // namespace pocketrec
