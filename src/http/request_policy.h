#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/listen_address.h"
#include "http/request_framing.h"

namespace pocketrec {

/// Who may ask: the checks that keep web pages away from a service on the same machine. A browser will send requests of
/// any page to 127.0.0.1; what it cannot do is choose Host and Origin freely, or send JSON across origins without
/// asking first (OPTIONS, which only an accepted origin is granted).
struct RequestPolicy {
  bool any_host = false;             ///< no DNS leads to a Unix socket, so nothing can be rebound to it
  std::vector<std::string> hosts;    ///< accepted values of Host, lower case, with port
  std::vector<std::string> origins;  ///< accepted values of Origin, such as "http://kiosk.local:8080"
};

/// The policy of a listener: localhost, 127.0.0.1, [::1] and the address itself, with its port; for a Unix socket any
/// host. names: further host names; one without a port gets the listener's.
RequestPolicy policy_for(const ListenAddress& address, const std::vector<std::string>& names,
                         std::vector<std::string> origins);

/// A refusal, or nothing when the request may pass: 421 for a Host that is not on the list (DNS rebinding), 403 for an
/// Origin that is not, 415 for a POST whose Content-Type is neither application/json nor application/x-amz-json-1.1.
/// Precondition: parse_head() made the head, so there is exactly one Host.
std::optional<Refusal> check_policy(const RequestPolicy& policy, const RequestHead& head);

}  // namespace pocketrec
