#include "access/sha256.h"

#include <sodium.h>

namespace pocketrec {
namespace {

static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<Sha256>);
static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<Sha256>);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 hash{};
  crypto_hash_sha256(hash.data(), bytes_of(bytes), bytes.size());
  return hash;
}

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
  Sha256 code{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  crypto_auth_hmacsha256_final(&state, code.data());
  sodium_memzero(&state, sizeof state);
  return code;
}

bool equal(const Sha256& a, const Sha256& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(Sha256& key) {
  sodium_memzero(key.data(), key.size());
}

std::string to_hex(const Sha256& hash) {
  std::array<char, 2 * std::tuple_size_v<Sha256> + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

bool from_hex(std::string_view text, Sha256& hash) {
  if (text.size() != 2 * hash.size() || text.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return false;
  }
  return sodium_hex2bin(hash.data(), hash.size(), text.data(), text.size(), nullptr, nullptr, nullptr) == 0;
}

}  // namespace pocketrec
