#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "result/result.h"

namespace pocketrec {

/// A thread that syncs what was written, at the latest a time after it was written. Without writes it sleeps.
class PeriodicSync {
 public:
  /// window: the time · sync: called on the thread; must not throw.
  PeriodicSync(std::chrono::milliseconds window, std::function<void()> sync)
      : window_(window), sync_(std::move(sync)) {}
  /// Ends the thread, without a last sync.
  ~PeriodicSync();
  PeriodicSync(const PeriodicSync&) = delete;
  PeriodicSync& operator=(const PeriodicSync&) = delete;

  /// Starts the thread; call once. Errors: io when the system has none left.
  Result<void> start();

  /// Something was written. Thread-safe.
  void note_write();

 private:
  void work();

  const std::chrono::milliseconds window_;
  const std::function<void()> sync_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_written_ = false;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace pocketrec
