#pragma once

#include <array>
#include <string>
#include <string_view>

namespace pocketrec {

/// A SHA-256 hash, or an HMAC with it.
using Sha256 = std::array<unsigned char, 32>;

/// FIPS 180-4.
Sha256 sha256(std::string_view bytes);
/// RFC 2104 with SHA-256; a key of any length. Leaves no copy of the key.
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);
/// In a time that does not depend on the contents.
bool equal(const Sha256& a, const Sha256& b);
/// Overwrites a hash that is used as a key.
void wipe(Sha256& key);

/// 64 lower-case digits.
std::string to_hex(const Sha256& hash);
/// Reads 64 hex digits of lower case. False: something else, and `hash` is unspecified.
bool from_hex(std::string_view text, Sha256& hash);

}  // namespace pocketrec
