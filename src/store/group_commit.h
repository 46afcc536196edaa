#pragma once

#include <condition_variable>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace pocketrec {

/// Group commit: what several threads want stored at the same time is stored together, so that they share the wait for
/// the disk (DeWitt et al., Implementation Techniques for Main Memory Database Systems, SIGMOD 1984). While one thread
/// commits, those that come gather; the first of them then commits for all that have gathered. A single thread never
/// waits for others to come. Thread-safe.
template <typename Entry>
class GroupCommit {
 public:
  /// Calls commit(group) on this thread or has another one do so, with `entry` and whatever else waits in the group in
  /// the order of arrival, and returns when that is done. One commit runs at a time.
  /// commit: a function of std::span<Entry* const>. If it throws, the exception reaches the thread that called it; the
  /// others of its group return with their entries as they are then.
  template <typename Commit>
  void run(Entry& entry, const Commit& commit) {
    Waiting self{&entry};
    std::unique_lock lock(mutex_);
    gathered_.push_back(&self);
    while (!self.done) {
      if (is_committing_) {
        turn_.wait(lock);
      } else {
        commit_gathered(lock, commit);
      }
    }
  }

 private:
  struct Waiting {
    Entry* entry;
    bool done = false;
  };

  template <typename Commit>
  void commit_gathered(std::unique_lock<std::mutex>& lock, const Commit& commit) {
    // Also on the way of an exception: nobody may wait for ever.
    struct Turn {
      GroupCommit& owner;
      std::unique_lock<std::mutex>& lock;
      std::vector<Waiting*> group;
      ~Turn() {
        if (!lock.owns_lock()) lock.lock();
        for (Waiting* waiting : group) waiting->done = true;
        owner.is_committing_ = false;
        owner.turn_.notify_all();
      }
    };
    is_committing_ = true;
    const Turn turn{*this, lock, std::exchange(gathered_, {})};
    lock.unlock();
    std::vector<Entry*> entries;
    entries.reserve(turn.group.size());
    for (const Waiting* waiting : turn.group) entries.push_back(waiting->entry);
    commit(std::span<Entry* const>(entries));
  }

  std::mutex mutex_;
  std::condition_variable turn_;
  std::vector<Waiting*> gathered_;
  bool is_committing_ = false;
};

}  // namespace pocketrec
