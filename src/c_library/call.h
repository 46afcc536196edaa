#pragma once

#include <exception>
#include <new>
#include <optional>
#include <string>

#include "c_library/pocketrec.h"
#include "result/error.h"

namespace pocketrec {

/// Why a call of the C library did not succeed.
struct Failure {
  pocketrec_status status;
  std::string message;
};

/// Nothing: the call succeeded.
using Outcome = std::optional<Failure>;

/// The same failure as the C library has it.
Failure failure_of(const Error& error);

/// Writes how a call ended to the caller's memory, unless `error` is null, and returns its status.
pocketrec_status tell(pocketrec_error* error, pocketrec_status status, const char* message);

/// Whether this thread is inside the caller's on_message, where the store waits for it to return.
bool is_inside_message();

/// While it lives, this thread is inside on_message.
class InsideMessage {
 public:
  InsideMessage();
  ~InsideMessage();
  InsideMessage(const InsideMessage&) = delete;
  InsideMessage& operator=(const InsideMessage&) = delete;
};

/// Does the work of a call: work() returns an Outcome, and what a library throws becomes one.
template <typename Work>
pocketrec_status call(pocketrec_error* error, const Work& work) noexcept {
  if (is_inside_message()) return tell(error, POCKETREC_MISUSE, "expected no call from inside on_message");
  try {
    const Outcome outcome = work();
    return outcome ? tell(error, outcome->status, outcome->message.c_str()) : tell(error, POCKETREC_OK, "");
  } catch (const std::bad_alloc&) {
    return tell(error, POCKETREC_NO_MEMORY, "not enough memory");
  } catch (const std::exception& failure) {
    return tell(error, POCKETREC_INTERNAL, failure.what());
  } catch (...) {
    return tell(error, POCKETREC_INTERNAL, "internal failure");
  }
}

}  // namespace pocketrec
