#pragma once

#include <string>

namespace pocketrec {

/// What may be done with a path from inside the sandbox. A folder stands for everything below it.
struct PathRule {
  enum class Use {
    read,       ///< read files, list folders
    keep,       ///< besides: make, write, shorten, rename and remove files; no folders, links, sockets or devices
    clear_away  ///< remove files and sockets, nothing else; for folders only
  };

  std::string path;  ///< nothing there: nothing is allowed
  Use use = Use::read;
};

}  // namespace pocketrec
