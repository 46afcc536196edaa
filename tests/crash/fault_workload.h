#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "temporary_folder.h"

namespace pocketrec {

/// Decides which of many steps fail: the n-th that is asked for, once or from then on.
class NthFault {
 public:
  NthFault(std::int64_t n, bool lasts) : n_(n), lasts_(lasts) {}

  /// The next step: whether it fails.
  bool strikes() {
    if (over_ || ++seen_ < n_ || (!lasts_ && seen_ > n_)) return false;
    ++struck_;
    return true;
  }

  /// The fault goes away.
  void end() { over_ = true; }

  /// Steps that failed.
  int struck() const { return struck_; }

 private:
  std::int64_t n_;
  bool lasts_;
  bool over_ = false;
  std::int64_t seen_ = 0;
  int struck_ = 0;
};

/// Sums over many workloads with a fault.
struct FaultSum {
  int faults = 0;    ///< workloads in which something failed
  int refused = 0;   ///< calls that were answered with an error
  int failures = 0;  ///< workloads after which something was wrong
  std::string first;

  void add(const std::string& where, const std::string& failure);
};

/// A store with a write-ahead log, as a program leaves it that ends without a stop.
class UncleanStore {
 public:
  UncleanStore();

  void copy_to(const std::filesystem::path& folder) const;

  const int events;  ///< which have the numbers from 0 on

 private:
  TemporaryFolder original_;
  TemporaryFolder files_;
};

/// Opens a store, appends numbered events from `first` on, reads, folds the log into the file, stops and starts again,
/// with errors whenever there are some. Then calls end_fault(), after which the same Database must work again: what was
/// acknowledged is there once, what was refused can be appended, and all is there after another start. Counts what was
/// refused. What was wrong; empty: nothing.
std::string run_workload(const std::filesystem::path& folder, int first, const std::function<void()>& end_fault,
                         int& refused);

}  // namespace pocketrec
