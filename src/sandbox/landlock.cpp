#include "sandbox/landlock.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>

#include "system/owned_descriptor.h"

namespace pocketrec {
namespace {

// Numbers and layouts of linux/landlock.h, which the headers that this is built with may have in an older version or
// not at all. The three calls have the same number on every processor.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr long kRestrictSelf = 446;

constexpr std::uint32_t kAskVersion = 1;
constexpr int kPathBeneath = 1;

constexpr std::uint64_t kWriteFile = 1U << 1;
constexpr std::uint64_t kReadFile = 1U << 2;
constexpr std::uint64_t kReadFolder = 1U << 3;
constexpr std::uint64_t kRemoveFile = 1U << 5;
constexpr std::uint64_t kMakeFile = 1U << 8;
constexpr std::uint64_t kTruncate = 1U << 14;

struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scopes = 0;
};

struct [[gnu::packed]] PathBeneath {
  std::uint64_t allowed = 0;
  std::int32_t folder = -1;
};

/// Every right over files that the version controls: 1 has the first 13, 2 moves between folders, 3 truncation, 5
/// ioctl() of devices.
std::uint64_t controlled_files(int version) {
  const unsigned bits = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
  return (std::uint64_t{1} << bits) - 1;
}

Ruleset everything(int version) {
  Ruleset ruleset;
  ruleset.files = controlled_files(version);
  if (version >= 4) ruleset.network = 0b11;  // bind and connect of TCP
  if (version >= 6) ruleset.scopes = 0b11;   // abstract Unix sockets, signals
  return ruleset;
}

/// An older kernel refuses fields that it does not know.
std::size_t size_for(int version) {
  return version >= 6 ? sizeof(Ruleset) : version >= 4 ? 16 : 8;
}

std::uint64_t rights(PathRule::Use use, bool is_folder) {
  switch (use) {
    case PathRule::Use::read:
      return is_folder ? kReadFile | kReadFolder : kReadFile;
    case PathRule::Use::keep:
      return is_folder ? kReadFile | kReadFolder | kWriteFile | kTruncate | kMakeFile | kRemoveFile
                       : kReadFile | kWriteFile | kTruncate;
    case PathRule::Use::clear_away:
      return is_folder ? kRemoveFile : 0;
  }
  return 0;
}

Error landlock_error(const std::string& action) {
  return {ErrorCode::io, "Landlock: " + action + ": " + std::strerror(errno)};
}

Result<void> add_rule(int ruleset, std::uint64_t controlled, const PathRule& rule) {
  const OwnedDescriptor place(::open(rule.path.c_str(), O_PATH | O_CLOEXEC));
  if (!place.is_open()) return errno == ENOENT ? Result<void>() : landlock_error("open " + rule.path);
  struct stat status {};
  if (::fstat(place.get(), &status) != 0) return landlock_error("stat " + rule.path);
  const std::uint64_t allowed = rights(rule.use, S_ISDIR(status.st_mode)) & controlled;
  if (allowed == 0) return {};
  const PathBeneath beneath{allowed, place.get()};
  if (::syscall(kAddRule, ruleset, kPathBeneath, &beneath, 0) != 0) return landlock_error("allow " + rule.path);
  return {};
}

}  // namespace

int landlock_version() {
  const long version = ::syscall(kCreateRuleset, nullptr, 0, kAskVersion);
  return version < 0 ? 0 : static_cast<int>(version);
}

Result<void> confine_with_landlock(int version, const std::vector<PathRule>& rules) {
  const Ruleset wanted = everything(version);
  const OwnedDescriptor ruleset(static_cast<int>(::syscall(kCreateRuleset, &wanted, size_for(version), 0)));
  if (!ruleset.is_open()) return landlock_error("make a set of rules");
  for (const PathRule& rule : rules) {
    if (auto ok = add_rule(ruleset.get(), wanted.files, rule); !ok) return ok;
  }
  if (::syscall(kRestrictSelf, ruleset.get(), 0) != 0) return landlock_error("enter");
  return {};
}

}  // namespace pocketrec
