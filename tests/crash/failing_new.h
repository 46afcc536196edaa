#pragma once

#include "nth_fault.h"

namespace pocketrec {

/// While it lives, `operator new` throws when `fault` says so. A program that has this replaces `operator new`. At most
/// one at a time; for one thread.
class FailingNew {
 public:
  explicit FailingNew(NthFault& fault);
  ~FailingNew();
  FailingNew(const FailingNew&) = delete;
  FailingNew& operator=(const FailingNew&) = delete;
};

}  // namespace pocketrec
