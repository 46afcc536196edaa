#include "sandbox/system_call_filter.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sandbox/allowed_system_calls.h"

namespace pocketrec {
namespace {

#if defined(__x86_64__) && !defined(__ILP32__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#elif defined(__arm__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_ARM;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_RISCV64;
#else
#error "sandbox: expected x86-64, aarch64, arm or riscv64"
#endif
// Where the halves of an argument are.
static_assert(std::endian::native == std::endian::little);

constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;

class Program {
 public:
  explicit Program(std::uint32_t architecture) {
    load(offsetof(seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0);
    leave(kRefuse);
    load(offsetof(seccomp_data, nr));
  }

  void add_rule(const SystemCallRule& rule) {
    const std::uint32_t verdict = rule.error == 0 ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | rule.error;
    const auto number = static_cast<std::uint32_t>(rule.number);
    if (rule.mask == 0) {
      add(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
      leave(verdict);
      return;
    }
    const std::size_t argument = offsetof(seccomp_data, args) + sizeof(std::uint64_t) * rule.argument;
    add(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 8);
    load(argument);
    add(BPF_ALU | BPF_AND | BPF_K, static_cast<std::uint32_t>(rule.mask), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(rule.value), 0, 4);
    load(argument + sizeof(std::uint32_t));
    add(BPF_ALU | BPF_AND | BPF_K, static_cast<std::uint32_t>(rule.mask >> 32U), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(rule.value >> 32U), 0, 1);
    leave(verdict);
    load(offsetof(seccomp_data, nr));
  }

  /// The whole program; what no rule took is refused.
  std::vector<sock_filter> finish() && {
    leave(kRefuse);
    return std::move(code_);
  }

 private:
  void add(unsigned code, std::uint32_t value, std::uint8_t if_true, std::uint8_t if_false) {
    code_.push_back({static_cast<std::uint16_t>(code), if_true, if_false, value});
  }
  void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset), 0, 0); }
  void leave(std::uint32_t verdict) { add(BPF_RET | BPF_K, verdict, 0, 0); }

  std::vector<sock_filter> code_;
};

}  // namespace

int filter_system_calls() {
  Program program(kArchitecture);
  for (const SystemCallRule& rule : allowed_system_calls()) program.add_rule(rule);
  std::vector<sock_filter> code = std::move(program).finish();
  const sock_fprog filter{static_cast<unsigned short>(code.size()), code.data()};
  const long result = ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
  if (result == 0) return 0;
  // Above 0 it is the id of a thread that has a filter of its own.
  return result > 0 ? EBUSY : errno;
}

}  // namespace pocketrec
