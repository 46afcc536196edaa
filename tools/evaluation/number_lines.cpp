#include "evaluation/number_lines.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

namespace pocketrec {
namespace {

/// Reads the number that begins at `at`, and moves `at` behind it. Precondition: line[at] is no blank.
Result<std::uint32_t> read_number(std::string_view line, std::size_t& at, const std::string& file, std::size_t number) {
  const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
  const std::string_view word = line.substr(at, end - at);
  std::uint32_t value = 0;
  const auto [stop, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (code != std::errc{} || stop != word.data() + word.size()) {
    return bad_line(file, number,
                    "expected a number from 0 to 4294967295, got \"" + std::string(word.substr(0, 40)) + "\" (column " +
                        std::to_string(at + 1) + ")");
  }
  at = end;
  return value;
}

}  // namespace

Error bad_line(const std::string& file, std::size_t line, const std::string& what) {
  return Error{ErrorCode::invalid_input, file + ", line " + std::to_string(line) + ": " + what};
}

Result<std::string> read_text_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    const int reason = errno;
    return Error{reason == ENOENT ? ErrorCode::resource_not_found : ErrorCode::io,
                 path.string() + ": cannot be opened: " + std::generic_category().message(reason)};
  }
  std::string text;
  std::array<char, 1 << 16> block;
  std::size_t got = 0;
  while ((got = std::fread(block.data(), 1, block.size(), file.get())) > 0) text.append(block.data(), got);
  if (std::ferror(file.get()) != 0) {
    return Error{ErrorCode::io, path.string() + ": cannot be read: " + std::generic_category().message(errno)};
  }
  return text;
}

Result<NumberFile> read_number_lines(const std::filesystem::path& path, const std::string& expected) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  NumberFile file{path.filename().string(), {}};
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    std::string_view line = std::string_view(*text).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    begin = end + 1;
    NumberLine read{{}, ++number};
    for (std::size_t at = 0; (at = line.find_first_not_of(" \t", at)) != std::string_view::npos;) {
      const auto value = read_number(line, at, file.name, number);
      if (!value) return value.error();
      read.values.push_back(*value);
    }
    if (!read.values.empty()) file.lines.push_back(std::move(read));
  }
  if (file.lines.empty()) {
    return Error{ErrorCode::invalid_input, file.name + ": expected lines `" + expected + "`, got none"};
  }
  return file;
}

void NumberVocabulary::finish() {
  std::sort(numbers_.begin(), numbers_.end());
  numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
}

std::uint32_t NumberVocabulary::code(std::uint32_t number) const {
  return static_cast<std::uint32_t>(std::lower_bound(numbers_.begin(), numbers_.end(), number) - numbers_.begin());
}

std::vector<std::string> NumberVocabulary::ids() const {
  std::vector<std::string> ids;
  for (std::uint32_t number : numbers_) ids.push_back(std::to_string(number));
  return ids;
}

}  // namespace pocketrec
