#include "convert/csv_writer.h"

#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "datasets/csv_cell.h"

namespace pocketrec {

namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 18;

Error write_error(const std::filesystem::path& path, int reason) {
  return {ErrorCode::io, path.string() + ": expected to write a CSV file, got: " + std::strerror(reason)};
}

}  // namespace

Result<CsvWriter> CsvWriter::create(const std::filesystem::path& path, std::span<const std::string> columns) {
  std::FILE* file = std::fopen(path.c_str(), "wbx");
  if (file == nullptr) return write_error(path, errno);
  CsvWriter writer(path, file, columns.size());
  for (const std::string& column : columns) {
    if (!writer.buffer_.empty()) writer.buffer_ += ',';
    writer.buffer_ += column;
  }
  writer.buffer_ += '\n';
  return writer;
}

void CsvWriter::begin_cell() {
  assert(cells_ < columns_);
  if (cells_ > 0) buffer_ += ',';
  ++cells_;
}

void CsvWriter::text(std::string_view value) {
  begin_cell();
  append_csv_cell(buffer_, value);
}

void CsvWriter::number(std::int64_t value) {
  begin_cell();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value);
  buffer_.append(digits, end.ptr);
}

void CsvWriter::null() {
  begin_cell();
}

void CsvWriter::end_row() {
  assert(cells_ == columns_);
  buffer_ += '\n';
  cells_ = 0;
  ++rows_;
  if (buffer_.size() >= kFlushAt) flush();
}

void CsvWriter::flush() {
  if (failure_ == 0 && std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
    failure_ = errno != 0 ? errno : EIO;
  }
  buffer_.clear();
}

Result<void> CsvWriter::close() {
  flush();
  // A full disk may show only when the library's own buffer goes out.
  if (std::fclose(file_.release()) != 0 && failure_ == 0) failure_ = errno != 0 ? errno : EIO;
  if (failure_ != 0) return write_error(path_, failure_);
  return {};
}

}  // namespace pocketrec
