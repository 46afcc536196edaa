#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// The lines of a text file from elsewhere, one after the other, with the place for messages. Lines end with LF or
/// CRLF; blank ones are passed over; a byte order mark is dropped. Text comes out as UTF-8: a line that is not valid
/// UTF-8 is read as Latin-1, as the older MovieLens files are. Memory is bounded by the longest line allowed, 16 MiB.
class SourceLines {
 public:
  /// Errors: resource_not_found when there is no such file; io.
  static Result<SourceLines> open(const std::filesystem::path& path);

  /// The next line without its end, or nothing at the end of the file. The view lives until the next call.
  /// Errors: io; invalid_input for a line that is too long.
  Result<std::optional<std::string_view>> next();

  /// invalid_input with "<path>:<number of the line read last>: " before the text.
  Error problem(std::string_view text) const;

  /// problem() for a line with the wrong number of fields.
  Error wrong_field_count(std::string_view expected, std::size_t got) const;

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  SourceLines(std::filesystem::path path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  Result<bool> read_raw_line();

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::string buffer_;  // bytes read; those before position_ are used up
  std::size_t position_ = 0;
  bool ended_ = false;
  std::string line_;
  std::uint64_t number_ = 0;
};

/// Cuts a line at every separator; `fields` is overwritten with views into the line. Never empty afterwards.
/// Precondition: separator is not empty.
void split_fields(std::string_view line, std::string_view separator, std::vector<std::string_view>& fields);

/// Cuts a line at runs of blanks and tabs, without empty fields; `fields` is overwritten with views into the line.
void split_words(std::string_view line, std::vector<std::string_view>& fields);

/// Cuts a line of RFC 4180 CSV at its commas: quoted values, `""` for a quote inside. `fields` is overwritten.
/// Returns false when a quote is not closed or text follows a closing quote.
bool split_csv(std::string_view line, std::vector<std::string>& fields);

/// Every byte as the character of that number.
std::string latin1_to_utf8(std::string_view text);

}  // namespace pocketrec
