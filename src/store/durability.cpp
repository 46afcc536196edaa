#include "store/durability.h"

#include <charconv>
#include <cstdint>

namespace pocketrec {
namespace {

constexpr std::string_view kBatched = "batched:";
constexpr std::uint32_t kLongestWindow = 3'600'000;

}  // namespace

Result<Durability> parse_durability(std::string_view text) {
  if (text == "full") return Durability{Durability::Mode::full, {}};
  if (text == "memory") return Durability{Durability::Mode::memory, {}};
  if (text.starts_with(kBatched)) {
    const std::string_view number = text.substr(kBatched.size());
    std::uint32_t window = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), window);
    if (error == std::errc() && end == number.data() + number.size() && window >= 1 && window <= kLongestWindow) {
      return Durability{Durability::Mode::batched, std::chrono::milliseconds(window)};
    }
  }
  return Error{ErrorCode::invalid_input, "durability: expected full, memory or batched:MS with 1 to " +
                                             std::to_string(kLongestWindow) + " milliseconds, got \"" +
                                             std::string(text) + "\""};
}

std::string to_text(const Durability& durability) {
  switch (durability.mode) {
    case Durability::Mode::memory:
      return "memory";
    case Durability::Mode::batched:
      return std::string(kBatched) + std::to_string(durability.window.count());
    case Durability::Mode::full:
      break;
  }
  return "full";
}

}  // namespace pocketrec
