#include "dataset/cell_rule.h"

#include <cmath>

#include "datasets/field_text.h"
#include "datasets/reserved_fields.h"
#include "domain/utf8.h"

namespace pocketrec {
namespace {

constexpr std::size_t kMaxIdCharacters = 256;
constexpr std::size_t kMaxStringCharacters = 1000;
constexpr std::size_t kMaxTextualCharacters = 20000;

constexpr std::int64_t kYear1990 = 631'152'000;
constexpr std::int64_t kYear2100 = 4'102'444'800;

bool is_id(std::string_view name) {
  return name == "USER_ID" || name == "ITEM_ID" || name == "ACTION_ID";
}

// Moments since 1990 in smaller units lie above every plausible number of seconds, and each unit above the one before.
std::optional<CellFault> check_timestamp(double value, bool event_time) {
  const char* unit = nullptr;
  if (value >= kYear1990 * 1e3) unit = "milliseconds";
  if (value >= kYear1990 * 1e6) unit = "microseconds";
  if (value >= kYear1990 * 1e9) unit = "nanoseconds";
  if (unit != nullptr) {
    return CellFault{ProblemKind::timestamp_unit, std::string("seconds since 1970 (these look like ") + unit + ")"};
  }
  if (value >= kYear2100 || (event_time && value < kYear1990)) {
    return CellFault{ProblemKind::timestamp_range, "seconds since 1970 of a date between 1990 and 2099"};
  }
  return std::nullopt;
}

}  // namespace

CellRule::CellRule(const Field& field, DatasetType type)
    : type_(field.type),
      nullable_(field.nullable),
      textual_(field.textual),
      timestamp_(false),
      event_time_(false),
      max_characters_(kMaxStringCharacters) {
  if (textual_) max_characters_ = kMaxTextualCharacters;
  if (find_reserved_field(type, field.name) == nullptr) return;
  if (is_id(field.name)) max_characters_ = kMaxIdCharacters;
  timestamp_ = field.name.ends_with("TIMESTAMP");
  event_time_ = field.name == "TIMESTAMP";
  if (field.name == "VALUE") {
    min_value_ = 1;
    max_value_ = 10;
  } else if (field.name == "REPEAT_FREQUENCY") {
    min_value_ = 0;
    max_value_ = 30;
  }
}

std::optional<CellFault> CellRule::check(std::string_view text, bool ascii) const {
  if (text.empty()) {
    if (nullable_) return std::nullopt;
    return CellFault{ProblemKind::empty_value, std::string(field_type_name(type_))};
  }
  return type_ == FieldType::string ? check_string(text, ascii) : check_number(text);
}

std::optional<CellFault> CellRule::check_string(std::string_view text, bool ascii) const {
  if (!ascii && (!is_utf8(text) || text.find('\0') != text.npos))
    return CellFault{ProblemKind::invalid_text, "UTF-8 text without NUL"};
  if (text.size() > max_characters_ && count_characters(text) > max_characters_) {
    return CellFault{textual_ ? ProblemKind::cut_text : ProblemKind::long_value,
                     "at most " + std::to_string(max_characters_) + " characters"};
  }
  if (is_reserved_name(text)) return CellFault{ProblemKind::reserved_word, "a value that is no reserved field name"};
  return std::nullopt;
}

std::optional<CellFault> CellRule::check_number(std::string_view text) const {
  double value = 0;
  bool valid = false;
  if (type_ == FieldType::integer32 || type_ == FieldType::integer64) {
    const auto integer = parse_integer(text, type_);
    valid = integer.has_value();
    if (valid && (*integer < min_value_ || *integer > max_value_)) {
      return CellFault{ProblemKind::value_range,
                       "a number from " + std::to_string(min_value_) + " to " + std::to_string(max_value_)};
    }
    if (valid) value = static_cast<double>(*integer);
  } else if (type_ == FieldType::boolean) {
    valid = parse_boolean(text).has_value();
  } else if (const auto real = parse_real(text, type_)) {
    valid = true;
    value = *real;
  }
  if (!valid) return CellFault{ProblemKind::wrong_type, std::string(field_type_name(type_))};
  return timestamp_ ? check_timestamp(value, event_time_) : std::nullopt;
}

}  // namespace pocketrec
