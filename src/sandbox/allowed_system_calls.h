#pragma once

#include <cstdint>
#include <vector>

namespace pocketrec {

/// One system call that the filter knows, allowed when (argument & mask) == value. More rules with the same number:
/// each allows what it allows.
struct SystemCallRule {
  long number = 0;
  unsigned argument = 0;    ///< 0 to 5
  std::uint64_t mask = 0;   ///< 0: any arguments
  std::uint64_t value = 0;  ///< only bits of the mask
  std::uint16_t error = 0;  ///< instead of being allowed it fails with this errno
};

/// What the program needs once it serves, the frequent ones first. They are the calls of glibc and musl on x86-64,
/// aarch64, 32-bit ARM and riscv64, found by reading what the modules use and by tracing the tests. To allow one more,
/// add it to the group of its purpose in the .cpp; what Landlock also has to allow is a PathRule.
std::vector<SystemCallRule> allowed_system_calls();

}  // namespace pocketrec
