#include "access/secret.h"

#include <sodium.h>

#include <cstring>
#include <string>

namespace pocketrec {

Result<Secret> Secret::of_size(std::size_t size) {
  // Without it libsodium knows neither the page size nor its source of canaries. Later calls do nothing.
  void* bytes = sodium_init() < 0 ? nullptr : sodium_malloc(size);
  if (bytes == nullptr) {
    return Error{ErrorCode::io, "expected " + std::to_string(size) + " bytes of memory for a secret, got none"};
  }
  if (size > 0) std::memset(bytes, 0, size);
  return Secret(static_cast<char*>(bytes), size);
}

Result<Secret> Secret::join(std::string_view first, std::string_view second) {
  auto secret = of_size(first.size() + second.size());
  if (!secret) return secret.error();
  first.copy(secret->data(), first.size());
  second.copy(secret->data() + first.size(), second.size());
  return secret;
}

void Secret::Free::operator()(char* bytes) const {
  sodium_free(bytes);
}

}  // namespace pocketrec
