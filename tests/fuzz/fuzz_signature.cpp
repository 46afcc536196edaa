// Any bytes as a request that claims to be signed: a line with method and target, header fields, an empty line, a body.
// Lines end with LF, since framing has done its work before a signature is looked at.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/access_control.h"
#include "access/canonical_request.h"
#include "access/signature_field.h"
#include "access/signing_time.h"
#include "require.h"

namespace pocketrec {
namespace {

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

AccessControl& access_control() {
  static const auto access = [] {
    auto credentials = Credentials::parse(
        "key events key AKIDEXAMPLE wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\n"
        // SHA-256 of "token".
        "token events token 3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0\n",
        "fuzz");
    require(static_cast<bool>(credentials));
    return std::make_unique<AccessControl>(*std::move(credentials), std::chrono::seconds(300),
                                           [] { return *parse_amz_date("20261124T020148Z"); });
  }();
  return *access;
}

void check_field(std::string_view value, const RequestView& request) {
  const auto parsed = parse_signature_field(value);
  if (const auto* denial = std::get_if<Denial>(&parsed)) {
    require(denial->code == kIncompleteSignature && !denial->message.empty());
    return;
  }
  const auto& field = std::get<SignatureField>(parsed);
  const auto& names = field.signed_header_names;
  require(!names.empty() && std::ranges::is_sorted(names) && std::ranges::adjacent_find(names) == names.end());
  require(field.scope.starts_with(field.date) && field.scope.ends_with("/aws4_request"));
  const std::string canonical = canonical_request(request, field, sha256(request.body));
  require(canonical.ends_with(to_hex(sha256(request.body))));
}

void check_target(std::string_view target) {
  const std::string path = canonical_path(target);
  require(path.starts_with('/') && path.find("//") == std::string::npos && path.find("/./") == std::string::npos);
  const std::string query = canonical_query(target);
  require(canonical_query(query) == query);
}

}  // namespace
}  // namespace pocketrec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pocketrec;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string_view target = take_line(text);
  const std::size_t space = std::min(target.find(' '), target.size());
  const std::string_view method = target.substr(0, space);
  target.remove_prefix(std::min(space + 1, target.size()));

  std::vector<HeaderField> fields;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const std::size_t colon = std::min(line.find(": "), line.size());
    fields.push_back({std::string(line.substr(0, colon)), std::string(line.substr(std::min(colon + 2, line.size())))});
  }
  const RequestView request{method, target, fields, text};
  check_target(target);
  for (const HeaderField& field : fields) check_field(field.value, request);

  const AccessDecision decision = access_control().decide("PutEvents", request);
  require(decision.denial.has_value() == decision.who.empty());
  require(!decision.denial || decision.denial->message.find_first_of("\"\\\n") == std::string::npos);
  access_control().end(decision, true);
  return 0;
}
