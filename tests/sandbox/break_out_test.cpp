#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "confined_child.h"
#include "sandbox/landlock.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

/// Something that must fail with an errno.
struct Attempt {
  const char* name;
  int expected;
  std::function<long()> call;
};

/// A line for each attempt that did not fail as it had to.
std::string outcome(const std::vector<Attempt>& attempts) {
  std::string text;
  for (const Attempt& attempt : attempts) {
    errno = 0;
    const long result = attempt.call();
    const int number = errno;
    if (result >= 0) {
      text += std::string(attempt.name) + ": succeeded\n";
    } else if (number != attempt.expected) {
      text += std::string(attempt.name) + ": " + std::strerror(number) + "\n";
    }
  }
  return text;
}

/// Another process of the same user, which waits to be ended.
struct Victim {
  pid_t process = ::fork();
  Victim() {
    if (process == 0) {
      ::pause();
      ::_exit(0);
    }
  }
  ~Victim() {
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
  }
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

long connect_to(int socket, const sockaddr_in& address) {
  return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

/// A data folder to keep files in, a folder to read and one to clear away files in, and what is none of its business.
struct Places {
  TemporaryFolder folder;
  std::string outside = folder.write("outside/secret", "secret").string();
  std::string readable = folder.write("readable/model", "model").string();
  std::string cleared = folder.write("sockets/socket", "").string();
  std::string data = folder.write("data/events", "events").parent_path().string();

  std::vector<PathRule> rules() const {
    return {{data, PathRule::Use::keep},
            {readable, PathRule::Use::read},
            {(folder / "sockets").string(), PathRule::Use::clear_away},
            {"/nothing/there", PathRule::Use::keep}};
  }
  std::string in_data(const std::string& name) const { return data + "/" + name; }
};

}  // namespace

TEST_SUITE("sandbox: breaking out") {
  TEST_CASE("files that no rule allows are neither read nor changed") {
    const Places at;
    std::filesystem::create_symlink(at.outside, at.in_data("link"));
    std::filesystem::create_symlink(at.folder / "outside", at.in_data("folder"));
    const std::string outside_folder = (at.folder / "outside").string();
    const std::string memory_of_parent = "/proc/" + std::to_string(::getpid()) + "/mem";
    const std::string text = confined(at.rules(), [&] {
      const auto opens = [](const std::string& path, int flags) {
        return [path, flags] { return ::open(path.c_str(), flags, 0600); };
      };
      return outcome({
          {"read outside", EACCES, opens(at.outside, O_RDONLY)},
          {"write outside", EACCES, opens(at.outside, O_WRONLY)},
          {"empty outside", EACCES, opens(at.outside, O_WRONLY | O_TRUNC)},
          {"make outside", EACCES, opens(outside_folder + "/new", O_WRONLY | O_CREAT)},
          {"list outside", EACCES, opens(outside_folder, O_RDONLY | O_DIRECTORY)},
          {"unnamed file outside", EACCES, opens(outside_folder, O_RDWR | O_TMPFILE)},
          {"through a link", EACCES, opens(at.in_data("link"), O_RDONLY)},
          {"write through a link", EACCES, opens(at.in_data("link"), O_WRONLY)},
          {"through a linked folder", EACCES, opens(at.in_data("folder/secret"), O_RDONLY)},
          {"up and down", EACCES, opens(at.in_data("../outside/secret"), O_RDONLY)},
          {"through /proc", EACCES, opens("/proc/self/root" + at.outside, O_RDONLY)},
          {"memory of its own", EACCES, opens("/proc/self/mem", O_RDWR)},
          {"memory of the parent", EACCES, opens(memory_of_parent, O_RDWR)},
          {"users", EACCES, opens("/etc/passwd", O_RDONLY)},
          {"terminal", EACCES, opens("/dev/tty", O_RDWR)},
          {"from a folder that is only a name", EACCES,
           [&] { return ::openat(::open(outside_folder.c_str(), O_PATH), "secret", O_RDONLY); }},
          {"write what is to be read", EACCES, opens(at.readable, O_WRONLY)},
          {"empty what is to be read", EACCES, opens(at.readable, O_RDONLY | O_TRUNC)},
          {"remove what is to be read", EACCES, [&] { return ::unlink(at.readable.c_str()); }},
          {"read what is to be cleared away", EACCES, opens(at.cleared, O_RDONLY)},
          {"make where is cleared away", EACCES, opens(at.cleared + "2", O_WRONLY | O_CREAT)},
          {"remove outside", EACCES, [&] { return ::unlink(at.outside.c_str()); }},
          {"move out", EACCES, [&] { return ::rename(at.in_data("events").c_str(), (outside_folder + "/e").c_str()); }},
          {"move in", EACCES, [&] { return ::rename(at.outside.c_str(), at.in_data("in").c_str()); }},
          {"link in", EPERM, [&] { return ::link(at.outside.c_str(), at.in_data("in").c_str()); }},
          {"symbolic link", EPERM, [&] { return ::symlink("/etc", at.in_data("etc").c_str()); }},
          {"truncate outside", EPERM, [&] { return ::truncate(at.outside.c_str(), 0); }},
          {"mode outside", EPERM, [&] { return ::chmod(at.outside.c_str(), 0777); }},
          {"mode in the data folder", EPERM, [&] { return ::chmod(at.in_data("events").c_str(), 0777); }},
          {"owner outside", EPERM, [&] { return ::chown(at.outside.c_str(), ::getuid(), ::getgid()); }},
          {"folder", EPERM, [&] { return ::mkdir(at.in_data("new").c_str(), 0700); }},
          {"pipe", EPERM, [&] { return ::mkfifo(at.in_data("pipe").c_str(), 0700); }},
          {"device", EPERM, [&] { return ::mknod(at.in_data("disk").c_str(), S_IFBLK | 0600, 0x800); }},
          {"another root", EPERM, [&] { return ::chroot(at.data.c_str()); }},
          {"mount", EPERM, [&] { return ::syscall(SYS_mount, "none", at.data.c_str(), "tmpfs", 0, nullptr); }},
          {"open by handle", EPERM, [] { return ::syscall(SYS_open_by_handle_at, AT_FDCWD, nullptr, O_RDONLY); }},
          {"openat2", EPERM, [] { return ::syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", nullptr, 0); }},
          {"memory as a file", EPERM, [] { return ::syscall(SYS_memfd_create, "code", 0); }},
      });
    });
    CHECK(text == "");
    CHECK(at.folder.read("outside/secret") == "secret");
    CHECK(at.folder.read("readable/model") == "model");
  }

  TEST_CASE("what rules allow can be done") {
    const Places at;
    const std::string text = confined(at.rules(), [&]() -> std::string {
      const int file = ::open(at.in_data("new").c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
      if (file < 0 || ::write(file, "text", 4) != 4 || ::ftruncate(file, 2) != 0) return "write";
      if (::fsync(file) != 0 || ::fchmod(file, 0640) != 0 || ::close(file) != 0) return "sync";
      if (::rename(at.in_data("new").c_str(), at.in_data("newer").c_str()) != 0) return "rename";
      if (::unlink(at.in_data("events").c_str()) != 0) return "remove";
      if (::open(at.data.c_str(), O_RDONLY | O_DIRECTORY) < 0) return "list";
      if (::open(at.readable.c_str(), O_RDONLY) < 0) return "read";
      if (::unlink(at.cleared.c_str()) != 0) return "clear away";
      std::promise<int> answer;
      std::thread thread([&] { answer.set_value(42); });
      thread.join();
      return answer.get_future().get() == 42 ? "" : "thread";
    });
    CHECK(text == "");
    CHECK(at.folder.read("data/newer") == "te");
    CHECK_FALSE(std::filesystem::exists(at.cleared));
  }

  TEST_CASE("no other program is started, and nothing becomes code") {
    const std::string text = confined({}, [] {
      char name[] = "/bin/true";
      char* arguments[] = {name, nullptr};
      void* page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      return outcome({
        {"execve", EPERM, [&] { return ::execv(name, arguments); }},
            {"execveat", EPERM, [&] { return ::syscall(SYS_execveat, AT_FDCWD, name, arguments, nullptr, 0); }},
            {"fork", EPERM, [] { return ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }},
            {"vfork", EPERM, [] { return ::syscall(SYS_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0); }},
            {"thread with users of its own", EPERM,
             [] { return ::syscall(SYS_clone, CLONE_THREAD | CLONE_NEWUSER, 0, 0, 0, 0); }},
            {"clone3", ENOSYS, [] { return ::syscall(SYS_clone3, nullptr, 0); }},
            {"map code", EPERM,
             [] {
               void* code = ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
               return code == MAP_FAILED ? -1L : 0L;
             }},
            {"make code", EPERM, [&] { return ::mprotect(page, 4096, PROT_READ | PROT_EXEC); }},
            {"personality", EPERM, [] { return ::syscall(SYS_personality, 0x0400000); }},
            {"unshare", EPERM, [] { return ::unshare(CLONE_NEWUSER); }},
            {"setns", EPERM, [] { return ::syscall(SYS_setns, 0, 0); }},
            {"set user", EPERM, [] { return ::syscall(SYS_setuid, 0); }},
            {"capabilities", EPERM, [] { return ::syscall(SYS_capset, nullptr, nullptr); }},
            {"io_uring", EPERM, [] { return ::syscall(SYS_io_uring_setup, 1, nullptr); }},
            {"bpf", EPERM, [] { return ::syscall(SYS_bpf, 0, nullptr, 0); }},
            {"userfaultfd", EPERM, [] { return ::syscall(SYS_userfaultfd, 0); }},
            {"perf_event_open", EPERM, [] { return ::syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0); }},
            {"keyctl", EPERM, [] { return ::syscall(SYS_keyctl, 0, 0, 0, 0, 0); }},
            {"load a module", EPERM, [] { return ::syscall(SYS_init_module, nullptr, 0, ""); }},
            {"reboot", EPERM, [] { return ::syscall(SYS_reboot, 0, 0, 0, nullptr); }},
            {"prctl", EPERM, [] { return ::prctl(PR_SET_DUMPABLE, 1); }},
            {"raise a limit", EPERM,
             [] {
               const rlimit limit{1, 1};
               return ::setrlimit(RLIMIT_CORE, &limit);
             }},
            {"type into the terminal", EPERM, [] { return ::ioctl(0, TIOCSTI, "x"); }},
#if defined(__x86_64__)
            {"a call of the x32 table", EPERM, [] { return ::syscall(0x4000'0000 | SYS_getpid); }},
            {"a call of the 32-bit table", EPERM, [] {
               long result = 20;  // getpid there
               asm volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
               errno = static_cast<int>(-result);
               return result < 0 ? -1L : result;
             }},
#endif
      });
    });
    CHECK(text == "");
  }

  TEST_CASE("other processes are out of reach") {
    const Victim victim;
    const pid_t other = victim.process;
    const std::string text = confined({}, [other] {
      char byte = 0;
      const iovec own{&byte, 1};
      const iovec theirs{reinterpret_cast<void*>(0x1000), 1};
      return outcome({
          {"kill", EPERM, [&] { return ::kill(other, SIGKILL); }},
          {"kill all", EPERM, [] { return ::kill(-1, 0); }},
          {"tgkill", EPERM, [&] { return ::syscall(SYS_tgkill, other, other, SIGKILL); }},
          {"tkill", EPERM, [&] { return ::syscall(SYS_tkill, other, SIGKILL); }},
          {"rt_sigqueueinfo", EPERM, [&] { return ::syscall(SYS_rt_sigqueueinfo, other, SIGTERM, nullptr); }},
          {"pidfd_open", EPERM, [&] { return ::syscall(SYS_pidfd_open, other, 0); }},
          {"ptrace", EPERM, [&] { return ::ptrace(PTRACE_ATTACH, other, nullptr, nullptr); }},
          {"be traced", EPERM, [] { return ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr); }},
          {"read its memory", EPERM, [&] { return ::process_vm_readv(other, &own, 1, &theirs, 1, 0); }},
          {"write its memory", EPERM, [&] { return ::process_vm_writev(other, &own, 1, &theirs, 1, 0); }},
          {"slow it down", EPERM, [&] { return ::setpriority(PRIO_PROCESS, static_cast<id_t>(other), 19); }},
          {"bind it to a processor", EPERM, [&] { return ::syscall(SYS_sched_setaffinity, other, 0, nullptr); }},
      });
    });
    CHECK(text == "");
    CHECK(::waitpid(victim.process, nullptr, WNOHANG) == 0);
  }

  TEST_CASE("nothing is connected, bound or sent, by no socket and by none that is there") {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in any_port = loopback(0);
    REQUIRE(::bind(listener, reinterpret_cast<const sockaddr*>(&any_port), sizeof any_port) == 0);
    REQUIRE(::listen(listener, 1) == 0);
    sockaddr_in target{};
    socklen_t size = sizeof target;
    REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&target), &size) == 0);
    const int tcp = ::socket(AF_INET, SOCK_STREAM, 0);
    const int udp = ::socket(AF_INET, SOCK_DGRAM, 0);
    const int local = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const std::string text = confined({}, [&] {
      sockaddr_un abstract{};
      abstract.sun_family = AF_UNIX;
      std::memcpy(abstract.sun_path + 1, "other", 5);
      const auto* to = reinterpret_cast<const sockaddr*>(&target);
      std::vector<Attempt> attempts = {
          {"connect TCP", EPERM, [&] { return connect_to(tcp, target); }},
          {"connect UDP", EPERM, [&] { return connect_to(udp, target); }},
          {"connect an abstract socket", EPERM,
           [&] { return ::connect(local, reinterpret_cast<const sockaddr*>(&abstract), sizeof abstract); }},
          {"send a datagram", EPERM, [&] { return ::sendto(udp, "x", 1, 0, to, sizeof target); }},
          {"connect while sending", EPERM, [&] { return ::sendto(tcp, "x", 1, MSG_FASTOPEN, to, sizeof target); }},
          {"sendmsg", EPERM, [&] { return ::sendmsg(udp, nullptr, 0); }},
          {"bind", EPERM, [&] { return ::bind(tcp, reinterpret_cast<const sockaddr*>(&any_port), sizeof any_port); }},
          {"listen", EPERM, [&] { return ::listen(tcp, 1); }},
          {"socket pair", EPERM,
           [] {
             int ends[2];
             return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
           }},
          {"option of the socket layer", EPERM,
           [&] {
             const int on = 1;
             return ::setsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
           }},
      };
      for (const int family : {AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET, AF_ALG, AF_VSOCK, AF_BLUETOOTH}) {
        attempts.push_back({"socket", EPERM, [family] { return ::socket(family, SOCK_DGRAM, 0); }});
      }
      return outcome(attempts);
    });
    CHECK(text == "");
    for (const int socket : {listener, tcp, udp, local}) ::close(socket);
  }

  TEST_CASE("a sandbox stays") {
    const TemporaryFolder folder;
    const std::string file = folder.write("file", "").string();
    const std::string text = confined({}, [&] {
      return outcome({
          {"seccomp", EPERM, [] { return ::syscall(SYS_seccomp, 0, 0, nullptr); }},
          {"another set of rules", EPERM, [] { return ::syscall(444, nullptr, 0, 0); }},
          {"new privileges", EPERM, [] { return ::prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0); }},
          {"a thread that opens", EACCES,
           [&] {
             int number = 0;
             std::thread thread([&] {
               if (::open(file.c_str(), O_RDONLY) < 0) number = errno;
             });
             thread.join();
             errno = number;
             return number == 0 ? 0L : -1L;
           }},
      });
    });
    CHECK(text == "");
  }

  TEST_CASE("Landlock that a kernel refuses is told, and the rest holds") {
    // A kernel takes 16 layers of rules.
    const std::string text = text_of_child([] {
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
      for (int layer = 0; layer < 16; ++layer) {
        if (!confine_with_landlock(landlock_version(), {})) return std::string("a layer");
      }
      const SandboxState state = enter_sandbox({});
      return state.missing + (state.landlock == 0 && state.system_calls ? "; the rest" : "");
    });
    CHECK(text == "no Landlock: enter: Argument list too long; the rest");
  }

  TEST_CASE("a thread that was there before has the filter, and that Landlock misses it is told") {
    const std::string text = text_of_child([] {
      std::promise<void> entered;
      int number = 0;
      std::thread before([&] {
        entered.get_future().wait();
        if (::socket(AF_INET, SOCK_STREAM, 0) < 0) number = errno;
      });
      const SandboxState state = enter_sandbox({});
      entered.set_value();
      before.join();
      return state.missing + "; " + std::to_string(number);
    });
    CHECK(text == "Landlock without 1 threads that were there before; " + std::to_string(EPERM));
  }
}

}  // namespace pocketrec
