#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace pocketrec {

/// Spreads the bits of a value over all of the result; a bijection (the finaliser of MurmurHash3).
constexpr std::uint64_t mix64(std::uint64_t value) {
  value = (value ^ (value >> 33)) * 0xFF51'AFD7'ED55'8CCD;
  value = (value ^ (value >> 33)) * 0xC4CE'B9FE'1A85'EC53;
  return value ^ (value >> 33);
}

/// A 64-bit hash of text: the same on every run, not made to withstand someone who looks for collisions.
inline std::uint64_t hash64(std::string_view text) {
  std::uint64_t hash = mix64(text.size() + 0x9E37'79B9'7F4A'7C15);
  while (text.size() >= 8) {
    std::uint64_t block;
    std::memcpy(&block, text.data(), 8);
    hash = mix64(hash ^ block);
    text.remove_prefix(8);
  }
  std::uint64_t tail = 0;
  if (!text.empty()) std::memcpy(&tail, text.data(), text.size());
  return mix64(hash ^ tail);
}

/// A hash of the cells of a row, in their order.
inline std::uint64_t hash64(std::span<const std::string_view> cells) {
  std::uint64_t hash = 0;
  for (std::string_view cell : cells) hash = mix64(hash + hash64(cell));
  return hash;
}

}  // namespace pocketrec
