#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace pocketrec {

/// Why a request may not be served. The status of all of them is 403 (contract/errors-and-quotas.md §3).
struct Denial {
  std::string_view code;  ///< one of the names below
  /// What was expected. Printable ASCII without quote and backslash, and never a secret or text that the sender chose.
  std::string message;
};

/// A value, or the reason why the request that should have held it is denied.
template <typename T>
using OrDenial = std::variant<T, Denial>;

/// No Authorization where one is needed.
inline constexpr std::string_view kMissingAuthenticationToken = "MissingAuthenticationTokenException";
/// An Authorization that cannot be read, or a signature that does not cover what it has to.
inline constexpr std::string_view kIncompleteSignature = "IncompleteSignature";
/// A signature that does not match the request, or is out of date.
inline constexpr std::string_view kInvalidSignature = "InvalidSignatureException";
/// An access key id or bearer token that nobody has.
inline constexpr std::string_view kUnrecognizedClient = "UnrecognizedClientException";
/// Proven by a credential that ended.
inline constexpr std::string_view kExpiredToken = "ExpiredTokenException";
/// Proven, but without the role for the operation.
inline constexpr std::string_view kAccessDenied = "AccessDeniedException";

}  // namespace pocketrec
