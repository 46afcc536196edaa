#pragma once

#include <vector>

#include "result/result.h"

namespace pocketrec {

/// The descriptors of the sockets that the service manager opened for this process (socket activation,
/// sd_listen_fds(3): LISTEN_PID, LISTEN_FDS), from 3 on, now closed on exec; empty when there are none, or they are
/// another process's. The variables are taken out of the environment; call it before there are other threads.
/// Errors: invalid_input when LISTEN_FDS is no number of open descriptors.
Result<std::vector<int>> take_passed_sockets();

}  // namespace pocketrec
