#include "http/request_framing.h"

namespace pocketrec {
namespace {

/// What a request line has besides its target: method, two spaces, version.
constexpr std::size_t kRequestLineRest = 64;

}  // namespace

std::optional<Refusal> HeadScanner::scan(std::string_view input) {
  while (position_ < input.size() && !complete_) {
    const char c = input[position_++];
    if (c == '\0') return Refusal{400, "expected text in the head of a request, got a zero byte"};
    if (previous_ == '\r' && c != '\n') return Refusal{400, "expected LF after CR in the head of a request"};
    if (c == '\n') {
      if (previous_ != '\r') return Refusal{400, "expected CR LF at the end of a line, got a bare LF"};
      if (auto refusal = end_line()) return refusal;
    } else if (c != '\r') {
      ++line_length_;
    }
    previous_ = c;
    if (auto refusal = check_growth()) return refusal;
  }
  return std::nullopt;
}

std::optional<Refusal> HeadScanner::end_line() {
  if (line_length_ > 0) {
    ++lines_;
    if (lines_ == 1) block_begin_ = position_;
    if (lines_ > limits_->header_count + 1) {
      return Refusal{431, "expected at most " + std::to_string(limits_->header_count) + " header fields, got more"};
    }
  } else if (lines_ > 0) {
    complete_ = true;
  } else if (++empty_lines_before_ > 1) {
    // One is allowed: some clients end a body with a CR LF that its length does not count (RFC 9112 §2.2).
    return Refusal{400, "expected a request line, got empty lines"};
  }
  line_length_ = 0;
  return std::nullopt;
}

std::optional<Refusal> HeadScanner::check_growth() const {
  if (lines_ == 0) {
    if (line_length_ <= limits_->target + kRequestLineRest) return std::nullopt;
    return Refusal{414, "expected a target of at most " + std::to_string(limits_->target) + " bytes, got more"};
  }
  if (position_ - block_begin_ <= limits_->header_block) return std::nullopt;
  return Refusal{431,
                 "expected at most " + std::to_string(limits_->header_block) + " bytes of header fields, got more"};
}

}  // namespace pocketrec
