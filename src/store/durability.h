#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// What it means that the event store has acknowledged a write.
struct Durability {
  enum class Mode {
    full,     ///< it is on stable storage
    batched,  ///< it is on stable storage `window` later; the program may end at any moment, the power not
    memory    ///< it lives as long as the program
  };

  Mode mode = Mode::full;
  std::chrono::milliseconds window{0};  ///< of batched: at least 1

  bool operator==(const Durability&) const = default;
};

/// Reads "full", "batched:MS" (1 to 3,600,000 milliseconds) or "memory". Errors: invalid_input.
Result<Durability> parse_durability(std::string_view text);

/// As parse_durability() reads it.
std::string to_text(const Durability& durability);

}  // namespace pocketrec
