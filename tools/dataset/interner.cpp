#include "dataset/interner.h"

#include <algorithm>
#include <numeric>

#include "dataset/hash64.h"

namespace pocketrec {
namespace {

constexpr std::uint64_t kFree = UINT64_MAX;
constexpr std::uint64_t kUpperHalf = 0xFFFF'FFFF'0000'0000;
constexpr std::size_t kFirstSlotsOfInterner = 64;

std::uint32_t upper_half(std::uint64_t value) {
  return static_cast<std::uint32_t>(value >> 32);
}
std::uint32_t lower_half(std::uint64_t value) {
  return static_cast<std::uint32_t>(value);
}

}  // namespace

Interner::Interner() : slots_(kFirstSlotsOfInterner, kFree) {}

std::string_view Interner::text(std::uint32_t code) const {
  const std::size_t begin = code == 0 ? 0 : ends_[code - 1];
  return std::string_view(bytes_).substr(begin, ends_[code] - begin);
}

std::uint32_t Interner::code(std::string_view wanted) {
  const std::uint64_t hash = hash64(wanted);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(hash) & mask;
  for (; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    // The half of the hash spares nearly all looks at the text of another, which lies far away.
    if (upper_half(slots_[slot]) != upper_half(hash)) continue;
    if (const std::uint32_t code = lower_half(slots_[slot]); text(code) == wanted) return code;
  }
  const auto code = static_cast<std::uint32_t>(ends_.size());
  slots_[slot] = (hash & kUpperHalf) | code;
  bytes_ += wanted;
  ends_.push_back(bytes_.size());
  if (ends_.size() * 2 > slots_.size()) grow();
  return code;
}

void Interner::grow() {
  slots_.assign(slots_.size() * 2, kFree);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t code = 0; code < ends_.size(); ++code) {
    const std::uint64_t hash = hash64(text(code));
    std::size_t slot = static_cast<std::size_t>(hash) & mask;
    while (slots_[slot] != kFree) slot = (slot + 1) & mask;
    slots_[slot] = (hash & kUpperHalf) | code;
  }
}

std::vector<std::uint32_t> Interner::order() const {
  std::vector<std::uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return text(a) < text(b); });
  return order;
}

std::vector<std::uint32_t> Interner::ranks() const {
  std::vector<std::uint32_t> ranks(size());
  std::uint32_t rank = 0;
  for (std::uint32_t code : order()) ranks[code] = rank++;
  return ranks;
}

std::vector<std::string> Interner::sorted() const {
  std::vector<std::string> texts;
  texts.reserve(size());
  for (std::uint32_t code : order()) texts.emplace_back(text(code));
  return texts;
}

}  // namespace pocketrec
