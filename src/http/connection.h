#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "http/body_reader.h"
#include "http/refusal.h"
#include "http/request_framing.h"
#include "http/request_policy.h"

namespace pocketrec {

/// A complete request that passed framing and policy.
struct HttpRequest {
  RequestHead head;
  std::string body;                                 ///< de-chunked
  std::string client = {};                          ///< whose share of requests it is counted on
  std::chrono::steady_clock::time_point turn = {};  ///< of requests that wait, the earliest turn is next
};

/// Absolute deadlines: from the begin of a phase, however many bytes trickle in during it.
struct ConnectionDeadlines {
  std::chrono::milliseconds head{5'000};      ///< from a request's first byte to the end of its header fields
  std::chrono::milliseconds request{10'000};  ///< from a request's first byte to its last
  std::chrono::milliseconds idle{15'000};     ///< between requests, and before the first
  std::chrono::milliseconds write{10'000};    ///< for the client to take an answer
  std::chrono::milliseconds linger{1'000};    ///< for the client to close after our last answer
  std::chrono::milliseconds pause{1'000};     ///< until a client that asked too often is read again
};

/// What holds for the connections of one listener.
struct ConnectionRules {
  FramingLimits limits;
  ConnectionDeadlines deadlines;
  RequestPolicy policy;
  /// Called for whatever the listener refuses. Must not block. Empty: nobody wants to know.
  std::function<void(const Refusal& refusal)> on_refusal = {};
  /// Called after it for a request that the policy refuses, with what it is answered. Must not block.
  std::function<void(const Refusal& refusal, std::string_view request_id)> on_policy_refusal = {};
};

/// One client's connection as a state machine without socket or clock: bytes and the time go in, requests and bytes
/// come out. Requests of a pipeline are handed out one after the other: the next one when the answer before it was
/// sent, so that answers keep their order and the memory of a connection is bounded.
class HttpConnection {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  enum class Phase {
    idle,          ///< nothing of a request has arrived
    reading_head,  ///< a request began
    reading_body,  ///< its head is accepted
    answering,     ///< it was handed out and waits for answer()
    writing,       ///< output() holds its answer
    pausing,       ///< its answer is sent; the client asks too often, and waits until it is read again
    lingering,     ///< the last answer is sent; what still arrives is thrown away
    closed         ///< nothing more to do
  };

  /// `rules` must outlive the connection.
  HttpConnection(const ConnectionRules& rules, TimePoint now);

  /// Takes what the client sent. Returns a request when one is complete. Precondition: wants_input().
  std::optional<HttpRequest> receive(std::string_view bytes, TimePoint now);
  /// The client will send nothing more.
  void end_of_input();
  /// Takes the response to the request that was handed out. Precondition: phase() is answering.
  void answer(std::string_view response, TimePoint now);
  /// As answer(), to a client that asks too often: nothing more is read from it for a pause.
  void throttle(std::string_view response, TimePoint now);
  /// Answers with a refusal, after which the connection closes.
  void refuse(const Refusal& refusal, TimePoint now);
  /// The first `count` bytes of output() are sent. Returns the next request when it had arrived already.
  std::optional<HttpRequest> sent(std::size_t count, TimePoint now);
  /// Does what is due at deadline(): a request that is not complete gets 408, a pause ends, everything else is closed.
  /// Returns the next request when it arrived before the pause.
  std::optional<HttpRequest> expire(TimePoint now);
  /// The server stops: finish the request that began, take no further one.
  void drain();

  [[nodiscard]] Phase phase() const { return phase_; }
  /// When the phase began, or, while a request is read, when its first byte came.
  [[nodiscard]] TimePoint since() const { return since_; }
  /// None while answering: then we are the slow ones.
  [[nodiscard]] std::optional<TimePoint> deadline() const;
  /// Whether bytes may be passed to receive(). Not while a request is worked on: the sender has to wait.
  [[nodiscard]] bool wants_input() const;
  /// Bytes to send; valid until the next call that is not const.
  [[nodiscard]] std::string_view output() const { return std::string_view(output_).substr(output_sent_); }

 private:
  std::optional<HttpRequest> advance(TimePoint now);
  bool finish_head(TimePoint now);
  void refuse(const Refusal& refusal, std::string_view request_id, TimePoint now);
  void enter(Phase phase, TimePoint now);

  const ConnectionRules* rules_;
  Phase phase_ = Phase::idle;
  TimePoint since_;
  bool closes_after_answer_ = false;
  bool pauses_after_answer_ = false;
  bool is_draining_ = false;
  std::size_t discarded_ = 0;

  std::string input_;  ///< received and not consumed
  HeadScanner scanner_;
  RequestHead head_;
  std::optional<BodyReader> body_;

  std::string output_;
  std::size_t output_sent_ = 0;
};

}  // namespace pocketrec
