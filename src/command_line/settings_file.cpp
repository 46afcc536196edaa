#include "command_line/settings_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

namespace pocketrec {
namespace {

constexpr std::string_view kBlanks = " \t\r";

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

class Parser {
 public:
  Parser(std::string_view text, std::string name) : rest_(text), name_(std::move(name)) {}

  Result<std::vector<SettingLine>> run() {
    while (!skip_empty_lines()) {
      const Result<void> read = rest_.front() == '[' ? section() : assignment();
      if (!read) return read.error();
    }
    return std::move(lines_);
  }

 private:
  std::string place() const { return name_ + ":" + std::to_string(line_); }

  Error wrong(const std::string& expected) const {
    const std::string_view got = rest_.substr(0, std::min<std::size_t>(rest_.find('\n'), 40));
    return {ErrorCode::invalid_input,
            place() + ": expected " + expected + ", got " + (got.empty() ? "the end of the line" : std::string(got))};
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }

  /// Also comments. Returns whether the text is at its end.
  bool skip_empty_lines() {
    while (true) {
      skip_blanks();
      if (rest_.empty()) return true;
      if (rest_.front() == '#') {
        rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      } else if (rest_.front() == '\n') {
        rest_.remove_prefix(1);
        ++line_;
      } else {
        return false;
      }
    }
  }

  Result<void> end_of_line() {
    skip_blanks();
    if (rest_.empty() || rest_.front() == '\n' || rest_.front() == '#') return {};
    return wrong("the end of the line");
  }

  Result<void> remember(SettingLine line) {
    if (!seen_.emplace(line.section, line.key).second) {
      return Error{ErrorCode::invalid_input, line.place + ": expected each section and key once, got " +
                                                 (line.key.empty() ? "[" + line.section + "]" : line.key) + " again"};
    }
    lines_.push_back(std::move(line));
    return {};
  }

  Result<void> section() {
    const std::size_t end = rest_.find_first_of("]\n");
    if (end == rest_.npos || rest_[end] != ']' || !is_name(rest_.substr(1, end - 1))) return wrong("[section]");
    section_ = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (auto ok = end_of_line(); !ok) return ok;
    return remember({section_, "", {}, place()});
  }

  Result<void> assignment() {
    SettingLine line{section_, "", {}, place()};
    const std::size_t end = rest_.find_first_of("= \t\n");
    if (end == rest_.npos || !is_name(rest_.substr(0, end))) return wrong("key = value");
    line.key = rest_.substr(0, end);
    rest_.remove_prefix(end);
    skip_blanks();
    if (rest_.empty() || rest_.front() != '=') return wrong("= behind " + line.key);
    rest_.remove_prefix(1);
    skip_blanks();
    Result<void> read = !rest_.empty() && rest_.front() == '[' ? array(line.values) : value(line.values);
    if (!read) return read;
    if (auto ok = end_of_line(); !ok) return ok;
    return remember(std::move(line));
  }

  Result<void> array(std::vector<std::string>& values) {
    rest_.remove_prefix(1);
    while (true) {
      if (skip_empty_lines()) return wrong("] at the end of the array");
      if (rest_.front() == ']') break;
      if (auto ok = value(values); !ok) return ok;
      if (skip_empty_lines()) return wrong("] at the end of the array");
      if (rest_.front() == ']') break;
      if (rest_.front() != ',') return wrong(", or ] behind a value");
      rest_.remove_prefix(1);
    }
    rest_.remove_prefix(1);
    return {};
  }

  Result<void> value(std::vector<std::string>& values) {
    if (!rest_.empty() && rest_.front() == '"') return string(values);
    if (!rest_.empty() && rest_.front() == '\'') {
      const std::size_t end = rest_.find_first_of("'\n", 1);
      if (end == rest_.npos || rest_[end] != '\'') return wrong("' at the end of the value");
      values.emplace_back(rest_.substr(1, end - 1));
      rest_.remove_prefix(end + 1);
      return {};
    }
    const std::string_view word = rest_.substr(0, std::min(rest_.find_first_of(" \t\r\n#,]\"'"), rest_.size()));
    if (word.empty()) return wrong("a value");
    values.emplace_back(word);
    rest_.remove_prefix(word.size());
    return {};
  }

  Result<void> string(std::vector<std::string>& values) {
    std::string text;
    for (std::size_t i = 1; i < rest_.size() && rest_[i] != '\n'; ++i) {
      if (rest_[i] == '"') {
        values.push_back(std::move(text));
        rest_.remove_prefix(i + 1);
        return {};
      }
      if (rest_[i] != '\\') {
        text += rest_[i];
        continue;
      }
      constexpr std::string_view kEscapes = "\"\\nt";
      const std::size_t escape = ++i < rest_.size() ? kEscapes.find(rest_[i]) : kEscapes.npos;
      if (escape == kEscapes.npos) return wrong("\\\", \\\\, \\n or \\t as the only escapes");
      text += "\"\\\n\t"[escape];
    }
    return wrong("\" at the end of the value");
  }

  std::string_view rest_;
  std::string name_;
  std::size_t line_ = 1;
  std::string section_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::vector<SettingLine> lines_;
};

}  // namespace

Result<std::vector<SettingLine>> parse_settings(std::string_view text, const std::string& name) {
  return Parser(text, name).run();
}

Result<std::vector<SettingLine>> read_settings(const std::string& path) {
  std::error_code unreadable;
  if (std::filesystem::is_directory(path, unreadable)) {
    return Error{ErrorCode::io, path + ": expected a file with settings, got a folder"};
  }
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || file.bad()) {
    return Error{ErrorCode::io, path + ": expected a file with settings, got: " + std::strerror(errno)};
  }
  return parse_settings(text, path);
}

}  // namespace pocketrec
