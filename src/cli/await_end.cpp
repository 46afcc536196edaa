#include "cli/await_end.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <optional>

namespace pocketrec {
namespace {

using Clock = std::chrono::steady_clock;

/// The signal, or 0 at the deadline.
int await_signal(const sigset_t& signals, std::optional<Clock::time_point> deadline) {
  int number = 0;
  if (!deadline) return ::sigwait(&signals, &number) == 0 ? number : 0;
  const auto left = std::max(Clock::duration(0), *deadline - Clock::now());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  timespec wait{};
  wait.tv_sec = static_cast<time_t>(seconds.count());
  wait.tv_nsec = static_cast<long>(std::chrono::nanoseconds(left - seconds).count());
  number = ::sigtimedwait(&signals, nullptr, &wait);
  return number < 0 ? 0 : number;
}

}  // namespace

void await_end(const sigset_t& signals, Notifier& manager, HttpServer& server, const std::function<void()>& reload) {
  const auto watchdog = manager.watchdog();
  std::optional<Clock::time_point> next;
  if (watchdog) next = Clock::now();
  while (true) {
    if (next && Clock::now() >= *next) {
      if (server.makes_progress(*watchdog)) manager.alive();
      next = Clock::now() + *watchdog / 2;
    }
    const int number = await_signal(signals, next);
    if (number == SIGHUP) {
      reload();
    } else if (number != 0) {
      return;
    }
  }
}

}  // namespace pocketrec
