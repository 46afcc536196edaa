#pragma once

#include <string>
#include <string_view>

#include "access/secret.h"
#include "domain/interaction.h"
#include "result/result.h"
#include "store/event_reader.h"

namespace pocketrec {

/// Names in place of the ids of people: the first 128 bits of HMAC-SHA-256 as 32 hex digits. Who has the key can say
/// which pseudonym an id has; nobody can tell the id from the pseudonym, and the same key gives the same pseudonyms.
class Pseudonyms {
 public:
  /// Reads the key: at least 16 bytes, a line break at the end not counted, in a file that only its owner can read.
  /// Errors: those of read_private_file(), and invalid_input for a short key.
  static Result<Pseudonyms> read(const std::string& key_file);

  /// Replaces user, session, event and recommendation id. Users and sessions are one name space, as in the log.
  void apply(Interaction& event) const;
  void apply(JoinedSession& joined) const;

 private:
  explicit Pseudonyms(Secret key) : key_(std::move(key)) {}
  void replace(std::string_view space, std::string& id) const;

  Secret key_;
};

}  // namespace pocketrec
