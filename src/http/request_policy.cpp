#include "http/request_policy.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "http/lower_case.h"

namespace pocketrec {
namespace {

/// Whether "name", "name:port" or "[v6]:port" has a port.
bool has_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  return host.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
}

/// The media type without parameters: "Application/JSON; charset=utf-8" is "application/json".
std::string media_type(std::string_view value) {
  value = value.substr(0, value.find(';'));
  const std::size_t last = value.find_last_not_of(" \t");
  return lower_case(value.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

bool has(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

}  // namespace

RequestPolicy policy_for(const ListenAddress& address, const std::vector<std::string>& names,
                         std::vector<std::string> origins) {
  RequestPolicy policy;
  policy.origins = std::move(origins);
  if (address.kind == ListenAddress::Kind::unix_socket) {
    policy.any_host = true;
    return policy;
  }
  std::vector<std::string> hosts = {"localhost", "127.0.0.1", "[::1]"};
  hosts.push_back(address.kind == ListenAddress::Kind::tcp6 ? "[" + address.host + "]" : address.host);
  hosts.insert(hosts.end(), names.begin(), names.end());
  for (const std::string& host : hosts) {
    if (has_port(host)) {
      policy.hosts.push_back(lower_case(host));
      continue;
    }
    policy.hosts.push_back(lower_case(host) + ":" + std::to_string(address.port));
    // Clients leave the port out of Host when it is the scheme's own (RFC 9110 §7.2).
    if (address.port == 80) policy.hosts.push_back(lower_case(host));
  }
  return policy;
}

std::optional<Refusal> check_policy(const RequestPolicy& policy, const RequestHead& head) {
  if (!policy.any_host && !has(policy.hosts, lower_case(*head.find("host")))) {
    return Refusal{421, "expected a Host that this service is configured for, with its port"};
  }
  if (const std::size_t origins = head.count("origin"); origins > 0) {
    if (origins > 1 || !has(policy.origins, *head.find("origin"))) {
      return Refusal{403, "expected no Origin, or one that this service is configured for"};
    }
  }
  if (head.method == "POST") {
    const std::string* type = head.find("content-type");
    const std::string media = type != nullptr && head.count("content-type") == 1 ? media_type(*type) : "";
    if (media != "application/json" && media != "application/x-amz-json-1.1") {
      return Refusal{415, "expected application/json as the Content-Type of a POST"};
    }
  }
  return std::nullopt;
}

}  // namespace pocketrec
