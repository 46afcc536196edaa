#include "dataset/interner.h"

#include <algorithm>
#include <numeric>

#include "dataset/hash64.h"

namespace pocketrec {
namespace {

constexpr std::uint32_t kFree = UINT32_MAX;
constexpr std::size_t kFirstSlots = 64;

}  // namespace

Interner::Interner() : slots_(kFirstSlots, kFree) {}

std::string_view Interner::text(std::uint32_t code) const {
  const std::size_t begin = code == 0 ? 0 : ends_[code - 1];
  return std::string_view(bytes_).substr(begin, ends_[code] - begin);
}

std::uint32_t Interner::code(std::string_view wanted) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(hash64(wanted)) & mask;
  for (; slots_[slot] != kFree; slot = (slot + 1) & mask) {
    if (text(slots_[slot]) == wanted) return slots_[slot];
  }
  const auto code = static_cast<std::uint32_t>(ends_.size());
  slots_[slot] = code;
  bytes_ += wanted;
  ends_.push_back(bytes_.size());
  if (ends_.size() * 2 > slots_.size()) grow();
  return code;
}

void Interner::grow() {
  slots_.assign(slots_.size() * 2, kFree);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t code = 0; code < ends_.size(); ++code) {
    std::size_t slot = static_cast<std::size_t>(hash64(text(code))) & mask;
    while (slots_[slot] != kFree) slot = (slot + 1) & mask;
    slots_[slot] = code;
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
