#pragma once

#include <csignal>
#include <functional>

#include "http/http_server.h"
#include "service_manager/notifier.h"

namespace pocketrec {

/// Waits for one of `signals`, which must be blocked: SIGHUP calls `reload`, any other one ends the waiting. Meanwhile
/// it tells the service manager twice in a watchdog that the server makes progress, and nothing while it makes none: a
/// request that is worked on for longer than the watchdog counts as stuck.
void await_end(const sigset_t& signals, Notifier& manager, HttpServer& server, const std::function<void()>& reload);

}  // namespace pocketrec
