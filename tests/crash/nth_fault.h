#pragma once

#include <cstdint>

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

}  // namespace pocketrec
