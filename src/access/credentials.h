#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/role.h"
#include "access/secret.h"
#include "access/sha256.h"
#include "result/result.h"

namespace pocketrec {

/// Whom a credential belongs to.
struct Holder {
  std::string name;  ///< for the audit log; may have several credentials, while one replaces another
  Roles roles;
  std::optional<std::chrono::sys_seconds> expires = {};  ///< from then on the credential proves nothing; none: never
};

/// For requests with Signature Version 4.
struct AccessKey {
  std::string id;
  Secret signing_secret;  ///< "AWS4" and the secret access key: the key that a signing key is derived from
  Holder holder;
};

/// Who may ask. Immutable, so threads may share it.
///
/// The text is one credential a line, words separated by spaces or tabs; empty lines and those that begin with '#' are
/// skipped (docs/device.md):
///
///     NAME  ROLES  key    ACCESS-KEY-ID  SECRET-ACCESS-KEY
///     NAME  ROLES  token  SHA-256-OF-THE-BEARER-TOKEN
///
/// and behind either, if it is to end by itself, `expires=YYYY-MM-DDThh:mm:ssZ`.
///
/// NAME: 1 to 64 letters, digits and "._-". ROLES: one of runtime, events and admin, or several with commas between.
/// ACCESS-KEY-ID: 4 to 128 letters, digits and '_', once in a file. SECRET-ACCESS-KEY: 32 to 128 visible ASCII
/// characters. The hash: 64 lower-case hex digits; it needs no salt because a token is random and long.
class Credentials {
 public:
  /// Errors: those of read_private_file() and parse().
  static Result<Credentials> read(const std::string& path);
  /// source: names the text in messages. Errors: invalid_input with the line's number and never its text, also for a
  /// text without any credential.
  static Result<Credentials> parse(std::string_view text, std::string_view source);

  /// nullptr: nobody has it. Valid as long as the credentials.
  [[nodiscard]] const AccessKey* find_key(std::string_view id) const;
  /// Compares the token's hash with all, in a time that does not tell which was near. nullptr: nobody has it.
  [[nodiscard]] const Holder* find_token(std::string_view token) const;

 private:
  struct Token {
    Sha256 hash;
    Holder holder;
  };

  Result<void> add(std::vector<std::string_view> words);

  std::vector<AccessKey> keys_;
  std::vector<Token> tokens_;
};

}  // namespace pocketrec
