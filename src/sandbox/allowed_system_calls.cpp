#include "sandbox/allowed_system_calls.h"

#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

namespace pocketrec {
namespace {

constexpr std::uint64_t kWhole = ~std::uint64_t{0};
/// The kernel takes an int from the lower half only.
constexpr std::uint64_t kInt = 0xffff'ffff;

constexpr std::uint64_t kNamespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

constexpr long kSockets[] = {
    SYS_epoll_pwait, SYS_epoll_pwait2, SYS_epoll_ctl,   SYS_recvfrom,   SYS_accept4,
    SYS_shutdown,    SYS_getsockname,  SYS_getpeername, SYS_getsockopt,
#if defined(__x86_64__)
    SYS_epoll_wait,
#endif
#if defined(__arm__)
    SYS_epoll_wait,  SYS_send,         SYS_recv,
#endif
};

constexpr long kThreads[] = {
    SYS_futex,
    SYS_set_robust_list,
    SYS_rseq,
    SYS_gettid,
    SYS_getpid,
    SYS_exit,
    SYS_exit_group,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_rt_sigtimedwait,
    SYS_sigaltstack,
    SYS_restart_syscall,
#if defined(__arm__)
    SYS_futex_time64,
    SYS_rt_sigtimedwait_time64,
    SYS_sigreturn,
#endif
};

constexpr long kFiles[] = {
    SYS_read,       SYS_write,       SYS_readv,      SYS_writev,   SYS_pread64,   SYS_pwrite64,  SYS_fdatasync,
    SYS_fsync,      SYS_close,       SYS_openat,     SYS_lseek,    SYS_fcntl,     SYS_fstat,     SYS_statx,
    SYS_flock,      SYS_ftruncate,   SYS_fallocate,  SYS_fchmod,   SYS_fchown,    SYS_faccessat, SYS_faccessat2,
    SYS_readlinkat, SYS_getcwd,      SYS_getdents64, SYS_unlinkat, SYS_renameat2,
#if defined(__riscv)
    SYS_newfstatat, SYS_statfs,      SYS_fstatfs,
#elif defined(__aarch64__)
    SYS_newfstatat, SYS_statfs,    SYS_fstatfs,    SYS_renameat,
#else
    SYS_open,       SYS_stat,      SYS_lstat,      SYS_statfs,   SYS_fstatfs,   SYS_access,    SYS_readlink,
    SYS_unlink,     SYS_rename,    SYS_renameat,
#endif
#if defined(__x86_64__)
    SYS_newfstatat,
#endif
#if defined(__arm__)
    SYS__llseek,    SYS_fcntl64,     SYS_stat64,     SYS_lstat64,  SYS_fstat64,   SYS_fstatat64, SYS_statfs64,
    SYS_fstatfs64,  SYS_ftruncate64, SYS_fchown32,
#endif
};

constexpr long kMemory[] = {
    SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, SYS_mlock, SYS_mlock2, SYS_munlock,
};

constexpr long kTimeAndSelf[] = {
    SYS_clock_gettime,
    SYS_clock_getres,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_getrusage,
    SYS_sysinfo,
    SYS_uname,
    SYS_getuid,
    SYS_geteuid,
    SYS_getgid,
    SYS_getegid,
    SYS_ppoll,
#if defined(__x86_64__)
    SYS_time,
#endif
#if defined(__x86_64__) || defined(__arm__)
    SYS_poll,
#endif
#if defined(__arm__)
    SYS_clock_gettime64,
    SYS_clock_getres_time64,
    SYS_clock_nanosleep_time64,
    SYS_ppoll_time64,
    SYS_getuid32,
    SYS_geteuid32,
    SYS_getgid32,
    SYS_getegid32,
#endif
};

/// Calls that are allowed for some arguments only.
std::vector<SystemCallRule> limited_calls() {
#if defined(__arm__)
  constexpr long kMap = SYS_mmap2;
#else
  constexpr long kMap = SYS_mmap;
#endif
  return {
      // What is connected stays so; nothing is sent to an address.
      {SYS_sendto, 4, kWhole, 0},
      {SYS_setsockopt, 1, kInt, IPPROTO_TCP},
      // No memory that is code.
      {kMap, 2, PROT_EXEC, 0},
      {SYS_mprotect, 2, PROT_EXEC, 0},
      // Threads, no processes. The arguments of clone3 are out of a filter's sight, and libraries go back to clone.
      {SYS_clone, 0, CLONE_THREAD | kNamespaces, CLONE_THREAD},
      {.number = SYS_clone3, .error = ENOSYS},
      // abort() and the like: signals to ourselves.
      {SYS_tgkill, 0, kInt, static_cast<std::uint64_t>(::getpid())},
      {SYS_setpriority, 1, kInt, 0},
      // Reading limits, not setting them.
      {SYS_prlimit64, 2, kWhole, 0},
      // What the libraries ask about standard error, a terminal or not.
      {SYS_ioctl, 1, kInt, TCGETS},
      {SYS_ioctl, 1, kInt, TIOCGWINSZ},
  };
}

}  // namespace

std::vector<SystemCallRule> allowed_system_calls() {
  std::vector<SystemCallRule> rules;
  const auto allow = [&rules](const auto& numbers) {
    for (const long number : numbers) rules.push_back({.number = number});
  };
  allow(kSockets);
  allow(kThreads);
  const std::vector<SystemCallRule> limited = limited_calls();
  rules.insert(rules.end(), limited.begin(), limited.end());
  allow(kFiles);
  allow(kMemory);
  allow(kTimeAndSelf);
  return rules;
}

}  // namespace pocketrec
