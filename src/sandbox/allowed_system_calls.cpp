#include "sandbox/allowed_system_calls.h"

#include <asm/unistd.h>  // the kernel's names: musl has others for some on 32-bit ARM
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
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
    __NR_epoll_pwait, __NR_epoll_pwait2, __NR_epoll_ctl,   __NR_recvfrom,   __NR_accept4,
    __NR_shutdown,    __NR_getsockname,  __NR_getpeername, __NR_getsockopt,
#if defined(__x86_64__)
    __NR_epoll_wait,
#endif
#if defined(__arm__)
    __NR_epoll_wait,  __NR_send,         __NR_recv,
#endif
};

constexpr long kThreads[] = {
    __NR_futex,
    __NR_set_robust_list,
    __NR_rseq,
    __NR_gettid,
    __NR_getpid,
    __NR_exit,
    __NR_exit_group,
    __NR_sched_yield,
    __NR_sched_getaffinity,
    __NR_rt_sigaction,
    __NR_rt_sigprocmask,
    __NR_rt_sigreturn,
    __NR_rt_sigtimedwait,
    __NR_sigaltstack,
    __NR_restart_syscall,
#if defined(__arm__)
    __NR_futex_time64,
    __NR_rt_sigtimedwait_time64,
    __NR_sigreturn,
#endif
};

constexpr long kFiles[] = {
    __NR_read,       __NR_write,       __NR_readv,      __NR_writev,   __NR_pread64,   __NR_pwrite64,  __NR_fdatasync,
    __NR_fsync,      __NR_close,       __NR_openat,     __NR_lseek,    __NR_fcntl,     __NR_fstat,     __NR_statx,
    __NR_flock,      __NR_ftruncate,   __NR_fallocate,  __NR_fchmod,   __NR_fchown,    __NR_faccessat, __NR_faccessat2,
    __NR_readlinkat, __NR_getcwd,      __NR_getdents64, __NR_unlinkat, __NR_renameat2,
#if defined(__riscv)
    __NR_newfstatat, __NR_statfs,      __NR_fstatfs,
#elif defined(__aarch64__)
    __NR_newfstatat, __NR_statfs,    __NR_fstatfs,    __NR_renameat,
#else
    __NR_open,       __NR_stat,      __NR_lstat,      __NR_statfs,   __NR_fstatfs,   __NR_access,    __NR_readlink,
    __NR_unlink,     __NR_rename,    __NR_renameat,
#endif
#if defined(__x86_64__)
    __NR_newfstatat,
#endif
#if defined(__arm__)
    __NR__llseek,    __NR_fcntl64,     __NR_stat64,     __NR_lstat64,  __NR_fstat64,   __NR_fstatat64, __NR_statfs64,
    __NR_fstatfs64,  __NR_ftruncate64, __NR_fchown32,
#endif
};

constexpr long kMemory[] = {
    __NR_brk, __NR_munmap, __NR_mremap, __NR_madvise, __NR_mlock, __NR_mlock2, __NR_munlock,
};

constexpr long kTimeAndSelf[] = {
    __NR_clock_gettime,
    __NR_clock_getres,
    __NR_clock_nanosleep,
    __NR_nanosleep,
    __NR_gettimeofday,
    __NR_getrandom,
    __NR_getrusage,
    __NR_sysinfo,
    __NR_uname,
    __NR_getuid,
    __NR_geteuid,
    __NR_getgid,
    __NR_getegid,
    __NR_ppoll,
#if defined(__x86_64__)
    __NR_time,
#endif
#if defined(__x86_64__) || defined(__arm__)
    __NR_poll,
#endif
#if defined(__arm__)
    __NR_clock_gettime64,
    __NR_clock_getres_time64,
    __NR_clock_nanosleep_time64,
    __NR_ppoll_time64,
    __NR_getuid32,
    __NR_geteuid32,
    __NR_getgid32,
    __NR_getegid32,
#endif
};

/// Calls that are allowed for some arguments only.
std::vector<SystemCallRule> limited_calls() {
#if defined(__arm__)
  constexpr long kMap = __NR_mmap2;
#else
  constexpr long kMap = __NR_mmap;
#endif
  return {
      // What is connected stays so; nothing is sent to an address.
      {__NR_sendto, 4, kWhole, 0},
      {__NR_setsockopt, 1, kInt, IPPROTO_TCP},
      // No memory that is code.
      {kMap, 2, PROT_EXEC, 0},
      {__NR_mprotect, 2, PROT_EXEC, 0},
      // Threads, no processes. The arguments of clone3 are out of a filter's sight, and libraries go back to clone.
      {__NR_clone, 0, CLONE_THREAD | kNamespaces, CLONE_THREAD},
      {.number = __NR_clone3, .error = ENOSYS},
      // abort() and the like: signals to ourselves.
      {__NR_tgkill, 0, kInt, static_cast<std::uint64_t>(::getpid())},
      {__NR_setpriority, 1, kInt, 0},
      // Reading limits, not setting them.
      {__NR_prlimit64, 2, kWhole, 0},
      // What the libraries ask about standard error, a terminal or not.
      {__NR_ioctl, 1, kInt, TCGETS},
      {__NR_ioctl, 1, kInt, TIOCGWINSZ},
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
