#include "access/canonical_request.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "domain/hex_digit.h"

namespace pocketrec {
namespace {

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

void append_encoded(std::string& target, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      target += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    target += '%';
    target += kHex[byte >> 4U];
    target += kHex[byte & 0x0FU];
  }
}

/// A '%' that no two hex digits follow stands for itself.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (low) {
      result += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string encoded_again(std::string_view text) {
  std::string result;
  append_encoded(result, decoded(text));
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// Appends the value with white space trimmed and runs of it as one space. AWS speaks of spaces; its clients treat tabs
/// alike.
void append_canonical_value(std::string& target, std::string_view value) {
  bool is_first_word = true;
  while (true) {
    const std::size_t begin = value.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return;
    value.remove_prefix(begin);
    const std::size_t end = std::min(value.find_first_of(" \t"), value.size());
    if (!std::exchange(is_first_word, false)) target += ' ';
    target += value.substr(0, end);
    value.remove_prefix(end);
  }
}

void append_header(std::string& target, const RequestView& request, std::string_view name) {
  target += name;
  char separator = ':';
  for (const HeaderField& field : request.fields) {
    if (field.name != name) continue;
    target += std::exchange(separator, ',');
    append_canonical_value(target, field.value);
  }
  target += '\n';
}

}  // namespace

std::string canonical_path(std::string_view path) {
  std::vector<std::string_view> segments;
  for (const std::string_view segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (!segments.empty()) {
      segments.pop_back();
    }
  }
  std::string result;
  for (const std::string_view segment : segments) {
    result += '/';
    append_encoded(result, segment);
  }
  if (result.empty() || path.ends_with('/')) result += '/';
  return result;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for (const std::string_view parameter : split(query, '&')) {
    if (parameter.empty()) continue;
    const std::size_t sign = std::min(parameter.find('='), parameter.size());
    const std::size_t value = std::min(sign + 1, parameter.size());
    parameters.emplace_back(encoded_again(parameter.substr(0, sign)), encoded_again(parameter.substr(value)));
  }
  std::ranges::sort(parameters);
  std::string result;
  for (const auto& [name, value] : parameters) {
    if (!result.empty()) result += '&';
    result += name;
    result += '=';
    result += value;
  }
  return result;
}

std::string canonical_request(const RequestView& request, const SignatureField& field, const Sha256& body_hash) {
  const std::size_t path_end = std::min(request.target.find('?'), request.target.size());
  const std::size_t query_begin = std::min(path_end + 1, request.target.size());
  std::string text(request.method);
  text += '\n';
  text += canonical_path(request.target.substr(0, path_end));
  text += '\n';
  text += canonical_query(request.target.substr(query_begin));
  text += '\n';
  for (const std::string_view name : field.signed_header_names) append_header(text, request, name);
  text += '\n';
  text += field.signed_headers;
  text += '\n';
  text += to_hex(body_hash);
  return text;
}

}  // namespace pocketrec
