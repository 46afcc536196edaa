#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// A fixed number of threads and a bounded queue in front of them, from which the earliest turn is taken first.
/// The threads are nicer (setpriority(2)) than the rest of the process. Thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;
  using TimePoint = std::chrono::steady_clock::time_point;

  /// threads: at least 1 · max_waiting: tasks that may wait while all threads are busy.
  WorkerPool(std::size_t threads, std::size_t max_waiting);
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Starts the threads. Errors: io when the system has none left.
  Result<void> start();

  /// turn: of tasks that wait, the one with the earliest is next, of equal ones the one that came first. False, and the
  /// task is dropped, when max_waiting tasks wait or the pool stops. A task must not throw.
  bool submit(TimePoint turn, Task task);

  /// When the oldest of the tasks that run now was begun; empty when none runs.
  [[nodiscard]] std::optional<TimePoint> oldest_running() const;

  /// Finishes the tasks that run, drops those that wait. Afterwards no thread of the pool exists. Idempotent.
  void stop();

 private:
  /// number: of the thread, from 0.
  void work(std::size_t number);

  const std::size_t thread_count_;
  const std::size_t max_waiting_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::multimap<TimePoint, Task> waiting_;
  std::vector<std::optional<TimePoint>> running_;  ///< when each thread began the task that it has
  bool is_stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace pocketrec
