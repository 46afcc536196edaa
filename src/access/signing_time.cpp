#include "access/signing_time.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>

namespace pocketrec {
namespace {

/// Six numbers and a calendar: what both forms come down to.
struct Fields {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

/// Reads digits of `text` where `form` has the letter, and requires the other characters to be the same.
class Form {
 public:
  Form(std::string_view form, std::string_view text) : form_(form), text_(text) {
    matches_ = form.size() == text.size();
    for (std::size_t i = 0; matches_ && i < form.size(); ++i) {
      const bool is_digit = text[i] >= '0' && text[i] <= '9';
      const bool is_letter_of_form = form[i] >= 'a' && form[i] <= 'z';
      matches_ = is_letter_of_form ? is_digit : form[i] == '?' || form[i] == text[i];
    }
  }

  [[nodiscard]] bool matches() const { return matches_; }
  [[nodiscard]] int number(char letter) const {
    int value = 0;
    for (std::size_t i = 0; i < form_.size(); ++i) {
      if (form_[i] == letter) value = value * 10 + (text_[i] - '0');
    }
    return value;
  }

 private:
  std::string_view form_;
  std::string_view text_;
  bool matches_ = false;
};

std::optional<std::chrono::sys_seconds> to_time(const Fields& fields) {
  using namespace std::chrono;
  const year_month_day date(year(fields.year), month(static_cast<unsigned>(fields.month)),
                            day(static_cast<unsigned>(fields.day)));
  // A leap second is written as 60 (RFC 9110 §5.6.7).
  if (!date.ok() || fields.hour > 23 || fields.minute > 59 || fields.second > 60) return std::nullopt;
  return sys_days(date) + hours(fields.hour) + minutes(fields.minute) + seconds(fields.second);
}

std::optional<std::chrono::sys_seconds> time_of(const Form& form) {
  if (!form.matches()) return std::nullopt;
  return to_time(
      {form.number('y'), form.number('m'), form.number('d'), form.number('h'), form.number('i'), form.number('s')});
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_amz_date(std::string_view text) {
  return time_of(Form("yyyymmddThhiissZ", text));
}

std::optional<std::chrono::sys_seconds> parse_utc_time(std::string_view text) {
  return time_of(Form("yyyy-mm-ddThh:ii:ssZ", text));
}

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Form form("???, dd ??? yyyy hh:ii:ss GMT", text);
  if (!form.matches()) return std::nullopt;
  const auto* month = std::ranges::find(kMonths, text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  return to_time({form.number('y'), static_cast<int>(month - kMonths.begin()) + 1, form.number('d'), form.number('h'),
                  form.number('i'), form.number('s')});
}

std::string to_amz_date(std::chrono::sys_seconds time) {
  using namespace std::chrono;
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace pocketrec
