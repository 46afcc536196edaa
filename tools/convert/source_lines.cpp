#include "convert/source_lines.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "domain/utf8.h"

namespace pocketrec {

namespace {

constexpr std::size_t kLongestLine = std::size_t{16} << 20;
constexpr std::size_t kBlock = std::size_t{1} << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

Result<SourceLines> SourceLines::open(const std::filesystem::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::resource_not_found : ErrorCode::io;
    return Error{code, path.string() + ": expected a readable file, got: " + std::strerror(errno)};
  }
  return SourceLines(path, file);
}

Result<bool> SourceLines::read_raw_line() {
  std::size_t searched = position_;
  for (;;) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos || (ended_ && position_ < buffer_.size())) {
      const std::size_t stop = end != std::string::npos ? end : buffer_.size();
      line_.assign(buffer_, position_, stop - position_);
      position_ = end != std::string::npos ? end + 1 : buffer_.size();
      ++number_;
      return true;
    }
    if (ended_) return false;
    buffer_.erase(0, position_);
    position_ = 0;
    searched = buffer_.size();
    if (searched > kLongestLine) {
      ++number_;
      return problem("expected a line of at most 16 MiB, got a longer one");
    }
    buffer_.resize(searched + kBlock);
    const std::size_t got = std::fread(buffer_.data() + searched, 1, kBlock, file_.get());
    buffer_.resize(searched + got);
    if (got < kBlock) {
      if (std::ferror(file_.get()) != 0) {
        return Error{ErrorCode::io, path_.string() + ": expected to read on, got: " + std::strerror(errno)};
      }
      ended_ = true;
    }
  }
}

Result<std::optional<std::string_view>> SourceLines::next() {
  for (;;) {
    auto more = read_raw_line();
    if (!more) return more.error();
    if (!*more) return std::optional<std::string_view>();
    if (number_ == 1 && line_.starts_with(kByteOrderMark)) line_.erase(0, kByteOrderMark.size());
    if (line_.ends_with('\r')) line_.pop_back();
    if (is_blank(line_)) continue;
    if (!is_utf8(line_)) line_ = latin1_to_utf8(line_);
    return std::optional<std::string_view>(line_);
  }
}

Error SourceLines::problem(std::string_view text) const {
  return {ErrorCode::invalid_input, path_.string() + ":" + std::to_string(number_) + ": " + std::string(text)};
}

Error SourceLines::wrong_field_count(std::string_view expected, std::size_t got) const {
  return problem("expected " + std::string(expected) + ", got " + std::to_string(got) +
                 (got == 1 ? " field" : " fields"));
}

void split_fields(std::string_view line, std::string_view separator, std::vector<std::string_view>& fields) {
  fields.clear();
  for (std::size_t start = 0;;) {
    const std::size_t end = line.find(separator, start);
    if (end == std::string_view::npos) {
      fields.push_back(line.substr(start));
      return;
    }
    fields.push_back(line.substr(start, end - start));
    start = end + separator.size();
  }
}

void split_words(std::string_view line, std::vector<std::string_view>& fields) {
  fields.clear();
  for (std::size_t start = line.find_first_not_of(" \t"); start != std::string_view::npos;) {
    const std::size_t end = line.find_first_of(" \t", start);
    fields.push_back(line.substr(start, end == std::string_view::npos ? end : end - start));
    start = line.find_first_not_of(" \t", end);
  }
}

bool split_csv(std::string_view line, std::vector<std::string>& fields) {
  fields.clear();
  std::size_t i = 0;
  for (;;) {
    std::string& value = fields.emplace_back();
    if (i < line.size() && line[i] == '"') {
      for (++i;; ++i) {
        if (i >= line.size()) return false;
        if (line[i] != '"') {
          value += line[i];
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
          value += '"';
          ++i;
        } else {
          break;
        }
      }
      ++i;
      if (i < line.size() && line[i] != ',') return false;
    } else {
      const std::size_t end = std::min(line.find(',', i), line.size());
      value = line.substr(i, end - i);
      i = end;
    }
    if (i >= line.size()) return true;
    ++i;
  }
}

std::string latin1_to_utf8(std::string_view text) {
  std::string utf8;
  utf8.reserve(text.size() + text.size() / 8);
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0U | (byte >> 6U));
      utf8 += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return utf8;
}

}  // namespace pocketrec
