#pragma once

#include <string>
#include <vector>

namespace pocketrec {

/// What the verbs of `pocketrec events` are told; each looks at what its own options set.
struct EventsOptions {
  std::string data;                        ///< folder of the event store
  std::string user;                        ///< to erase
  std::vector<std::string> sessions = {};  ///< to erase besides
  bool remove_damaged = false;             ///< also remove damaged files that were set aside
  bool json = false;
};

/// `pocketrec events stats|erase|compact`. Each returns the exit code.
int show_event_statistics(const EventsOptions& options);
int erase_events(const EventsOptions& options);
int compact_events(const EventsOptions& options);

}  // namespace pocketrec
