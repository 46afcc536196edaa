#include "result/error.h"

namespace pocketrec {

ErrorTraits error_traits(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input:
      return {"InvalidInputException", 400, 1};
    case ErrorCode::resource_not_found:
      return {"ResourceNotFoundException", 404, 1};
    case ErrorCode::resource_already_exists:
      return {"ResourceAlreadyExistsException", 400, 1};
    case ErrorCode::resource_in_use:
      return {"ResourceInUseException", 409, 1};
    case ErrorCode::unknown_operation:
      return {"UnknownOperationException", 404, 2};
    case ErrorCode::request_too_large:
      return {"RequestEntityTooLargeException", 413, 1};
    case ErrorCode::request_timeout:
      return {"RequestTimeoutException", 408, 1};
    case ErrorCode::overloaded:
    case ErrorCode::storage:
      return {"ServiceUnavailable", 503, 1};
    case ErrorCode::corrupt_model:
    case ErrorCode::unsupported_model:
    case ErrorCode::io:
    case ErrorCode::internal:
      break;
  }
  return {"InternalFailure", 500, 1};
}

}  // namespace pocketrec
