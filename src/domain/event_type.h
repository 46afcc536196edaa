#pragma once

#include <algorithm>
#include <string_view>

namespace pocketrec {

/// True when two event types are equal in any case of ASCII letters: data say `Watch`, clients may say `watch`.
inline bool same_event_type(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace pocketrec
