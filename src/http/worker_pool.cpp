#include "http/worker_pool.h"

#include <sys/resource.h>

#include <cassert>
#include <string>
#include <system_error>
#include <utility>

namespace pocketrec {
namespace {

/// Behind the event loop, which has little to do for many, and behind the programs that wait for an answer.
constexpr int kNiceness = 10;

}  // namespace

WorkerPool::WorkerPool(std::size_t threads, std::size_t max_waiting)
    : thread_count_(threads), max_waiting_(max_waiting), running_(threads) {
  assert(threads >= 1);
}

Result<void> WorkerPool::start() {
  try {
    while (threads_.size() < thread_count_) threads_.emplace_back([this, number = threads_.size()] { work(number); });
  } catch (const std::system_error& error) {
    return Error{ErrorCode::io, "start worker threads: expected " + std::to_string(thread_count_) + ", got " +
                                    std::to_string(threads_.size()) + ": " + error.what()};
  }
  return {};
}

bool WorkerPool::submit(TimePoint turn, Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || waiting_.size() >= max_waiting_) return false;
    waiting_.emplace(turn, std::move(task));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    waiting_.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

std::optional<WorkerPool::TimePoint> WorkerPool::oldest_running() const {
  const std::lock_guard lock(mutex_);
  std::optional<TimePoint> oldest;
  for (const auto& begun : running_) {
    if (begun && (!oldest || *begun < *oldest)) oldest = begun;
  }
  return oldest;
}

void WorkerPool::work(std::size_t number) {
  // Linux has a niceness for each thread, and 0 is the calling one. Without it a pool still works.
  [[maybe_unused]] const int status = ::setpriority(PRIO_PROCESS, 0, kNiceness);
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      running_[number].reset();
      wake_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
      if (is_stopping_) return;
      task = std::move(waiting_.extract(waiting_.begin()).mapped());
      running_[number] = TimePoint::clock::now();
    }
    task();
  }
}

}  // namespace pocketrec
