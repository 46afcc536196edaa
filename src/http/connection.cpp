#include "http/connection.h"

#include <cassert>
#include <utility>
#include <variant>

#include "http/response_fields.h"

namespace pocketrec {
namespace {

/// How much of a refused request is read and thrown away, so that the client sees our answer before a reset.
constexpr std::size_t kMaxDiscarded = 1'048'576;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

HttpConnection::HttpConnection(const ConnectionRules& rules, TimePoint now)
    : rules_(&rules), since_(now), scanner_(rules.limits) {}

std::optional<HttpRequest> HttpConnection::receive(std::string_view bytes, TimePoint now) {
  assert(wants_input());
  if (phase_ == Phase::lingering) {
    discarded_ += bytes.size();
    if (discarded_ > kMaxDiscarded) phase_ = Phase::closed;
    return std::nullopt;
  }
  input_.append(bytes);
  return advance(now);
}

std::optional<HttpRequest> HttpConnection::advance(TimePoint now) {
  if (phase_ == Phase::idle && !input_.empty()) enter(Phase::reading_head, now);
  if (phase_ == Phase::reading_head && !finish_head(now)) return std::nullopt;
  if (phase_ != Phase::reading_body) return std::nullopt;

  if (auto refusal = body_->read(input_)) {
    refuse(*refusal, now);
    return std::nullopt;
  }
  if (!body_->complete()) return std::nullopt;
  closes_after_answer_ = !head_.keeps_alive;
  enter(Phase::answering, now);
  return HttpRequest{std::exchange(head_, {}), body_->take()};
}

/// False: the head is not complete, or refused.
bool HttpConnection::finish_head(TimePoint now) {
  if (auto refusal = scanner_.scan(input_)) {
    refuse(*refusal, now);
    return false;
  }
  if (!scanner_.complete()) return false;

  auto parsed = parse_head(std::string_view(input_).substr(0, scanner_.size()), rules_->limits);
  if (const auto* refusal = std::get_if<Refusal>(&parsed)) {
    refuse(*refusal, now);
    return false;
  }
  head_ = std::get<RequestHead>(std::move(parsed));
  if (auto refusal = check_policy(rules_->policy, head_)) {
    const std::string request_id = new_request_id();
    refuse(*refusal, request_id, now);
    if (rules_->on_policy_refusal) rules_->on_policy_refusal(*refusal, request_id);
    return false;
  }
  input_.erase(0, scanner_.size());
  scanner_ = HeadScanner(rules_->limits);
  body_.emplace(head_, rules_->limits.body);
  phase_ = Phase::reading_body;  // since_ stays: both deadlines count from the first byte
  if (head_.expects_continue && !body_->complete() && input_.empty()) output_ += kContinue;
  return true;
}

void HttpConnection::end_of_input() {
  const bool has_answer = phase_ == Phase::answering || phase_ == Phase::writing;
  if (!has_answer) phase_ = Phase::closed;
}

void HttpConnection::answer(std::string_view response, TimePoint now) {
  assert(phase_ == Phase::answering);
  output_ += response;
  enter(Phase::writing, now);
}

void HttpConnection::throttle(std::string_view response, TimePoint now) {
  pauses_after_answer_ = true;
  answer(response, now);
}

void HttpConnection::refuse(const Refusal& refusal, TimePoint now) {
  refuse(refusal, new_request_id(), now);
}

void HttpConnection::refuse(const Refusal& refusal, std::string_view request_id, TimePoint now) {
  output_ += refusal_response(refusal, head_.method != "HEAD", request_id);
  if (rules_->on_refusal) rules_->on_refusal(refusal);
  closes_after_answer_ = true;
  input_.clear();
  enter(Phase::writing, now);
}

std::optional<HttpRequest> HttpConnection::sent(std::size_t count, TimePoint now) {
  output_sent_ += count;
  if (output_sent_ < output_.size()) return std::nullopt;
  output_.clear();
  output_sent_ = 0;
  if (phase_ != Phase::writing) return std::nullopt;  // that was 100 Continue

  if (closes_after_answer_ || is_draining_) {
    enter(Phase::lingering, now);
    return std::nullopt;
  }
  if (std::exchange(pauses_after_answer_, false)) {
    enter(Phase::pausing, now);
    return std::nullopt;
  }
  enter(Phase::idle, now);
  return advance(now);
}

std::optional<HttpRequest> HttpConnection::expire(TimePoint now) {
  if (phase_ == Phase::pausing) {
    enter(Phase::idle, now);
    return advance(now);
  }
  if (phase_ == Phase::reading_head || phase_ == Phase::reading_body) {
    refuse({408, "expected a complete request within the deadline"}, now);
  } else {
    phase_ = Phase::closed;
  }
  return std::nullopt;
}

void HttpConnection::drain() {
  is_draining_ = true;
  if (phase_ == Phase::idle || phase_ == Phase::pausing) phase_ = Phase::closed;
}

std::optional<HttpConnection::TimePoint> HttpConnection::deadline() const {
  const ConnectionDeadlines& deadlines = rules_->deadlines;
  switch (phase_) {
    case Phase::idle:
      return since_ + deadlines.idle;
    case Phase::reading_head:
      return since_ + deadlines.head;
    case Phase::reading_body:
      return since_ + deadlines.request;
    case Phase::writing:
      return since_ + deadlines.write;
    case Phase::pausing:
      return since_ + deadlines.pause;
    case Phase::lingering:
      return since_ + deadlines.linger;
    case Phase::answering:
    case Phase::closed:
      break;
  }
  return std::nullopt;
}

bool HttpConnection::wants_input() const {
  return phase_ == Phase::idle || phase_ == Phase::reading_head || phase_ == Phase::reading_body ||
         phase_ == Phase::lingering;
}

void HttpConnection::enter(Phase phase, TimePoint now) {
  phase_ = phase;
  since_ = now;
}

}  // namespace pocketrec
