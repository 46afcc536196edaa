#include "dataset/csv_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "datasets/field_text.h"

namespace pocketrec {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

// True when no byte is NUL or beyond ASCII.
bool is_plain_ascii(const char* text, const char* end) {
  unsigned bits = 0;
  for (; text != end; ++text) {
    const unsigned byte = static_cast<unsigned char>(*text);
    bits |= byte | (byte - 1);  // the subtraction sets bit 7 for NUL, and else only where it was set
  }
  return (bits & 0x80) == 0;
}

}  // namespace

CsvReader::CsvReader(const std::filesystem::path& path, std::FILE* file, CsvLimits limits)
    : name_(path.filename().string()), file_(file), limits_(limits), buffer_(limits.line_bytes + kBlockBytes) {}

Result<CsvReader> CsvReader::open(const std::filesystem::path& path, CsvLimits limits) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    const int reason = errno;
    const ErrorCode code = reason == ENOENT ? ErrorCode::resource_not_found : ErrorCode::io;
    return Error{code, path.string() + ": cannot be opened: " + std::generic_category().message(reason)};
  }
  CsvReader reader(path, file, limits);
  // The buffer is ours; a second one in the library would only be copied through.
  std::setvbuf(file, nullptr, _IONBF, 0);
  if (auto ok = reader.read_header(); !ok) return ok.error();
  return reader;
}

Result<void> CsvReader::read_header() {
  if (auto ok = fill(); !ok) return ok.error();
  const std::string_view start(buffer_.data(), end_);
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    return Error{ErrorCode::invalid_input, name_ + ": expected UTF-8 text, got UTF-16"};
  }
  if (start.starts_with("\xEF\xBB\xBF")) begin_ = 3;
  const auto line = next_line();
  if (!line) return line.error();
  if (*line == Line::too_long) {
    return Error{ErrorCode::invalid_input, name_ + ": header: expected " + fault_.expected + ", got " + fault_.got};
  }
  if (*line == Line::end || text_ == text_end_) {
    return Error{ErrorCode::invalid_input, name_ + ": header: expected the names of the columns, got " +
                                               (*line == Line::end ? "an empty file" : "an empty line")};
  }
  cells_.clear();
  if (!split(SIZE_MAX)) {
    return Error{ErrorCode::invalid_input, name_ + ": header: expected " + fault_.expected + ", got " + fault_.got};
  }
  header_.assign(cells_.begin(), cells_.end());
  cells_.clear();
  return {};
}

Result<CsvReader::Step> CsvReader::next() {
  cells_.clear();
  while (true) {
    const auto line = next_line();
    if (!line) return line.error();
    if (*line == Line::end) return Step::end;
    if (*line == Line::too_long) return Step::malformed;
    if (text_ == text_end_) continue;
    ascii_ = is_plain_ascii(text_, text_end_);
    if (split(header_.size())) return Step::row;
    cells_.clear();
    return Step::malformed;
  }
}

Result<CsvReader::Line> CsvReader::next_line() {
  std::size_t scanned = begin_;
  bool too_long = false;
  while (true) {
    char* const from = buffer_.data() + scanned;
    auto* newline = static_cast<char*>(std::memchr(from, '\n', end_ - scanned));
    if (newline == nullptr && !at_end_of_file_) {
      if (end_ - begin_ > limits_.line_bytes + 1) {  // one more byte, which may be a CR
        too_long = true;
        begin_ = end_;
      }
      scanned = end_ - begin_;
      if (auto ok = fill(); !ok) return ok.error();
      continue;
    }
    if (newline == nullptr && begin_ == end_ && !too_long) return Line::end;
    ++line_;
    text_ = buffer_.data() + begin_;
    text_end_ = newline != nullptr ? newline : buffer_.data() + end_;
    begin_ = newline != nullptr ? static_cast<std::size_t>(newline - buffer_.data()) + 1 : end_;
    if (text_end_ != text_ && text_end_[-1] == '\r') --text_end_;
    if (!too_long && static_cast<std::size_t>(text_end_ - text_) <= limits_.line_bytes) return Line::found;
    fault_ = {CsvFault::Kind::long_line, 0, "a line of at most " + std::to_string(limits_.line_bytes) + " bytes",
              "a longer one"};
    return Line::too_long;
  }
}

// Moves what is left to the front of the buffer and reads a block behind it.
Result<void> CsvReader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  const std::size_t wanted = buffer_.size() - end_;
  const std::size_t got = std::fread(buffer_.data() + end_, 1, wanted, file_.get());
  end_ += got;
  if (got == wanted) return {};
  if (std::ferror(file_.get()) != 0) {
    return Error{ErrorCode::io, name_ + ": cannot be read: " + std::generic_category().message(errno)};
  }
  at_end_of_file_ = true;
  return {};
}

// Cuts the line at its commas; values in quotes are unescaped where they are. False with a fault_ when the line has not
// the form, or not as many cells. More cells than expected are counted, not kept.
bool CsvReader::split(std::size_t expected_cells) {
  std::size_t count = 0;
  char* at = text_;
  while (true) {
    std::string_view value;
    char* comma;
    if (at != text_end_ && *at == '"') {
      comma = unquote(at, text_end_, count, value);
      if (comma == nullptr) return false;
    } else {
      comma = static_cast<char*>(std::memchr(at, ',', static_cast<std::size_t>(text_end_ - at)));
      if (comma == nullptr) comma = text_end_;
      value = std::string_view(at, static_cast<std::size_t>(comma - at));
    }
    if (++count <= expected_cells) cells_.push_back(value);
    if (comma == text_end_) break;
    at = comma + 1;
  }
  if (count == expected_cells || expected_cells == SIZE_MAX) return true;
  fault_ = {CsvFault::Kind::cell_count, 0, std::to_string(expected_cells) + " cells as in the header",
            std::to_string(count)};
  return false;
}

// Reads a quoted value; returns the place behind its closing quote, which is a comma or the end; nullptr with a fault_.
char* CsvReader::unquote(char* opening, char* end, std::size_t cell, std::string_view& value) {
  char* in = opening + 1;
  char* out = in;
  while (in != end) {
    const bool escaped =
        end - in > 1 && ((*in == '\\' && (in[1] == '"' || in[1] == '\\')) || (*in == '"' && in[1] == '"'));
    if (escaped) {
      ++in;
    } else if (*in == '"') {
      break;
    }
    *out++ = *in++;
  }
  value = std::string_view(opening + 1, static_cast<std::size_t>(out - opening - 1));
  if (in == end) {
    fault_ = {CsvFault::Kind::open_quote, cell, "a closing '\"' on the same line",
              "the end of the line after " + excerpt(value)};
    return nullptr;
  }
  ++in;
  if (in == end || *in == ',') return in;
  fault_ = {CsvFault::Kind::after_quote, cell, "a comma or the end of the line after the closing '\"'",
            excerpt(std::string_view(in, static_cast<std::size_t>(end - in)))};
  return nullptr;
}

}  // namespace pocketrec
