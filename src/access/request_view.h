#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pocketrec {

/// One header field.
struct HeaderField {
  std::string name;   ///< lower case
  std::string value;  ///< without the white space around it
};

/// What of a request a proof of its sender may cover, as it came. Owns nothing; valid as long as the request.
struct RequestView {
  std::string_view method;
  std::string_view target;  ///< path and query, not decoded
  std::span<const HeaderField> fields;
  std::string_view body;  ///< de-chunked

  /// The first field of that lower-case name, or nullptr.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
};

}  // namespace pocketrec
