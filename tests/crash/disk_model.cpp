#include "disk_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string_view>
#include <utility>

namespace pocketrec {
namespace {

constexpr std::size_t kSectorBytes = 512;
// Database makes it before SQLite opens it.
constexpr std::string_view kDatabase = "events.sqlite";

}  // namespace

void DiskModel::overwrite(std::string& content, const FileOperation& operation) {
  const auto offset = static_cast<std::size_t>(operation.offset);
  if (operation.kind == FileOperation::Kind::truncate) return content.resize(offset, '\0');
  content.resize(std::max(content.size(), offset + operation.bytes.size()), '\0');
  content.replace(offset, operation.bytes.size(), operation.bytes);
}

void DiskModel::apply(const FileOperation& operation) {
  File& file = files_[operation.file];
  switch (operation.kind) {
    case FileOperation::Kind::open:
    case FileOperation::Kind::read:
      break;
    case FileOperation::Kind::write:
    case FileOperation::Kind::truncate:
      file.exists = true;
      file.pending.push_back(operation);
      break;
    case FileOperation::Kind::sync:
      for (const FileOperation& pending : file.pending) overwrite(file.synced, pending);
      file.pending.clear();
      // The first sync of a new log or journal syncs the folder too (SQLite, os_unix.c, UNIXFILE_DIRSYNC).
      if (!file.is_named && operation.file != kDatabase) {
        for (auto& [name, other] : files_) other.removed.reset();
      }
      file.is_named = true;
      file.exists = true;
      break;
    case FileOperation::Kind::remove:
      if (!file.removed) file.removed = std::move(file.synced);
      file.synced.clear();
      file.pending.clear();
      file.exists = false;
      file.is_named = false;
      break;
  }
}

void DiskModel::write_survivors(const std::filesystem::path& folder, std::mt19937& random) const {
  const auto one_in = [&](unsigned n) { return random() % n == 0; };
  for (const auto& [name, file] : files_) {
    std::string content;
    if (file.removed && !(file.exists && file.is_named) && one_in(2)) {
      content = *file.removed;
    } else {
      if (!file.exists || (!file.is_named && one_in(2))) continue;
      content = file.synced;
      for (const FileOperation& operation : file.pending) {
        if (one_in(2)) continue;
        if (operation.kind == FileOperation::Kind::truncate || one_in(2)) {
          overwrite(content, operation);
          continue;
        }
        for (std::size_t begin = 0; begin < operation.bytes.size();) {
          const std::size_t place = static_cast<std::size_t>(operation.offset) + begin;
          const std::size_t size = std::min(kSectorBytes - place % kSectorBytes, operation.bytes.size() - begin);
          if (one_in(2)) {
            overwrite(content, {FileOperation::Kind::write, name, static_cast<std::int64_t>(place),
                                operation.bytes.substr(begin, size)});
          }
          begin += size;
        }
      }
    }
    std::ofstream out(folder / name, std::ios::binary | std::ios::trunc);
    out << content;
    out.close();
    REQUIRE(out.good());
  }
}

}  // namespace pocketrec
