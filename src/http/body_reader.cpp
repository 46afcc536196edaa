#include "http/body_reader.h"

#include <algorithm>
#include <string_view>

#include "domain/hex_digit.h"

namespace pocketrec {
namespace {

constexpr std::size_t kSizeDigits = 8;

}  // namespace

BodyReader::BodyReader(const RequestHead& head, std::size_t limit)
    : limit_(limit), part_(head.is_chunked ? Part::chunk_size : Part::data), missing_(head.content_length) {
  if (part_ == Part::data && missing_ == 0) part_ = Part::complete;
}

std::optional<Refusal> BodyReader::read(std::string& input) {
  std::string_view rest = input;
  std::optional<Refusal> refusal;
  while (!refusal && !complete() && !rest.empty()) {
    const std::size_t before = rest.size();
    refusal = step(rest);
    if (rest.size() == before) break;
  }
  input.erase(0, input.size() - rest.size());
  return refusal;
}

std::optional<Refusal> BodyReader::step(std::string_view& rest) {
  switch (part_) {
    case Part::data:
      read_data(rest, Part::complete);
      break;
    case Part::chunk_size:
      return read_chunk_size(rest);
    case Part::chunk_data:
      read_data(rest, Part::after_chunk);
      break;
    case Part::after_chunk:
      return read_line_end(rest, Part::chunk_size);
    case Part::after_last_chunk:
      return read_line_end(rest, Part::complete);
    case Part::complete:
      break;
  }
  return std::nullopt;
}

void BodyReader::read_data(std::string_view& rest, Part next) {
  const std::size_t size = std::min(missing_, rest.size());
  body_.append(rest.substr(0, size));
  rest.remove_prefix(size);
  missing_ -= size;
  if (missing_ == 0) part_ = next;
}

std::optional<Refusal> BodyReader::read_chunk_size(std::string_view& rest) {
  std::size_t size = 0;
  std::size_t digits = 0;
  for (; digits < rest.size() && digits <= kSizeDigits; ++digits) {
    const auto value = hex_digit(rest[digits]);
    if (!value) break;
    size = size * 16 + *value;
  }
  if (digits > kSizeDigits || (digits < rest.size() && (digits == 0 || rest[digits] != '\r')) ||
      (digits + 1 < rest.size() && rest[digits + 1] != '\n')) {
    return Refusal{400, "expected 1 to 8 hex digits and CR LF as the size of a chunk"};
  }
  if (digits + 1 >= rest.size()) return std::nullopt;  // the line has not arrived in full

  if (size > limit_ - body_.size()) {
    return Refusal{413, "expected a body of at most " + std::to_string(limit_) + " bytes, got more"};
  }
  rest.remove_prefix(digits + 2);
  missing_ = size;
  part_ = size == 0 ? Part::after_last_chunk : Part::chunk_data;
  return std::nullopt;
}

std::optional<Refusal> BodyReader::read_line_end(std::string_view& rest, Part next) {
  if (rest[0] != '\r' || (rest.size() > 1 && rest[1] != '\n')) {
    return Refusal{400, part_ == Part::after_chunk ? "expected CR LF after the bytes of a chunk"
                                                   : "expected CR LF after the last chunk, and no trailer fields"};
  }
  if (rest.size() < 2) return std::nullopt;
  rest.remove_prefix(2);
  part_ = next;
  return std::nullopt;
}

}  // namespace pocketrec
