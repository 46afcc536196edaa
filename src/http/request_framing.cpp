#include "http/request_framing.h"

#include <algorithm>
#include <array>

#include "http/lower_case.h"

namespace pocketrec {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// RFC 9110 §5.6.2.
bool is_token_character(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || kMarks.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

/// Visible ASCII, bytes above it, space and tab (RFC 9110 §5.5).
bool is_value_character(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// Whether a comma-separated list has an element, without regard to case.
bool list_has(std::string_view list, std::string_view element) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (lower_case(trim(list.substr(0, comma))) == element) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::optional<Refusal> parse_version(std::string_view text, RequestHead& head) {
  if (text.size() != 8 || !text.starts_with("HTTP/") || !is_digit(text[5]) || text[6] != '.' || !is_digit(text[7])) {
    return Refusal{400, "expected METHOD SP TARGET SP HTTP/1.1 as the request line"};
  }
  if (text != "HTTP/1.1" && text != "HTTP/1.0") return Refusal{505, "expected HTTP/1.1 or HTTP/1.0"};
  head.minor_version = text[7] - '0';
  return std::nullopt;
}

std::optional<Refusal> parse_request_line(std::string_view line, const FramingLimits& limits, RequestHead& head) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) {
    return Refusal{400, "expected METHOD SP TARGET SP HTTP/1.1 as the request line"};
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, second - first - 1);
  if (!is_token(method)) return Refusal{400, "expected a method at the begin of the request line"};
  if (auto refusal = parse_version(line.substr(second + 1), head)) return refusal;

  constexpr std::array<std::string_view, 7> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  if (std::ranges::find(kMethods, method) == kMethods.end()) {
    return Refusal{501, "expected the method GET, HEAD or POST, got one that is not known here"};
  }
  if (target.size() > limits.target) {
    return Refusal{414, "expected a target of at most " + std::to_string(limits.target) + " bytes, got more"};
  }
  // An absolute target would name the host a second time (RFC 9112 §3.2.2), and only proxies get one.
  if (!target.starts_with('/')) return Refusal{400, "expected a target that begins with a slash"};
  if (!std::ranges::all_of(target, [](char c) { return c > ' ' && c <= '~' && c != '#'; })) {
    return Refusal{400, "expected visible ASCII without fragment as the target"};
  }
  head.method = method;
  head.target = target;
  return std::nullopt;
}

std::optional<Refusal> parse_field(std::string_view line, RequestHead& head) {
  if (line.starts_with(' ') || line.starts_with('\t')) {
    return Refusal{400, "expected a header field, got a folded line (RFC 9112 section 5.2)"};
  }
  const std::size_t colon = line.find(':');
  // A name that ends in a space is no token, and a line without colon has no name.
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return Refusal{400, "expected NAME: VALUE as a header field, without space before the colon"};
  }
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::ranges::all_of(value, is_value_character)) {
    return Refusal{400, "expected no control characters in a header field"};
  }
  head.fields.push_back({lower_case(line.substr(0, colon)), std::string(value)});
  return std::nullopt;
}

std::optional<Refusal> decide_length(const FramingLimits& limits, RequestHead& head) {
  const std::size_t lengths = head.count("content-length");
  const std::size_t codings = head.count("transfer-encoding");
  if (lengths + codings > 1) {
    return Refusal{400, "expected at most one of Content-Length and Transfer-Encoding, got " +
                            std::to_string(lengths + codings) + " such fields"};
  }
  if (codings == 1) {
    if (head.minor_version == 0) return Refusal{400, "expected no Transfer-Encoding in HTTP/1.0"};
    if (*head.find("transfer-encoding") != "chunked") return Refusal{501, "expected chunked as the Transfer-Encoding"};
    head.is_chunked = true;
    return std::nullopt;
  }
  if (lengths == 0) return std::nullopt;

  const std::string& digits = *head.find("content-length");
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) {
    return Refusal{400, "expected decimal digits as the Content-Length"};
  }
  for (const char digit : digits) {
    // Stops long before the product could wrap around.
    head.content_length = head.content_length * 10 + static_cast<std::size_t>(digit - '0');
    if (head.content_length > limits.body) {
      return Refusal{413, "expected a body of at most " + std::to_string(limits.body) + " bytes, got more"};
    }
  }
  return std::nullopt;
}

std::optional<Refusal> decide_rest(RequestHead& head) {
  const std::size_t hosts = head.count("host");
  if (hosts != 1) return Refusal{400, "expected exactly one Host field, got " + std::to_string(hosts)};

  head.keeps_alive = head.minor_version == 1;
  for (const HeaderField& field : head.fields) {
    if (field.name == "connection" && list_has(field.value, "close")) head.keeps_alive = false;
  }
  if (const std::string* expectation = head.find("expect")) {
    if (lower_case(*expectation) != "100-continue") return Refusal{417, "expected 100-continue as the expectation"};
    head.expects_continue = head.minor_version == 1;
  }
  return std::nullopt;
}

}  // namespace

const std::string* RequestHead::find(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &HeaderField::name);
  return found == fields.end() ? nullptr : &found->value;
}

std::size_t RequestHead::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count(fields, name, &HeaderField::name));
}

OrRefusal<RequestHead> parse_head(std::string_view head, const FramingLimits& limits) {
  RequestHead result;
  if (head.starts_with(kLineEnd)) head.remove_prefix(kLineEnd.size());
  for (bool is_first = true; !head.empty(); is_first = false) {
    const std::size_t end = std::min(head.find(kLineEnd), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + kLineEnd.size(), head.size()));
    if (line.empty()) break;
    auto refusal = is_first ? parse_request_line(line, limits, result) : parse_field(line, result);
    if (refusal) return *std::move(refusal);
  }
  if (auto refusal = decide_length(limits, result)) return *std::move(refusal);
  if (auto refusal = decide_rest(result)) return *std::move(refusal);
  return result;
}

}  // namespace pocketrec
