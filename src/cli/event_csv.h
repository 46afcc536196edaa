#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "datasets/schema.h"
#include "domain/interaction.h"
#include "result/result.h"
#include "store/event_reader.h"

namespace pocketrec {

/// Recorded events as rows of interactions.csv.
class EventCsv {
 public:
  /// properties: names of columns for what events have as properties; they are compared as same_field_name() does.
  /// Errors: invalid_input for names that no schema may have, or too many.
  static Result<EventCsv> create(const std::vector<std::string>& properties);

  const Schema& schema() const { return schema_; }

  /// The names of the columns, with the line's end.
  std::string header() const;

  /// The row of an event, with the line's end. Whole seconds; an impression is cut to the items that a cell can hold.
  /// Nothing where a column that needs a value has none: no item, no user, or an id that a line cannot hold, since it
  /// has a line break or a NUL.
  std::optional<std::string> row(const Interaction& event) const;

 private:
  Schema schema_;
  std::size_t first_property_ = 0;
};

/// Whose events those without a user are, in a table where each row has one user: of a session that was joined with one
/// user, that user's; else the session's.
class SessionOwners {
 public:
  void add(const JoinedSession& joined);

  /// The user id for an event.
  const std::string& owner(const Interaction& event) const;

 private:
  std::unordered_map<std::string, std::string> owners_;  // by session; empty: several
};

}  // namespace pocketrec
