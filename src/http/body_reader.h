#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "http/request_framing.h"

namespace pocketrec {

/// Collects the body of one request, of known length or in chunks (RFC 9112 §7.1). Stricter than the RFC: a chunk's
/// size is 1 to 8 hex digits and nothing else, so no extensions, and no trailer fields follow the last chunk.
class BodyReader {
 public:
  /// limit: of the whole body after de-chunking, in bytes. parse_head() already checked a known length against it.
  BodyReader(const RequestHead& head, std::size_t limit);

  /// Takes from the begin of `input` what belongs to the body and leaves the rest, which is the next request or a part
  /// that cannot be judged yet (at most 10 bytes). Refuses with 400 or 413.
  std::optional<Refusal> read(std::string& input);

  [[nodiscard]] bool complete() const { return part_ == Part::complete; }
  /// The body. Precondition: complete().
  [[nodiscard]] std::string take() { return std::move(body_); }

 private:
  enum class Part { data, chunk_size, chunk_data, after_chunk, after_last_chunk, complete };

  std::optional<Refusal> step(std::string_view& rest);
  std::optional<Refusal> read_chunk_size(std::string_view& rest);
  std::optional<Refusal> read_line_end(std::string_view& rest, Part next);
  void read_data(std::string_view& rest, Part next);

  std::size_t limit_;
  Part part_;
  std::size_t missing_;  ///< bytes of the body, or of the chunk, that are still to come
  std::string body_;
};

}  // namespace pocketrec
