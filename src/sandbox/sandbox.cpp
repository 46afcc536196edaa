#include "sandbox/sandbox.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include <cassert>
#include <cerrno>
#include <cstring>

#include "sandbox/landlock.h"
#include "sandbox/system_call_filter.h"

namespace pocketrec {
namespace {

/// Before it a file that may only be read could still be emptied by opening it.
constexpr int kFirstWithTruncation = 3;

std::string kernel() {
  utsname name{};
  return ::uname(&name) == 0 ? std::string("kernel ") + name.release : "this kernel";
}

void add_missing(SandboxState& state, const std::string& what) {
  state.missing += (state.missing.empty() ? "" : ", ") + what;
}

/// 0 without /proc.
std::size_t count_threads() {
  struct stat status {};
  return ::stat("/proc/self/task", &status) == 0 && status.st_nlink > 2 ? status.st_nlink - 2 : 0;
}

}  // namespace

SandboxState enter_sandbox(const std::vector<PathRule>& rules) {
  SandboxState state;
  assert(kCanBeConfined);
  state.no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!state.no_new_privileges) add_missing(state, std::string("no PR_SET_NO_NEW_PRIVS: ") + std::strerror(errno));

  const int version = landlock_version();
  if (version == 0) {
    add_missing(state, "no Landlock (" + kernel() + ": " + std::strerror(errno) + ")");
  } else {
    const std::size_t threads = count_threads();
    const auto confined = confine_with_landlock(version, rules);
    if (confined) {
      state.landlock = version;
    } else {
      add_missing(state, "no " + confined.error().message);
    }
    if (confined && version < kFirstWithTruncation) {
      add_missing(state, "Landlock of version " + std::to_string(version) + " without truncation (" + kernel() + ")");
    }
    if (confined && threads > 1) {
      add_missing(state, "Landlock without " + std::to_string(threads - 1) + " threads that were there before");
    }
  }

  const int refused = filter_system_calls();
  state.system_calls = refused == 0;
  if (!state.system_calls) {
    add_missing(state, "no filter of system calls (" + kernel() + ": " + std::strerror(refused) + ")");
  }
  return state;
}

}  // namespace pocketrec
