#pragma once

#include <string>
#include <string_view>

namespace pocketrec {

/// Why something failed. Each value says when it happens; error_traits() maps it to the names and numbers that
/// clients see (contract/errors-and-quotas.md).
enum class ErrorCode {
  invalid_input,       ///< a request, expression, schema or record breaks a rule; the message names the rule and place
  resource_not_found,  ///< a well-formed name of nothing: recommender, filter, file
  resource_already_exists,  ///< a name that is taken
  resource_in_use,          ///< a data folder, address or file that another process holds
  unknown_operation,        ///< an operation or path that this program does not have
  request_too_large,        ///< a body or line over its limit
  request_timeout,          ///< a sender who did not finish within the deadline
  overloaded,               ///< more requests wait, or more events came, than may; the caller may try again later
  corrupt_model,            ///< a model file that is damaged or breaks an invariant of schemas/model.fbs
  unsupported_model,        ///< an intact model file from a newer program
  storage,                  ///< the event store could not read or write; nothing was acknowledged
  io,                       ///< another file or socket operation failed
  internal,                 ///< a mistake of ours; never the caller's
};

/// A failure: what was expected, what came, and where. Text for people, complete without its context.
struct Error {
  ErrorCode code;
  std::string message;
};

/// What the outside world sees of an ErrorCode.
struct ErrorTraits {
  std::string_view exception;  ///< name on the wire, as Amazon Personalize's clients know it
  int http_status;             ///< of the runtime and events APIs
  int exit_status;             ///< of the programs: 1 the work failed, 2 misuse
};

/// Total: every code has an entry.
ErrorTraits error_traits(ErrorCode code);

}  // namespace pocketrec
