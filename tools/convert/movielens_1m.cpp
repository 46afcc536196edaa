#include <array>
#include <charconv>
#include <vector>

#include "convert/movielens_layouts.h"

namespace pocketrec {

namespace {

// The names of the codes 0 to 20 in users.dat, from the README of MovieLens 1M.
constexpr std::array<std::string_view, 21> kOccupations = {"other",
                                                           "academic/educator",
                                                           "artist",
                                                           "clerical/admin",
                                                           "college/grad student",
                                                           "customer service",
                                                           "doctor/health care",
                                                           "executive/managerial",
                                                           "farmer",
                                                           "homemaker",
                                                           "K-12 student",
                                                           "lawyer",
                                                           "programmer",
                                                           "retired",
                                                           "sales/marketing",
                                                           "scientist",
                                                           "self-employed",
                                                           "technician/engineer",
                                                           "tradesman/craftsman",
                                                           "unemployed",
                                                           "writer"};

bool is_1m(const std::filesystem::path& folder) {
  return has_file(folder, "ratings.dat") && has_file(folder, "movies.dat");
}

Result<void> write_1m_ratings(const std::filesystem::path& folder, NewDatasetFolder& target,
                              ConversionSummary& summary) {
  auto lines = SourceLines::open(folder / "ratings.dat");
  if (!lines) return lines.error();
  auto table = target.create_table(rating_schema());
  if (!table) return table.error();
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "::", fields);
    if (fields.size() != 4) return lines->wrong_field_count("user::item::rating::time", fields.size());
    if (auto ok = write_rating(*lines, fields[0], fields[1], fields[2], fields[3], *table); !ok) return ok.error();
  }
  summary.interactions = table->rows();
  return table->close();
}

Result<void> write_1m_movies(const std::filesystem::path& folder, NewDatasetFolder& target,
                             ConversionSummary& summary) {
  auto lines = SourceLines::open(folder / "movies.dat");
  if (!lines) return lines.error();
  auto table = target.create_table(movie_schema());
  if (!table) return table.error();
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "::", fields);
    if (fields.size() != 3) return lines->wrong_field_count("item::title::genres", fields.size());
    const std::string_view genres = fields[2] == "(no genres listed)" ? std::string_view() : fields[2];
    if (auto ok = write_movie(*lines, fields[0], fields[1], genres, *table); !ok) return ok.error();
  }
  summary.items = table->rows();
  return table->close();
}

Result<void> write_1m_viewers(const std::filesystem::path& folder, NewDatasetFolder& target,
                              ConversionSummary& summary) {
  auto lines = SourceLines::open(folder / "users.dat");
  if (!lines) return lines.error();
  auto table = target.create_table(viewer_schema());
  if (!table) return table.error();
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "::", fields);
    if (fields.size() != 5) return lines->wrong_field_count("user::gender::age::occupation::zip", fields.size());
    std::size_t code = kOccupations.size();
    const std::string_view text = fields[3];
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), code);
    if (problem != std::errc() || end != text.data() + text.size() || code >= kOccupations.size()) {
      return lines->problem("expected an occupation code from 0 to 20, got \"" + std::string(text) + "\"");
    }
    if (auto ok = write_viewer(*lines, fields[0], fields[2], fields[1], kOccupations[code], fields[4], *table); !ok) {
      return ok.error();
    }
  }
  summary.users = table->rows();
  return table->close();
}

Result<void> write_1m(const std::filesystem::path& folder, NewDatasetFolder& target, ConversionSummary& summary) {
  if (auto ok = write_1m_ratings(folder, target, summary); !ok) return ok.error();
  return write_1m_metadata(folder, target, summary);
}

}  // namespace

Result<void> write_1m_metadata(const std::filesystem::path& folder, NewDatasetFolder& target,
                               ConversionSummary& summary) {
  if (has_file(folder, "movies.dat")) {
    if (auto ok = write_1m_movies(folder, target, summary); !ok) return ok.error();
  }
  if (has_file(folder, "users.dat")) {
    if (auto ok = write_1m_viewers(folder, target, summary); !ok) return ok.error();
  }
  return {};
}

const MovielensLayout kMovielens1m = {"MovieLens 1M (ratings.dat)", is_1m, write_1m};

}  // namespace pocketrec
