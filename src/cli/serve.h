#pragma once

#include <string>
#include <vector>

#include "cli/device.h"

namespace pocketrec {

struct ServeOptions {
  DeviceOptions device;
  std::vector<std::string> listen = {"127.0.0.1:8787"};
  std::vector<std::string> host_names;  ///< accepted in the Host field beside loopback's
  std::vector<std::string> origins;     ///< accepted in the Origin field
};

/// `pocketrec serve`: answers over HTTP until SIGTERM or SIGINT. Returns the exit code.
int serve(const ServeOptions& options);

/// `pocketrec lines`: answers lines of standard input on standard output. Returns the exit code.
int lines(const DeviceOptions& options);

}  // namespace pocketrec
