#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace pocketrec {

/// The shortest text that reads back as the same number: "0.1", "1e+30", "inf".
std::string number_text(double value);

/// Digits in groups of three: "9,742".
std::string grouped_digits(std::uint64_t value);

/// Reads a number from `least` to `most` that is the whole of `text`. False for anything else; `value` then stays.
template <typename Number>
bool read_number(std::string_view text, double least, double most, Number& value) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return false;
  const auto real = static_cast<double>(number);
  if (!(real >= least && real <= most)) return false;
  value = number;
  return true;
}

}  // namespace pocketrec
