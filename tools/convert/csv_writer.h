#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// Writes one CSV file of a data set, cell by cell (contract/datasets-and-schemas.md §6): a header without quotes,
/// commas, LF. A value is quoted when it has to be; inside quotes `\` escapes `"` and `\`. A line break inside a value
/// becomes a blank, as one record is one line. Memory is constant. A failed write is remembered and told by close().
class CsvWriter {
 public:
  /// Creates the file, which must not exist yet, and writes the header.
  /// Errors: io with the path and the system's reason.
  static Result<CsvWriter> create(const std::filesystem::path& path, std::span<const std::string> columns);

  /// The next cell of the row. Empty text is null.
  void text(std::string_view value);
  /// The next cell of the row, in decimal digits.
  void number(std::int64_t value);
  /// The next cell of the row, empty.
  void null();
  /// Ends the row. Precondition: as many cells as columns since the last call.
  void end_row();

  /// Rows ended so far, without the header.
  std::uint64_t rows() const { return rows_; }

  /// Writes what is buffered and closes the file; nothing may be added afterwards.
  /// Errors: io with the path and the reason of the first write that failed.
  Result<void> close();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  CsvWriter(std::filesystem::path path, std::FILE* file, std::size_t columns)
      : path_(std::move(path)), file_(file), columns_(columns) {}

  void begin_cell();
  void flush();

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::string buffer_;
  std::size_t columns_;
  std::size_t cells_ = 0;
  std::uint64_t rows_ = 0;
  int failure_ = 0;
};

}  // namespace pocketrec
