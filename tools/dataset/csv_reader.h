#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Bounds of a CSV file.
struct CsvLimits {
  std::size_t line_bytes = std::size_t{1} << 20;  ///< longest line, without its end
};

/// Why a line could not be split into the cells of the header.
struct CsvFault {
  enum class Kind { long_line, open_quote, after_quote, cell_count };
  Kind kind = Kind::cell_count;
  std::size_t cell = 0;  ///< where, counted from 0; of long_line and cell_count always 0
  std::string expected;  ///< for a message: what should have been there
  std::string got;       ///< and what was
};

/// Reads a CSV file from its beginning to its end, in blocks: the memory it needs depends on the limits, not on the
/// file. The form is that of contract/datasets-and-schemas.md §6: UTF-8 with or without a byte order mark, the first
/// line names the columns, a record per line (LF or CRLF), values plain or in '"', inside which \", \\ and "" stand for
/// the character itself. A '"' inside a plain value is an ordinary character. Blank lines are passed over.
/// Does not check the encoding of values: ascii() tells when there is nothing to check.
class CsvReader {
 public:
  enum class Step { row, malformed, end };

  /// Opens the file and reads its header.
  /// Errors: resource_not_found, io; invalid_input when there is no header, or text that is plainly not UTF-8.
  static Result<CsvReader> open(const std::filesystem::path& path, CsvLimits limits = {});

  /// Names of the columns, as the file spells them.
  const std::vector<std::string>& header() const { return header_; }

  /// Goes to the next record. After `row`, cells() has it; after `malformed`, fault() says why there are no cells, and
  /// the next call goes on behind that line. Errors: io.
  Result<Step> next();

  /// As many as header() has. Views into the reader's buffer, valid until the next call of next().
  std::span<const std::string_view> cells() const { return cells_; }

  const CsvFault& fault() const { return fault_; }

  /// Number of the line that next() came to; the header is line 1.
  std::uint64_t line() const { return line_; }

  /// True when the record has only ASCII characters other than NUL.
  bool ascii() const { return ascii_; }

 private:
  struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  enum class Line { found, too_long, end };

  CsvReader(const std::filesystem::path& path, std::FILE* file, CsvLimits limits);
  Result<void> read_header();
  Result<Line> next_line();
  Result<void> fill();
  bool split(std::size_t expected_cells);
  char* unquote(char* opening, char* end, std::size_t cell, std::string_view& value);

  std::string name_;  ///< of the file, for messages
  std::unique_ptr<std::FILE, FileCloser> file_;
  CsvLimits limits_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< of what was read and not yet handed out
  std::size_t end_ = 0;
  bool at_end_of_file_ = false;
  char* text_ = nullptr;  ///< the current line, inside buffer_, without its end
  char* text_end_ = nullptr;
  std::vector<std::string> header_;
  std::vector<std::string_view> cells_;
  CsvFault fault_;
  std::uint64_t line_ = 0;
  bool ascii_ = true;
};

}  // namespace pocketrec
