#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "result/error.h"

namespace pocketrec {

/// Tells on standard error what the device could not do. The same failure again is told once a minute: a full disk
/// fails every event. Thread-safe.
class FailureLog {
 public:
  void write(const Error& failure);

 private:
  std::mutex mutex_;
  std::string last_;
  std::chrono::steady_clock::time_point told_;
};

}  // namespace pocketrec
