#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "api/get_recommendations.h"
#include "api/limits.h"
#include "c_library/call.h"
#include "c_library/pocketrec.h"
#include "domain/interaction.h"

namespace pocketrec {

/// Reads what a caller passed, with the limits that requests in JSON have. The first failure is kept, and every later
/// call returns a default, so that a reader takes all members and asks once.
class InputReader {
 public:
  /// `where` names what is read in messages, such as "events[2]".
  explicit InputReader(std::string where) : where_(std::move(where)) {}

  /// Whether `given` is a struct of this version of the library; a failure otherwise.
  template <typename Struct>
  bool has_size(const Struct* given) {
    if (given == nullptr) {
      refuse(POCKETREC_MISUSE, "", "a pointer", "NULL");
    } else if (given->size != sizeof(Struct)) {
      refuse(POCKETREC_MISUSE, "size", std::to_string(sizeof(Struct)), std::to_string(given->size));
    }
    return !outcome_;
  }

  /// Text of 1 to `max_length` characters; empty for NULL.
  std::string text(const char* name, const char* value, std::size_t max_length);

  /// The same; NULL is a failure.
  std::string required_text(const char* name, const char* value, std::size_t max_length);

  std::map<std::string, std::string> pairs(const char* name, const pocketrec_pair* pairs, std::size_t count,
                                           std::size_t max_entries, std::size_t max_key, std::size_t max_value);

  /// Keeps a failure of the caller's own: "<where>.<name>: expected <expected>, got <got>".
  void refuse(pocketrec_status status, const std::string& name, const std::string& expected, const std::string& got);

  const Outcome& outcome() const { return outcome_; }

 private:
  std::string where_;
  Outcome outcome_;
};

/// The request for a list or, of those members that both have, a ranking. num_results is left to the caller.
GetRecommendationsRequest read_request(InputReader& reader, const pocketrec_request& request,
                                       const limits::CallLimits& limits);

/// An event; one without a time has that of now.
Interaction read_event(InputReader& reader, const pocketrec_event& event);

}  // namespace pocketrec
