#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/request_view.h"
#include "http/refusal.h"

namespace pocketrec {

/// How large a request may be, in bytes unless said otherwise.
struct FramingLimits {
  std::size_t target = 8'192;         ///< path and query; beyond: 414
  std::size_t header_block = 16'384;  ///< all header fields together; beyond: 431
  std::size_t header_count = 100;     ///< header fields; beyond: 431
  std::size_t body = 65'536;          ///< after de-chunking; beyond: 413
};

/// The checked first part of a request. Owns its text.
struct RequestHead {
  std::string method;
  std::string target;  ///< begins with '/'
  int minor_version = 1;
  std::vector<HeaderField> fields;  ///< as they came; host occurs exactly once
  bool is_chunked = false;
  std::size_t content_length = 0;  ///< 0 when chunked
  bool keeps_alive = true;         ///< the client did not ask to close the connection
  bool expects_continue = false;   ///< it waits for "100 Continue" before it sends the body

  /// The first field of that lower-case name, or nullptr.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

/// Finds the end of a request's head while its bytes arrive. Looks at each byte once, refuses a bare CR, a bare LF and
/// a zero byte at once, and stops a head that outgrows the limits, so that the buffer of an unfinished head is bounded.
class HeadScanner {
 public:
  /// `limits` must outlive the scanner.
  explicit HeadScanner(const FramingLimits& limits) : limits_(&limits) {}

  /// input: all bytes since the request began; each call passes the earlier ones again, and more.
  /// Returns a refusal (400, 414, 431) or nothing; complete() tells whether the head's end was found.
  std::optional<Refusal> scan(std::string_view input);

  [[nodiscard]] bool complete() const { return complete_; }
  /// Bytes up to and with the empty line. Precondition: complete().
  [[nodiscard]] std::size_t size() const { return position_; }

 private:
  std::optional<Refusal> end_line();
  std::optional<Refusal> check_growth() const;

  const FramingLimits* limits_;
  std::size_t position_ = 0;
  std::size_t line_length_ = 0;
  std::size_t lines_ = 0;  ///< that are not empty: the request line and then the header fields
  std::size_t empty_lines_before_ = 0;
  std::size_t block_begin_ = 0;  ///< where the header fields begin
  char previous_ = '\0';
  bool complete_ = false;
};

/// Reads a head that HeadScanner found complete, more strictly than RFC 9112 asks where leniency has been used for
/// request smuggling (§6.1, §6.3, §11.2): no folded lines, no space before a colon, exactly one Host, at most one
/// Content-Length of digits only, no Transfer-Encoding but exactly "chunked", never both, only origin-form targets.
/// Refuses with 400, 413, 414, 417, 501 or 505.
OrRefusal<RequestHead> parse_head(std::string_view head, const FramingLimits& limits);

}  // namespace pocketrec
