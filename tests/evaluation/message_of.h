#pragma once

#include <doctest/doctest.h>

#include <string>

#include "result/result.h"

namespace pocketrec {

/// What a refusal of input says, or "no error".
template <typename T>
std::string message_of(const Result<T>& result) {
  if (result) return "no error";
  CHECK(result.error().code == ErrorCode::invalid_input);
  return result.error().message;
}

}  // namespace pocketrec
