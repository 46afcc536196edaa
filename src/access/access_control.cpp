#include "access/access_control.h"

#include <utility>

#include "access/signature_field.h"
#include "access/verify_signature.h"

namespace pocketrec {
namespace {

constexpr std::size_t kRememberedSignatures = 8'192;
constexpr std::string_view kBearer = "Bearer ";

}  // namespace

AccessControl::AccessControl(Credentials credentials, std::chrono::seconds clock_skew, WallClock clock)
    : credentials_(std::make_shared<const Credentials>(std::move(credentials))),
      clock_skew_(clock_skew),
      clock_(std::move(clock)),
      replays_(kRememberedSignatures) {}

AccessDecision AccessControl::decide(std::string_view operation, const RequestView& request) {
  AccessDecision decision;
  if (is_public(operation)) return decision;
  const auto known = credentials();  // holds on to them while the holder is looked at
  const auto proof = authenticate(*known, request, decision);
  if (const auto* denial = std::get_if<Denial>(&proof)) {
    decision.denial = *denial;
    return decision;
  }
  const Holder& holder = *std::get<const Holder*>(proof);
  decision.who = holder.name;
  if (holder.expires && clock_() >= *holder.expires) {
    decision.denial = Denial{kExpiredToken, "expected a credential that has not expired"};
  } else if (!holder.roles.allow(operation)) {
    decision.denial = Denial{kAccessDenied, "expected a credential with the role for this operation"};
  }
  if (decision.denial || !changes_state(operation)) decision.replay_key.reset();
  if (decision.replay_key) decision.seen = replays_.begin(*decision.replay_key);
  return decision;
}

void AccessControl::replace(Credentials credentials) {
  auto replacement = std::make_shared<const Credentials>(std::move(credentials));
  const std::lock_guard lock(mutex_);
  credentials_.swap(replacement);
}

std::shared_ptr<const Credentials> AccessControl::credentials() const {
  const std::lock_guard lock(mutex_);
  return credentials_;
}

void AccessControl::end(const AccessDecision& decision, bool succeeded) {
  const bool is_first = decision.seen == ReplayGuard::Seen::never;
  if (decision.replay_key && is_first) replays_.end(*decision.replay_key, succeeded);
}

OrDenial<const Holder*> AccessControl::authenticate(const Credentials& credentials, const RequestView& request,
                                                    AccessDecision& decision) const {
  const std::size_t count = request.count("authorization");
  if (count == 0) return Denial{kMissingAuthenticationToken, "expected an Authorization header field, got none"};
  if (count > 1) return Denial{kIncompleteSignature, "expected one Authorization header field, got several"};
  const std::string_view authorization = *request.find("authorization");
  if (!authorization.starts_with(kBearer)) return check_signature(credentials, authorization, request, decision);
  const Holder* holder = credentials.find_token(authorization.substr(kBearer.size()));
  if (holder == nullptr) return Denial{kUnrecognizedClient, "expected a bearer token that is known here"};
  return holder;
}

OrDenial<const Holder*> AccessControl::check_signature(const Credentials& credentials, std::string_view authorization,
                                                       const RequestView& request, AccessDecision& decision) const {
  const auto parsed = parse_signature_field(authorization);
  if (const auto* denial = std::get_if<Denial>(&parsed)) return *denial;
  const auto& field = std::get<SignatureField>(parsed);
  if (field.service != "personalize") {
    return Denial{kInvalidSignature, "expected the service personalize in the scope of the signature"};
  }
  const AccessKey* key = credentials.find_key(field.access_key_id);
  if (key == nullptr) return Denial{kUnrecognizedClient, "expected an access key id that is known here"};
  const auto denial = verify_signature(request, field, key->signing_secret.view(), {clock_(), clock_skew_});
  if (denial) return *denial;
  decision.replay_key = field.signature;
  return &key->holder;
}

}  // namespace pocketrec
