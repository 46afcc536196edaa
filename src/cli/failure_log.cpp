#include "cli/failure_log.h"

#include <cstdio>

namespace pocketrec {

void FailureLog::write(const Error& failure) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (failure.message == last_ && now - told_ < std::chrono::minutes(1)) return;
  last_ = failure.message;
  told_ = now;
  std::fprintf(stderr, "pocketrec: error: %s\n", failure.message.c_str());
}

}  // namespace pocketrec
