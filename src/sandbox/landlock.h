#pragma once

#include <vector>

#include "result/result.h"
#include "sandbox/path_rule.h"

namespace pocketrec {

/// The version of Landlock that the kernel has (landlock_create_ruleset(2)), or 0 with errno.
int landlock_version();

/// Confines the calling thread, and those that it starts afterwards, with all that `version` of Landlock knows: files
/// that `rules` do not allow, TCP connections and ports, signals, abstract Unix sockets (Documentation/userspace-api/
/// landlock.rst of the kernel). version: at least 1. Needs no new privileges to be set. Errors: io.
Result<void> confine_with_landlock(int version, const std::vector<PathRule>& rules);

}  // namespace pocketrec
