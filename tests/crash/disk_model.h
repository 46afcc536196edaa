#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "watched_vfs.h"

namespace pocketrec {

/// A disk that keeps what was synced, and of what was not an arbitrary part.
class DiskModel {
 public:
  /// The next thing that happens to a file.
  void apply(const FileOperation& operation);

  /// Writes the files into a folder as a power cut now may leave them: what was synced, and of every later write
  /// nothing, all, or some of its sectors of 512 bytes, each by itself, later ones without earlier ones too. A file
  /// that was removed may be back, and a new one not there, until the folder was synced.
  void write_survivors(const std::filesystem::path& folder, std::mt19937& random) const;

 private:
  struct File {
    std::string synced;
    std::vector<FileOperation> pending;
    std::optional<std::string> removed;  ///< content of an older file of the name
    bool exists = false;
    bool is_named = false;  ///< a power cut cannot take its name from the folder
  };

  static void overwrite(std::string& content, const FileOperation& operation);

  std::map<std::string, File> files_;
};

}  // namespace pocketrec
