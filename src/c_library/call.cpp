#include "c_library/call.h"

#include <algorithm>
#include <cstring>

namespace pocketrec {
namespace {

thread_local bool inside_message = false;

pocketrec_status status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input:
      return POCKETREC_INVALID_INPUT;
    case ErrorCode::request_too_large:
      return POCKETREC_INVALID_INPUT;
    case ErrorCode::unknown_operation:
      return POCKETREC_INVALID_INPUT;
    case ErrorCode::resource_not_found:
      return POCKETREC_NOT_FOUND;
    case ErrorCode::resource_already_exists:
      return POCKETREC_ALREADY_EXISTS;
    case ErrorCode::resource_in_use:
      return POCKETREC_IN_USE;
    case ErrorCode::overloaded:
      return POCKETREC_OVERLOADED;
    case ErrorCode::corrupt_model:
      return POCKETREC_CORRUPT_MODEL;
    case ErrorCode::unsupported_model:
      return POCKETREC_UNSUPPORTED_MODEL;
    case ErrorCode::storage:
      return POCKETREC_STORAGE;
    case ErrorCode::io:
      return POCKETREC_IO;
    case ErrorCode::request_timeout:
      return POCKETREC_INTERNAL;
    case ErrorCode::internal:
      return POCKETREC_INTERNAL;
  }
  return POCKETREC_INTERNAL;
}

}  // namespace

Failure failure_of(const Error& error) {
  return {status_of(error.code), error.message};
}

pocketrec_status tell(pocketrec_error* error, pocketrec_status status, const char* message) {
  if (error == nullptr) return status;
  error->status = status;
  std::size_t length = std::min(std::strlen(message), sizeof error->message - 1);
  // A character that does not fit whole is left out.
  while (length > 0 && (static_cast<unsigned char>(message[length]) & 0xC0) == 0x80) --length;
  std::memcpy(error->message, message, length);
  error->message[length] = '\0';
  return status;
}

bool is_inside_message() {
  return inside_message;
}

InsideMessage::InsideMessage() {
  inside_message = true;
}

InsideMessage::~InsideMessage() {
  inside_message = false;
}

}  // namespace pocketrec
