#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <system_error>

#include "convert/movie_title.h"
#include "convert/movielens_layouts.h"
#include "domain/utf8.h"

namespace pocketrec {

namespace {

constexpr std::size_t kLongestId = 256;

Field string_field(std::string_view name) {
  return {.name = std::string(name), .type = FieldType::string};
}

Field nullable_field(std::string_view name, FieldType type, bool categorical = false) {
  return {.name = std::string(name), .type = type, .nullable = true, .categorical = categorical};
}

Field timestamp_field() {
  return {.name = "TIMESTAMP", .type = FieldType::integer64};
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

std::string in_quotes(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

}  // namespace

bool has_file(const std::filesystem::path& folder, std::string_view name) {
  std::error_code problem;
  return std::filesystem::is_regular_file(folder / name, problem);
}

Schema rating_schema() {
  return {DatasetType::interactions,
          {string_field("USER_ID"), string_field("ITEM_ID"), string_field("EVENT_TYPE"),
           nullable_field("EVENT_VALUE", FieldType::float32), timestamp_field()}};
}

Schema sequence_schema() {
  return {DatasetType::interactions,
          {string_field("USER_ID"), string_field("ITEM_ID"), string_field("EVENT_TYPE"), timestamp_field()}};
}

Schema movie_schema() {
  return {DatasetType::items,
          {string_field("ITEM_ID"), nullable_field("TITLE", FieldType::string),
           nullable_field("GENRES", FieldType::string, true), nullable_field("YEAR", FieldType::integer32)}};
}

Schema viewer_schema() {
  return {DatasetType::users,
          {string_field("USER_ID"), nullable_field("AGE", FieldType::integer32),
           nullable_field("GENDER", FieldType::string, true), nullable_field("OCCUPATION", FieldType::string, true),
           nullable_field("ZIP", FieldType::string)}};
}

Result<void> check_id(const SourceLines& lines, std::string_view what, std::string_view id) {
  const std::size_t length = count_characters(id);
  if (length >= 1 && length <= kLongestId) return {};
  return lines.problem("expected " + std::string(what) + " id of 1 to 256 characters, got " + std::to_string(length));
}

Result<void> write_rating(const SourceLines& lines, std::string_view user, std::string_view item,
                          std::string_view rating, std::string_view timestamp, CsvWriter& table) {
  if (auto ok = check_id(lines, "a user", user); !ok) return ok.error();
  if (auto ok = check_id(lines, "an item", item); !ok) return ok.error();
  if (!is_number(rating)) return lines.problem("expected a rating as a number, got " + in_quotes(rating));
  const auto seconds = whole_number(timestamp);
  if (!seconds) return lines.problem("expected a time in whole epoch seconds, got " + in_quotes(timestamp));
  table.text(user);
  table.text(item);
  table.text(kRatingEventType);
  table.text(rating);
  table.number(*seconds);
  table.end_row();
  return {};
}

Result<void> write_movie(const SourceLines& lines, std::string_view item, std::string_view title,
                         std::string_view genres, CsvWriter& table) {
  if (auto ok = check_id(lines, "an item", item); !ok) return ok.error();
  const MovieTitle parsed = parse_movie_title(title);
  table.text(item);
  table.text(parsed.text);
  table.text(genres);
  if (parsed.year) {
    table.number(*parsed.year);
  } else {
    table.null();
  }
  table.end_row();
  return {};
}

Result<void> write_viewer(const SourceLines& lines, std::string_view user, std::string_view age,
                          std::string_view gender, std::string_view occupation, std::string_view zip,
                          CsvWriter& table) {
  if (auto ok = check_id(lines, "a user", user); !ok) return ok.error();
  if (!age.empty() && !whole_number(age)) {
    return lines.problem("expected an age as a whole number, got " + in_quotes(age));
  }
  for (std::string_view cell : {user, age, gender, occupation, zip}) table.text(cell);
  table.end_row();
  return {};
}

}  // namespace pocketrec
