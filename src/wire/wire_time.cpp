#include "wire/wire_time.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace pocketrec {
namespace {

constexpr double kMillisecondsAbove = 1e11;

std::optional<Timestamp> from_number(double number) {
  const double seconds = std::abs(number) > kMillisecondsAbove ? number / 1000 : number;
  // Also refuses what is no number, and what is too large for one of milliseconds.
  const double milliseconds = std::round(seconds * 1000);
  if (!(milliseconds >= static_cast<double>(kFirstTime.time_since_epoch().count()) &&
        milliseconds <= static_cast<double>(kLastTime.time_since_epoch().count()))) {
    return std::nullopt;
  }
  return Timestamp{std::chrono::milliseconds{std::llround(milliseconds)}};
}

/// Reads ISO 8601 text from the front; each step takes what it read off `rest`.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest_(text) {}

  /// Exactly `digits` digits; -1 when they are not there.
  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return -1;
    for (std::size_t i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return -1;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Milliseconds of a fraction of any length behind a point that was taken.
  int fraction() {
    int value = 0;
    int unit = 100;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * unit;
      unit /= 10;
      rest_.remove_prefix(1);
    }
    return value;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<Timestamp> from_iso(std::string_view text) {
  using namespace std::chrono;
  IsoReader reader(text);
  const int y = reader.number(4);
  if (y < 1 || !reader.take('-')) return std::nullopt;
  const int m = reader.number(2);
  if (!reader.take('-')) return std::nullopt;
  const int d = reader.number(2);
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (m < 1 || d < 1 || !date.ok()) return std::nullopt;
  Timestamp time = sys_days{date};
  if (reader.at_end()) return time;
  if (!reader.take('T') && !reader.take(' ')) return std::nullopt;
  const int hour = reader.number(2);
  const bool first_colon = reader.take(':');
  const int minute = reader.number(2);
  const bool second_colon = reader.take(':');
  const int second = reader.number(2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 || !first_colon ||
      !second_colon) {
    return std::nullopt;
  }
  time += hours{hour} + minutes{minute} + seconds{second};
  if (reader.take('.')) time += milliseconds{reader.fraction()};
  if (reader.take('Z') || reader.at_end()) return reader.at_end() ? std::optional(time) : std::nullopt;
  const bool east = reader.take('+');
  if (!east && !reader.take('-')) return std::nullopt;
  const int zone_hours = reader.number(2);
  reader.take(':');
  const int zone_minutes = reader.number(2);
  if (zone_hours < 0 || zone_minutes < 0 || !reader.at_end()) return std::nullopt;
  const auto zone = hours{zone_hours} + minutes{zone_minutes};
  return east ? time - zone : time + zone;
}

}  // namespace

std::optional<Timestamp> read_wire_time(const nlohmann::json& value) {
  if (value.is_number()) return from_number(value.get<double>());
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem == std::errc() && end == text.data() + text.size()) return from_number(number);
  return from_iso(text);
}

}  // namespace pocketrec
