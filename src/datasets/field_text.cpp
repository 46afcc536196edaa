#include "datasets/field_text.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <limits>

namespace pocketrec {
namespace {

constexpr std::size_t kExcerptBytes = 40;

Error expected(const Field& field, std::string_view text) {
  return {ErrorCode::invalid_input,
          field.name + ": expected " + std::string(field_type_name(field.type)) + ", got " + excerpt(text)};
}

// from_chars knows no plus sign.
std::string_view without_plus(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  return text;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower,
                            [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text, FieldType type) {
  assert(type == FieldType::integer32 || type == FieldType::integer64);
  text = without_plus(text);
  const char* const end = text.data() + text.size();
  std::int64_t value = 0;
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc()) return std::nullopt;
  if (rest != end) {
    const bool zero_fraction =
        *rest == '.' && end - rest > 1 && std::all_of(rest + 1, end, [](char digit) { return digit == '0'; });
    if (!zero_fraction) return std::nullopt;
  }
  using Int = std::numeric_limits<std::int32_t>;
  if (type == FieldType::integer32 && (value < Int::min() || value > Int::max())) return std::nullopt;
  return value;
}

std::optional<double> parse_real(std::string_view text, FieldType type) {
  assert(type == FieldType::float32 || type == FieldType::float64);
  text = without_plus(text);
  const char* const end = text.data() + text.size();
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end || !std::isfinite(value)) return std::nullopt;
  if (type == FieldType::float32 && std::fabs(value) > std::numeric_limits<float>::max()) return std::nullopt;
  return value;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (equals_ignoring_case(text, "true")) return true;
  if (equals_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

Result<FieldValue> parse_field(std::string_view text, const Field& field) {
  FieldValue value;
  if (text.empty()) {
    if (field.nullable) return value;
    return Error{ErrorCode::invalid_input,
                 field.name + ": expected " + std::string(field_type_name(field.type)) + ", got an empty value"};
  }
  if (field.type == FieldType::string) {
    value = std::string(text);
  } else if (field.type == FieldType::boolean) {
    if (const auto boolean = parse_boolean(text)) value = *boolean;
  } else if (field.type == FieldType::integer32 || field.type == FieldType::integer64) {
    if (const auto integer = parse_integer(text, field.type)) value = *integer;
  } else if (const auto real = parse_real(text, field.type)) {
    value = *real;
  }
  if (std::holds_alternative<std::monostate>(value)) return expected(field, text);
  return value;
}

std::string excerpt(std::string_view text) {
  std::string shown = "\"";
  std::size_t size = std::min(text.size(), kExcerptBytes);
  // A character of several bytes stays whole or is left out.
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  for (char c : text.substr(0, size)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  shown += size < text.size() ? "…\"" : "\"";
  return shown;
}

}  // namespace pocketrec
