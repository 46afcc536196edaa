#include "store/periodic_sync.h"

#include <string>
#include <system_error>

namespace pocketrec {

Result<void> PeriodicSync::start() {
  try {
    thread_ = std::thread([this] { work(); });
  } catch (const std::system_error& error) {
    return Error{ErrorCode::io, std::string("event store: start the thread that syncs: ") + error.what()};
  }
  return {};
}

PeriodicSync::~PeriodicSync() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void PeriodicSync::note_write() {
  {
    const std::lock_guard lock(mutex_);
    if (is_written_) return;
    is_written_ = true;
  }
  wake_.notify_all();
}

void PeriodicSync::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return is_written_ || is_stopping_; });
    if (wake_.wait_for(lock, window_, [this] { return is_stopping_; })) return;
    // Before the sync: what is written during it may have to wait for the next one.
    is_written_ = false;
    lock.unlock();
    sync_();
    lock.lock();
  }
}

}  // namespace pocketrec
