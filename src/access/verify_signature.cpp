#include "access/verify_signature.h"

#include <algorithm>
#include <string>
#include <utility>

#include "access/canonical_request.h"
#include "access/signing_time.h"

namespace pocketrec {
namespace {

constexpr std::string_view kAmzDate = "x-amz-date";

Denial incomplete(std::string expected) {
  return {kIncompleteSignature, "expected " + std::move(expected)};
}

Denial invalid(std::string expected) {
  return {kInvalidSignature, "expected " + std::move(expected)};
}

std::string_view view_of(const Sha256& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

bool is_signed(const SignatureField& field, std::string_view name) {
  return std::ranges::binary_search(field.signed_header_names, name);
}

std::optional<Denial> check_coverage(const RequestView& request, const SignatureField& field) {
  for (const std::string_view name : field.signed_header_names) {
    if (request.find(name) == nullptr) return incomplete("every header field that SignedHeaders names");
  }
  if (!is_signed(field, "host")) return incomplete("host among SignedHeaders");
  for (const HeaderField& header : request.fields) {
    const bool has_to_be_signed = header.name == "content-type" || header.name.starts_with("x-amz-");
    if (has_to_be_signed && !is_signed(field, header.name)) {
      return incomplete("content-type and all x-amz- header fields of the request among SignedHeaders");
    }
  }
  return std::nullopt;
}

OrDenial<std::chrono::sys_seconds> signing_time(const RequestView& request, const SignatureField& field) {
  const bool has_amz_date = request.find(kAmzDate) != nullptr;
  const std::string_view name = has_amz_date ? kAmzDate : "date";
  if (request.count(name) != 1 || !is_signed(field, name)) return incomplete("one signed X-Amz-Date or Date");
  const std::string& text = *request.find(name);
  auto time = parse_amz_date(text);
  if (!time && !has_amz_date) time = parse_http_date(text);
  if (!time) return incomplete("X-Amz-Date as YYYYMMDDThhmmssZ, or Date in the form of HTTP");
  return *time;
}

std::optional<Denial> check_time(std::chrono::sys_seconds time, const SignatureClock& clock) {
  if (clock.skew.count() == 0) return std::nullopt;
  const auto now = std::chrono::floor<std::chrono::seconds>(clock.now);
  if (time >= now - clock.skew && time <= now + clock.skew) return std::nullopt;
  const std::string side = time < now ? "Signature expired: " : "Signature not yet current: ";
  return Denial{kInvalidSignature, side + to_amz_date(time) + " is more than " + std::to_string(clock.skew.count()) +
                                       " s away from this clock, " + to_amz_date(now)};
}

}  // namespace

Sha256 signature_of(std::string_view signing_secret, const SignatureField& field, std::string_view timestamp,
                    std::string_view canonical_request) {
  Sha256 key = hmac_sha256(signing_secret, field.date);
  for (const std::string_view step : {field.region, field.service, std::string_view("aws4_request")}) {
    key = hmac_sha256(view_of(key), step);
  }
  std::string text(kSignatureAlgorithm);
  text += '\n';
  text += timestamp;
  text += '\n';
  text += field.scope;
  text += '\n';
  text += to_hex(sha256(canonical_request));
  const Sha256 signature = hmac_sha256(view_of(key), text);
  wipe(key);
  return signature;
}

std::optional<Denial> verify_signature(const RequestView& request, const SignatureField& field,
                                       std::string_view signing_secret, const SignatureClock& clock) {
  if (auto denial = check_coverage(request, field)) return denial;
  const auto parsed_time = signing_time(request, field);
  if (const auto* denial = std::get_if<Denial>(&parsed_time)) return *denial;
  const auto time = std::get<std::chrono::sys_seconds>(parsed_time);
  const std::string timestamp = to_amz_date(time);
  if (!timestamp.starts_with(field.date) || field.date.size() != 8) {
    return invalid("the day of the signature's time as the date of its Credential");
  }
  if (auto denial = check_time(time, clock)) return denial;

  const Sha256 body_hash = sha256(request.body);
  if (const std::string* claimed = request.find("x-amz-content-sha256")) {
    Sha256 hash{};
    if (!from_hex(*claimed, hash) || hash != body_hash)
      return invalid("the SHA-256 of the body as X-Amz-Content-Sha256");
  }
  const Sha256 expected = signature_of(signing_secret, field, timestamp, canonical_request(request, field, body_hash));
  if (equal(expected, field.signature)) return std::nullopt;
  return invalid(
      "a signature that matches the request: check the secret access key, and that nothing on the way changes it");
}

}  // namespace pocketrec
