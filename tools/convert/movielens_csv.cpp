#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "convert/movielens_layouts.h"

namespace pocketrec {

namespace {

bool is_csv(const std::filesystem::path& folder) {
  return has_file(folder, "ratings.csv") && has_file(folder, "movies.csv");
}

// Rows of a CSV file with the wanted columns brought into a fixed order.
class CsvRows {
 public:
  static Result<CsvRows> open(const std::filesystem::path& path, const std::vector<std::string>& columns) {
    auto lines = SourceLines::open(path);
    if (!lines) return lines.error();
    CsvRows rows(*std::move(lines));
    auto header = rows.lines_.next();
    if (!header) return header.error();
    if (!*header || !split_csv(**header, rows.fields_)) return rows.lines_.problem("expected a header, got none");
    rows.width_ = rows.fields_.size();
    for (const std::string& column : columns) {
      const auto found = std::find(rows.fields_.begin(), rows.fields_.end(), column);
      if (found == rows.fields_.end()) return rows.lines_.problem("expected a column " + column + ", got none");
      rows.places_.push_back(static_cast<std::size_t>(found - rows.fields_.begin()));
    }
    return rows;
  }

  // False at the end of the file.
  Result<bool> next() {
    auto line = lines_.next();
    if (!line) return line.error();
    if (!*line) return false;
    if (!split_csv(**line, fields_)) return lines_.problem("expected quotes around whole values, got one left open");
    if (fields_.size() != width_)
      return lines_.wrong_field_count(std::to_string(width_) + " as in the header", fields_.size());
    return true;
  }

  std::string_view cell(std::size_t column) const { return fields_[places_[column]]; }
  const SourceLines& lines() const { return lines_; }

 private:
  explicit CsvRows(SourceLines lines) : lines_(std::move(lines)) {}

  SourceLines lines_;
  std::size_t width_ = 0;
  std::vector<std::size_t> places_;
  std::vector<std::string> fields_;
};

Result<void> write_csv_ratings(const std::filesystem::path& folder, NewDatasetFolder& target,
                               ConversionSummary& summary) {
  auto rows = CsvRows::open(folder / "ratings.csv", {"userId", "movieId", "rating", "timestamp"});
  if (!rows) return rows.error();
  auto table = target.create_table(rating_schema());
  if (!table) return table.error();
  for (;;) {
    auto more = rows->next();
    if (!more) return more.error();
    if (!*more) break;
    auto ok = write_rating(rows->lines(), rows->cell(0), rows->cell(1), rows->cell(2), rows->cell(3), *table);
    if (!ok) return ok.error();
  }
  summary.interactions = table->rows();
  return table->close();
}

Result<void> write_csv_movies(const std::filesystem::path& folder, NewDatasetFolder& target,
                              ConversionSummary& summary) {
  auto rows = CsvRows::open(folder / "movies.csv", {"movieId", "title", "genres"});
  if (!rows) return rows.error();
  auto table = target.create_table(movie_schema());
  if (!table) return table.error();
  for (;;) {
    auto more = rows->next();
    if (!more) return more.error();
    if (!*more) break;
    const std::string_view genres = rows->cell(2) == "(no genres listed)" ? std::string_view() : rows->cell(2);
    if (auto ok = write_movie(rows->lines(), rows->cell(0), rows->cell(1), genres, *table); !ok) return ok.error();
  }
  summary.items = table->rows();
  return table->close();
}

Result<void> write_csv(const std::filesystem::path& folder, NewDatasetFolder& target, ConversionSummary& summary) {
  if (auto ok = write_csv_ratings(folder, target, summary); !ok) return ok.error();
  return write_csv_movies(folder, target, summary);
}

}  // namespace

const MovielensLayout kMovielensCsv = {"MovieLens, newer form (ratings.csv)", is_csv, write_csv};

}  // namespace pocketrec
