#include "model/file_header.h"

#include <sodium.h>

#include <bit>
#include <cassert>
#include <cstring>
#include <string>

namespace pocketrec {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are mapped, and they are little-endian");

constexpr std::array<unsigned char, 8> kMagic = {0x89, 'P', 'K', 'R', 'E', 'C', '\r', '\n'};
constexpr std::uint32_t kBlake2b = 1;
constexpr std::size_t kHashOffset = 32;

template <typename T>
T read_at(std::span<const std::byte> file, std::size_t offset) {
  T value;
  std::memcpy(&value, file.data() + offset, sizeof value);
  return value;
}

template <typename T>
void write_at(std::span<std::byte> file, std::size_t offset, T value) {
  std::memcpy(file.data() + offset, &value, sizeof value);
}

const unsigned char* bytes(const std::byte* data) {
  return reinterpret_cast<const unsigned char*>(data);
}

ModelHash hash_of(std::span<const std::byte> file) {
  ModelHash hash;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, bytes(file.data()), kHashOffset);
  crypto_generichash_update(&state, bytes(file.data()) + kHeaderSize, file.size() - kHeaderSize);
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
  return hash;
}

Error corrupt_file(std::string message) {
  return {ErrorCode::corrupt_model, "model file: " + std::move(message)};
}

}  // namespace

Result<FileHeader> read_file_header(std::span<const std::byte> file) {
  if (file.size() < kHeaderSize) {
    return corrupt_file("expected at least " + std::to_string(kHeaderSize) + " bytes, found " +
                        std::to_string(file.size()));
  }
  if (std::memcmp(file.data(), kMagic.data(), kMagic.size()) != 0) {
    return corrupt_file("expected the magic bytes " + to_hex(std::as_bytes(std::span(kMagic))) + ", found " +
                        to_hex(file.first(kMagic.size())));
  }
  FileHeader header;
  header.revision = read_at<std::uint32_t>(file, 8);
  header.metadata_length = read_at<std::uint32_t>(file, 12);
  header.file_length = read_at<std::uint64_t>(file, 16);
  if (header.file_length != file.size()) {
    return corrupt_file("expected " + std::to_string(header.file_length) + " bytes as its header says, found " +
                        std::to_string(file.size()));
  }
  const auto algorithm = read_at<std::uint32_t>(file, 24);
  const auto reserved = read_at<std::uint32_t>(file, 28);
  std::memcpy(header.hash.data(), file.data() + kHashOffset, header.hash.size());
  // A newer program may use another hash, so only a file of a known revision is held against ours.
  if (header.revision > kFormatRevision) {
    return Error{ErrorCode::unsupported_model, "model file: it has revision " + std::to_string(header.revision) +
                                                   ", and this program reads up to revision " +
                                                   std::to_string(kFormatRevision) + "; install a newer pocketrec"};
  }
  if (algorithm != kBlake2b || reserved != 0 || header.revision == 0) {
    return corrupt_file("expected hash algorithm 1, reserved 0 and a revision of at least 1, found " +
                        std::to_string(algorithm) + ", " + std::to_string(reserved) + " and " +
                        std::to_string(header.revision));
  }
  if (const ModelHash actual = hash_of(file); actual != header.hash) {
    return corrupt_file("expected the hash " + to_hex(header.hash) + ", found " + to_hex(actual) +
                        ": its content was changed or damaged");
  }
  if (header.metadata_length == 0 || header.metadata_length > file.size() - kHeaderSize) {
    return corrupt_file("expected metadata of 1 to " + std::to_string(file.size() - kHeaderSize) + " bytes, found " +
                        std::to_string(header.metadata_length));
  }
  return header;
}

void write_file_header(std::span<std::byte> file, std::uint32_t metadata_length, std::uint32_t revision) {
  assert(file.size() >= kHeaderSize);
  std::memset(file.data(), 0, kHeaderSize);
  std::memcpy(file.data(), kMagic.data(), kMagic.size());
  write_at(file, 8, revision);
  write_at(file, 12, metadata_length);
  write_at(file, 16, static_cast<std::uint64_t>(file.size()));
  write_at(file, 24, kBlake2b);
  const ModelHash hash = hash_of(file);
  std::memcpy(file.data() + kHashOffset, hash.data(), hash.size());
}

std::string to_hex(std::span<const std::byte> bytes) {
  std::string text;
  for (std::byte byte : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[std::to_integer<unsigned>(byte) >> 4];
    text += kDigits[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

}  // namespace pocketrec
