#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "access/credentials.h"
#include "access/denial.h"
#include "access/replay_guard.h"
#include "access/request_view.h"
#include "access/sha256.h"

namespace pocketrec {

/// Tells the time that signatures are compared with.
using WallClock = std::function<std::chrono::system_clock::time_point()>;

/// What AccessControl::decide() found.
struct AccessDecision {
  std::string who;                   ///< name of the proven credential; empty when nothing was proven
  std::optional<Denial> denial;      ///< none: the request may be served
  std::optional<Sha256> replay_key;  ///< set where a replay would be a change
  /// What became of the same bytes before. succeeded: give the answer of success, and change nothing. in_progress: the
  /// outcome is not known yet.
  ReplayGuard::Seen seen = ReplayGuard::Seen::never;
};

/// Decides which request may be served: by its signature (Signature Version 4, service "personalize", any region) or
/// its bearer token, and the roles of whom that proves. Thread-safe.
///
/// Replays. What reads may be read again: two equal requests in one second have the same signature, so refusing the
/// second would hit ordinary clients. A request that changes state and succeeded is remembered by its signature, and
/// the same bytes again are answered with success and without effect. Refusing them would tell a client whose first
/// answer was lost that its events were not stored. While the first is still worked on, the second has to be tried
/// again. 8192 signatures are remembered, and none over a restart. Bearer
/// tokens prove the sender and not the request, so they have no such protection.
class AccessControl {
 public:
  /// clock_skew: how far the time of a signature may be from the clock; 0: not compared, for devices whose clock is
  /// wrong.
  AccessControl(Credentials credentials, std::chrono::seconds clock_skew,
                WallClock clock = &std::chrono::system_clock::now);

  /// operation: such as "PutEvents". Cheap checks come first: an unknown sender never costs a hash of the body.
  /// An X-Amz-Security-Token is signed as any x-amz- field and has no other meaning here.
  /// Nothing of a decision refers to the credentials. Every decision has to be given to end().
  [[nodiscard]] AccessDecision decide(std::string_view operation, const RequestView& request);
  /// From now on these prove who asks. Requests that are being decided finish with the ones before. Which requests were
  /// remembered stays.
  void replace(Credentials credentials);
  /// The request of this decision is answered. succeeded: it changed what it had to.
  void end(const AccessDecision& decision, bool succeeded);

 private:
  OrDenial<const Holder*> authenticate(const Credentials& credentials, const RequestView& request,
                                       AccessDecision& decision) const;
  OrDenial<const Holder*> check_signature(const Credentials& credentials, std::string_view authorization,
                                          const RequestView& request, AccessDecision& decision) const;
  [[nodiscard]] std::shared_ptr<const Credentials> credentials() const;

  mutable std::mutex mutex_;  ///< guards which credentials there are; they themselves never change
  std::shared_ptr<const Credentials> credentials_;
  std::chrono::seconds clock_skew_;
  WallClock clock_;
  ReplayGuard replays_;
};

}  // namespace pocketrec
