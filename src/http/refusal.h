#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "service/reply.h"

namespace pocketrec {

/// Why the listener itself answers a request, without asking the service: the bytes are not a well-formed request, the
/// sender may not ask, or there is no time or room.
struct Refusal {
  int status = 400;
  /// What was expected and what came. Printable ASCII without quote and backslash, and never text that the sender
  /// chose, so that nothing of a hostile request is reflected.
  std::string message;
  std::string_view type = {};  ///< the name that clients know the error by; empty: refusal_type(status)
};

/// A value, or the reason why the request that should have held it is refused.
template <typename T>
using OrRefusal = std::variant<T, Refusal>;

/// The name that clients know a status by (contract/errors-and-quotas.md §3); MalformedHttpRequestException for every
/// status that has none of its own.
std::string refusal_type(int status);

/// The answer in the form of contract/errors-and-quotas.md §1.
Reply refusal_reply(const Refusal& refusal);

/// The whole response as bytes, which announces that the connection is closed after it.
/// with_body: false for a request with the method HEAD, which must not get one · request_id: for x-amzn-RequestId.
std::string refusal_response(const Refusal& refusal, bool with_body, std::string_view request_id);

}  // namespace pocketrec
