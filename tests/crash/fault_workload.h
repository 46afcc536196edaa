#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "nth_fault.h"
#include "temporary_folder.h"

namespace pocketrec {

/// Every how many steps one fails: POCKETREC_FAULT_STEP, of which 1 tries each, or the other number.
std::int64_t fault_step(std::int64_t otherwise);

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
