#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/audit_log.h"
#include "cli/confine.h"
#include "device/device.h"

namespace pocketrec {

struct ServeOptions {
  DeviceOptions device;
  std::vector<std::string> listen = {"127.0.0.1:8787"};
  bool is_listen_given = false;         ///< otherwise sockets that the service manager passes take its place
  std::vector<std::string> host_names;  ///< accepted in the Host field beside loopback's
  std::vector<std::string> origins;     ///< accepted in the Origin field
  std::string credentials;              ///< path of the file with who may ask; empty: everyone who reaches a listener
  std::uint32_t max_rate = 100;         ///< requests per second of one client; 0: no limit
  std::uint32_t clock_skew = 300;       ///< seconds that a signature may be off; 0: not compared
  std::string audit_log;                ///< path; empty: none
  AuditLog::Limits audit_limits;
  Confinement confinement = kDefaultConfinement;
};

struct LinesOptions {
  DeviceOptions device;
  Confinement confinement = kDefaultConfinement;
};

/// `pocketrec serve`: answers over HTTP until SIGTERM or SIGINT; SIGHUP reads the credentials again. Takes sockets from
/// a service manager and tells it how the program is. Returns the exit code.
int serve(const ServeOptions& options);

/// `pocketrec lines`: answers lines of standard input on standard output. Returns the exit code.
int lines(const LinesOptions& options);

}  // namespace pocketrec
