#include "recipes/fingerprint.h"

#include <sodium.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace pocketrec {
namespace {

class Fingerprint {
 public:
  Fingerprint() { crypto_generichash_init(&state_, nullptr, 0, kBytes); }

  void add(std::span<const std::byte> bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  template <typename T>
  void add_all(const std::vector<T>& values) {
    add(std::as_bytes(std::span(values)));
  }
  /// The length goes in first, so that no two lists of texts hash alike.
  void add_text(std::string_view text) {
    const std::uint64_t length = text.size();
    add(std::as_bytes(std::span(&length, 1)));
    add(std::as_bytes(std::span(text)));
  }

  std::string finish() {
    unsigned char hash[kBytes];
    crypto_generichash_final(&state_, hash, kBytes);
    char hex[2 * kBytes + 1];
    sodium_bin2hex(hex, sizeof hex, hash, kBytes);
    return hex;
  }

 private:
  static constexpr std::size_t kBytes = 16;
  crypto_generichash_state state_;
};

Result<void> add_file(Fingerprint& fingerprint, const std::filesystem::path& path) {
  fingerprint.add_text(path.filename().string());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  std::vector<std::byte> block(1 << 20);
  std::uint64_t length = 0;
  if (file != nullptr) {
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) {
      fingerprint.add(std::span(block).first(got));
      length += got;
    }
  }
  if (file == nullptr || std::ferror(file.get()) != 0) {
    return Error{ErrorCode::io, path.string() + ": " + std::strerror(errno)};
  }
  fingerprint.add(std::as_bytes(std::span(&length, 1)));
  return {};
}

}  // namespace

Result<std::string> fingerprint_of(const DatasetFolder& folder) {
  Fingerprint fingerprint;
  for (const DatasetFile& file : folder.files) {
    if (auto ok = add_file(fingerprint, file.csv); !ok) return ok.error();
    if (file.schema_file.empty()) continue;
    if (auto ok = add_file(fingerprint, file.schema_file); !ok) return ok.error();
  }
  for (const NamedFilter& filter : folder.filters) {
    fingerprint.add_text(filter.name);
    fingerprint.add_text(filter.expression);
  }
  return fingerprint.finish();
}

std::string fingerprint_of(const GivenSplit& split) {
  Fingerprint fingerprint;
  for (const std::string& id : split.user_ids) fingerprint.add_text(id);
  for (const std::string& id : split.item_ids) fingerprint.add_text(id);
  fingerprint.add_all(split.user);
  fingerprint.add_all(split.item);
  return fingerprint.finish();
}

}  // namespace pocketrec
