#include "access/signature_field.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace pocketrec {
namespace {

Denial malformed(std::string expected) {
  return {kIncompleteSignature, "Authorization: expected " + std::move(expected)};
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Takes what stands before the next separator from the begin of `text`, and the separator.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool parse_credential(std::string_view text, SignatureField& field) {
  if (std::ranges::count(text, '/') != 4) return false;
  field.access_key_id = take_until(text, '/');
  field.scope = text;
  field.date = take_until(text, '/');
  field.region = take_until(text, '/');
  field.service = take_until(text, '/');
  return !field.access_key_id.empty() && !field.region.empty() && text == "aws4_request";
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~' && (c < 'A' || c > 'Z'); });
}

bool parse_signed_headers(std::string_view text, SignatureField& field) {
  field.signed_headers = text;
  const auto count = static_cast<std::size_t>(std::ranges::count(text, ';')) + 1;
  while (field.signed_header_names.size() < count) {
    const std::string_view name = take_until(text, ';');
    const bool is_sorted = field.signed_header_names.empty() || field.signed_header_names.back() < name;
    if (!is_header_name(name) || !is_sorted) return false;
    field.signed_header_names.push_back(name);
  }
  return true;
}

/// The values of Credential, SignedHeaders and Signature; no value unless each is there once and nothing else is.
std::optional<std::array<std::string_view, 3>> split_parts(std::string_view text) {
  constexpr std::array<std::string_view, 3> kNames = {"Credential", "SignedHeaders", "Signature"};
  std::array<std::string_view, 3> values;
  if (std::ranges::count(text, ',') != 2) return std::nullopt;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    std::string_view value = trim(take_until(text, ','));
    const auto* name = std::ranges::find(kNames, take_until(value, '='));
    if (name == kNames.end()) return std::nullopt;
    std::string_view& slot = values[static_cast<std::size_t>(name - kNames.begin())];
    if (!slot.empty() || value.empty()) return std::nullopt;
    slot = value;
  }
  return values;
}

}  // namespace

OrDenial<SignatureField> parse_signature_field(std::string_view value) {
  if (take_until(value, ' ') != kSignatureAlgorithm) return malformed("AWS4-HMAC-SHA256 or Bearer");
  const auto parts = split_parts(value);
  if (!parts) return malformed("Credential, SignedHeaders and Signature, each once, with commas between");
  const auto& [credential, signed_headers, signature] = *parts;

  SignatureField field;
  if (!parse_credential(credential, field)) return malformed("Credential=ID/DATE/REGION/SERVICE/aws4_request");
  if (!parse_signed_headers(signed_headers, field)) {
    return malformed("SignedHeaders as lower-case names, sorted, with semicolons between");
  }
  if (!from_hex(signature, field.signature)) return malformed("Signature of 64 lower-case hex digits");
  return field;
}

}  // namespace pocketrec
