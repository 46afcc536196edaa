#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Parses a request's JSON text. Errors: invalid_input with the byte where reading stopped; nesting deeper than 32.
Result<nlohmann::json> parse_json(std::string_view text);

/// Typed access to the members of one JSON object. The first failure is kept, and every later call returns a default,
/// so that a decoder reads all members and asks once. null counts as absent, as clients send it.
class JsonFields {
 public:
  /// `object` must outlive this. `where` names it in messages, such as "eventList[2]".
  JsonFields(const nlohmann::json& object, std::string where);

  /// Text of at most `max_length` characters; an empty text is refused unless `may_be_empty`.
  std::optional<std::string> text(const char* name, std::size_t max_length, bool may_be_empty = false);
  /// The same; its absence is a failure.
  std::string required_text(const char* name, std::size_t max_length);
  std::optional<std::int64_t> integer(const char* name, std::int64_t least, std::int64_t most);
  std::optional<double> number(const char* name);
  std::optional<bool> flag(const char* name);
  /// An object of texts.
  std::map<std::string, std::string> texts(const char* name, std::size_t max_entries, std::size_t max_key,
                                           std::size_t max_value);
  /// A list of texts.
  std::optional<std::vector<std::string>> list(const char* name, std::size_t max_entries, std::size_t max_length);
  /// Any list; nullptr when absent.
  const nlohmann::json* array(const char* name, std::size_t max_entries);
  /// Any object; nullptr when absent.
  const nlohmann::json* object(const char* name);
  /// Member of any type; nullptr when absent.
  const nlohmann::json* find(const char* name) const;

  /// Keeps a failure of the decoder's own: "<where>.<name>: expected <expected>, got <got>".
  void refuse(const char* name, const std::string& expected, const std::string& got);
  /// Keeps a failure of a nested object.
  void refuse(const Error& error);

  const std::optional<Error>& error() const { return error_; }

 private:
  const nlohmann::json* member(const char* name, nlohmann::json::value_t type, const char* expected);
  std::string place(const char* name) const;

  const nlohmann::json* object_;
  std::string where_;
  std::optional<Error> error_;
};

}  // namespace pocketrec
