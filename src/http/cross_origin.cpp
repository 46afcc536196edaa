#include "http/cross_origin.h"

namespace pocketrec {
namespace {

// What the AWS SDK for JavaScript sends (contract/runtime-api.md §1), beside what every page may send.
constexpr const char* kRequestFields =
    "authorization, content-type, x-amz-content-sha256, x-amz-date, x-amz-security-token, x-amz-user-agent, "
    "amz-sdk-invocation-id, amz-sdk-request";
constexpr const char* kResponseFields = "date, retry-after, x-amzn-errortype, x-amzn-requestid";
constexpr const char* kMaxAge = "600";  // seconds until an origin that is taken off the list has to ask again

}  // namespace

bool is_preflight(const RequestHead& head) {
  return head.method == "OPTIONS" && head.find("origin") != nullptr &&
         head.find("access-control-request-method") != nullptr;
}

std::vector<std::pair<std::string, std::string>> cross_origin_fields(const RequestHead& head) {
  const std::string* origin = head.find("origin");
  if (origin == nullptr) return {};
  std::vector<std::pair<std::string, std::string>> fields = {
      {"Access-Control-Allow-Origin", *origin}, {"Vary", "Origin"}, {"Access-Control-Expose-Headers", kResponseFields}};
  if (!is_preflight(head)) return fields;
  fields.pop_back();
  fields.emplace_back("Access-Control-Allow-Methods", "GET, POST");
  fields.emplace_back("Access-Control-Allow-Headers", kRequestFields);
  fields.emplace_back("Access-Control-Max-Age", kMaxAge);
  // A page of another machine may reach a loopback address only if that says so (Private Network Access).
  if (head.find("access-control-request-private-network") != nullptr) {
    fields.emplace_back("Access-Control-Allow-Private-Network", "true");
  }
  return fields;
}

}  // namespace pocketrec
