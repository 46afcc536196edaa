#include "filter/number.h"

#include <charconv>
#include <cmath>
#include <system_error>

namespace pocketrec {

std::optional<LiteralValue> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.starts_with('+')) return std::nullopt;
  const char* end = text.data() + text.size();
  if (text.find('.') == std::string_view::npos) {
    std::int64_t integer = 0;
    const auto [stop, error] = std::from_chars(text.data(), end, integer);
    if (error == std::errc() && stop == end) return LiteralValue(integer);
    if (error != std::errc::result_out_of_range) return std::nullopt;
  }
  double real = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, real, std::chars_format::fixed);
  if (error != std::errc() || stop != end || !std::isfinite(real)) return std::nullopt;
  return LiteralValue(real);
}

std::string decimal_literal(double value) {
  // The largest double has 309 digits; the smallest has 323 zeros after the point, then at most 17 digits.
  char buffer[400];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  std::string text(buffer, end);
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

}  // namespace pocketrec
