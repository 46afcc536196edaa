#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "access/denial.h"
#include "access/request_view.h"
#include "access/sha256.h"
#include "access/signature_field.h"

namespace pocketrec {

/// The signature that AWS's Signature Version 4 makes of a canonical request.
/// signing_secret: "AWS4" and the secret access key · timestamp: such as "20150830T123600Z".
Sha256 signature_of(std::string_view signing_secret, const SignatureField& field, std::string_view timestamp,
                    std::string_view canonical_request);

/// What a signature's time is compared with.
struct SignatureClock {
  std::chrono::system_clock::time_point now;
  std::chrono::seconds skew{300};  ///< how far it may be off in either direction; 0: not compared
};

/// Nothing when the request was signed with the secret: the signature covers Host, the field with the time,
/// Content-Type where there is one, every x-amz-* field and the body; its time is near the clock's; it matches.
///
/// The time is that of X-Amz-Date or, without one, of Date. X-Amz-Content-Sha256 has to be the body's hash where it is
/// sent: UNSIGNED-PAYLOAD is denied, because without TLS anyone on the way could exchange the body.
/// Denies with IncompleteSignature and InvalidSignatureException. Hashes the body only after the cheap checks.
std::optional<Denial> verify_signature(const RequestView& request, const SignatureField& field,
                                       std::string_view signing_secret, const SignatureClock& clock);

}  // namespace pocketrec
