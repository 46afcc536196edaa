#include <string>
#include <vector>

#include "convert/movielens_layouts.h"

namespace pocketrec {

namespace {

constexpr std::size_t kFieldsBeforeGenres = 5;  // id, title, release date, video release date, address

bool is_100k(const std::filesystem::path& folder) {
  return has_file(folder, "u.data") && has_file(folder, "u.item") && has_file(folder, "u.genre");
}

Result<void> write_100k_ratings(const std::filesystem::path& folder, NewDatasetFolder& target,
                                ConversionSummary& summary) {
  auto lines = SourceLines::open(folder / "u.data");
  if (!lines) return lines.error();
  auto table = target.create_table(rating_schema());
  if (!table) return table.error();
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "\t", fields);
    if (fields.size() != 4) {
      return lines->wrong_field_count("user, item, rating and time with tabs between", fields.size());
    }
    if (auto ok = write_rating(*lines, fields[0], fields[1], fields[2], fields[3], *table); !ok) return ok.error();
  }
  summary.interactions = table->rows();
  return table->close();
}

// Genre names in the order of u.item's columns. "unknown" becomes an empty name: it is no genre, but has its column.
Result<std::vector<std::string>> read_genres(const std::filesystem::path& path) {
  auto lines = SourceLines::open(path);
  if (!lines) return lines.error();
  std::vector<std::string> genres;
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "|", fields);
    if (fields.size() != 2) return lines->wrong_field_count("genre|number", fields.size());
    if (fields[1] != std::to_string(genres.size())) {
      return lines->problem("expected genre number " + std::to_string(genres.size()) + ", got \"" +
                            std::string(fields[1]) + "\"");
    }
    genres.emplace_back(fields[0] == "unknown" ? std::string_view() : fields[0]);
  }
  return genres;
}

Result<void> write_100k_movies(const std::filesystem::path& folder, NewDatasetFolder& target,
                               ConversionSummary& summary) {
  auto genres = read_genres(folder / "u.genre");
  if (!genres) return genres.error();
  auto lines = SourceLines::open(folder / "u.item");
  if (!lines) return lines.error();
  auto table = target.create_table(movie_schema());
  if (!table) return table.error();
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "|", fields);
    if (fields.size() != kFieldsBeforeGenres + genres->size()) {
      return lines->wrong_field_count(
          "5 fields and one per line of u.genre (" + std::to_string(genres->size()) + "), with | between",
          fields.size());
    }
    std::string own_genres;
    for (std::size_t i = 0; i < genres->size(); ++i) {
      const std::string_view flag = fields[kFieldsBeforeGenres + i];
      const std::string& name = (*genres)[i];
      if (flag != "0" && flag != "1") {
        return lines->problem("expected 0 or 1 for genre number " + std::to_string(i) + ", got \"" + std::string(flag) +
                              "\"");
      }
      if (flag == "0" || name.empty()) continue;
      if (!own_genres.empty()) own_genres += '|';
      own_genres += name;
    }
    if (auto ok = write_movie(*lines, fields[0], fields[1], own_genres, *table); !ok) return ok.error();
  }
  summary.items = table->rows();
  return table->close();
}

Result<void> write_100k_viewers(const std::filesystem::path& folder, NewDatasetFolder& target,
                                ConversionSummary& summary) {
  auto lines = SourceLines::open(folder / "u.user");
  if (!lines) return lines.error();
  auto table = target.create_table(viewer_schema());
  if (!table) return table.error();
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_fields(**line, "|", fields);
    if (fields.size() != 5) return lines->wrong_field_count("user|age|gender|occupation|zip", fields.size());
    if (auto ok = write_viewer(*lines, fields[0], fields[1], fields[2], fields[3], fields[4], *table); !ok) {
      return ok.error();
    }
  }
  summary.users = table->rows();
  return table->close();
}

Result<void> write_100k(const std::filesystem::path& folder, NewDatasetFolder& target, ConversionSummary& summary) {
  if (auto ok = write_100k_ratings(folder, target, summary); !ok) return ok.error();
  if (auto ok = write_100k_movies(folder, target, summary); !ok) return ok.error();
  if (!has_file(folder, "u.user")) return {};
  return write_100k_viewers(folder, target, summary);
}

}  // namespace

const MovielensLayout kMovielens100k = {"MovieLens 100K (u.data)", is_100k, write_100k};

}  // namespace pocketrec
