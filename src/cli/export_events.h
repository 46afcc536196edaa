#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pocketrec {

/// What `pocketrec events export` is told.
struct ExportOptions {
  std::string data;                          ///< folder of the event store
  std::string format = "jsonl";              ///< or "csv"
  std::string policy;                        ///< "none", "counts", "pseudonymous", "full"
  std::string key_file;                      ///< of the pseudonyms
  std::int64_t since = 0;                    ///< sequence number: only events behind it
  std::string output;                        ///< file, or folder for rows of interactions.csv; empty: standard output
  std::vector<std::string> properties = {};  ///< columns of the CSV for what events have as properties
  bool json = false;                         ///< what was done, as JSON on standard output
};

/// Writes what the policy allows, and tells the cursor to go on from. Returns the exit code.
int export_events(const ExportOptions& options);

}  // namespace pocketrec
