#include "resources/arn.h"

#include <algorithm>

namespace pocketrec {
namespace {

constexpr std::size_t kMaxArnLength = 256;

/// Splits off the text before the next ':'; false when there is none.
bool take_part(std::string_view& rest, std::string_view& part) {
  const std::size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return false;
  part = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  return true;
}

bool is_partition(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

Result<std::string> resource_name(std::string_view arn_or_name) {
  const auto refuse = [&](const char* expected) {
    return Error{ErrorCode::invalid_input,
                 "expected " + std::string(expected) + ", got '" + std::string(arn_or_name.substr(0, 300)) + "'"};
  };
  if (arn_or_name.size() > kMaxArnLength) return refuse("an ARN or a name of at most 256 characters");
  std::string_view name = arn_or_name;
  if (arn_or_name.substr(0, 4) == "arn:") {
    std::string_view rest = arn_or_name.substr(4);
    std::string_view partition;
    std::string_view service;
    std::string_view region;
    std::string_view account;
    if (!take_part(rest, partition) || !take_part(rest, service) || !take_part(rest, region) ||
        !take_part(rest, account) || !is_partition(partition) || service != "personalize" || rest.empty()) {
      return refuse("an ARN of the form arn:aws:personalize:REGION:ACCOUNT:TYPE/NAME");
    }
    name = rest.substr(rest.rfind('/') + 1);
  }
  if (name.empty()) return refuse("a name");
  return std::string(name);
}

Result<void> check_new_name(std::string_view name) {
  constexpr std::size_t kMaxName = 63;
  const bool fits =
      !name.empty() && name.size() <= kMaxName && is_letter_or_digit(name.front()) &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
  if (fits) return {};
  return Error{ErrorCode::invalid_input,
               "name: expected 1 to 63 letters, digits, - and _, with a letter or digit first, got '" +
                   std::string(name.substr(0, 100)) + "'"};
}

std::string filter_arn(std::string_view name) {
  return "arn:aws:personalize:local:000000000000:filter/" + std::string(name);
}

}  // namespace pocketrec
