#include "filter/diagnostic.h"

#include <cassert>
#include <utility>

namespace pocketrec {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::string_view kCut = "...";

// UTF-8: every byte of a character but its first has the bits 10xxxxxx.
bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// The first character at or after `at`.
std::size_t next_boundary(std::string_view line, std::size_t at) {
  while (at < line.size() && !begins_character(line[at])) ++at;
  return at;
}

}  // namespace

Error error_at(std::string_view text, std::size_t offset, std::string message, std::string_view hint) {
  assert(offset <= text.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  std::string_view line = text.substr(begin, text.find('\n', offset) - begin);
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::size_t column = std::min(offset - begin, line.size());

  std::string_view left_cut;
  std::string_view right_cut;
  if (line.size() > kWidth) {
    const std::size_t from = column > kWidth * 2 / 3 ? next_boundary(line, column - kWidth * 2 / 3) : 0;
    const std::size_t to = next_boundary(line, std::min(line.size(), from + kWidth));
    if (from > 0) left_cut = kCut;
    if (to < line.size()) right_cut = kCut;
    line = line.substr(from, to - from);
    column -= from;
  }

  std::string padding(left_cut.size(), ' ');
  for (char byte : line.substr(0, column)) {
    if (byte == '\t') {
      padding += '\t';
    } else if (begins_character(byte)) {
      padding += ' ';
    }
  }
  message += '\n';
  message.append(left_cut).append(line).append(right_cut) += '\n';
  message.append(padding).append("^ ").append(hint);
  return {ErrorCode::invalid_input, std::move(message)};
}

}  // namespace pocketrec
