#pragma once

#include <string>

namespace pocketrec {

/// What `pocketrec events import` is told.
struct ImportOptions {
  std::string data;  ///< folder of the event store, made when missing
  std::string file;  ///< that `pocketrec events export` wrote as lines of JSON, or several of these in a row
  bool json = false;
};

/// Checks the whole file, then stores what it holds; what is there already is passed over. Prints counts, and returns
/// the exit code.
int import_events(const ImportOptions& options);

}  // namespace pocketrec
