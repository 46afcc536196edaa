#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// One request that changed state or was refused.
struct AuditEntry {
  std::chrono::system_clock::time_point time;
  std::string_view who;        ///< name of the credential; empty: nobody was proven
  std::string_view operation;  ///< empty: refused before it was known
  int status = 200;
  std::string_view code;  ///< of the error; empty: none
  std::string_view request_id;
  bool is_replay = false;  ///< answered without effect
};

/// The entry as a line of JSON with its line end. Control characters and what is not ASCII are escaped, so that no name
/// can forge a line or steer a terminal. omitted: entries before it that have no line.
std::string to_json_line(const AuditEntry& entry, std::size_t omitted = 0);

/// A log file that is rotated by size: FILE is FILE.1 when it is full, FILE.1 is FILE.2, and so on. Thread-safe.
///
/// A line is one write() to the page cache, a few microseconds, and is not synced: a plug that is pulled may lose the
/// last lines. When a line cannot be written, or the full file cannot be renamed, the line is dropped; the next one
/// tries again.
class AuditLog {
 public:
  struct Limits {
    std::size_t file_bytes = 1'048'576;  ///< of one file
    std::size_t old_files = 4;           ///< kept beside the current one; 0: the full file is removed
  };
  /// Called once, with the first failure.
  using OnFailure = std::function<void(const Error& error)>;

  /// Appends to the file, which is made with mode 0600 when it is missing.
  /// Errors: invalid_input for what is not a regular file, also a symbolic link; io.
  static Result<std::unique_ptr<AuditLog>> open(std::string path, Limits limits, OnFailure on_failure);
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  void write(const AuditEntry& entry);

 private:
  AuditLog(std::string path, Limits limits, OnFailure on_failure);

  Result<void> open_file();
  /// Counts the entry. False: it is one refusal too many, and gets no line.
  bool admit(const AuditEntry& entry);
  Result<void> append(std::string_view line);
  Result<void> rotate();
  [[nodiscard]] Error error(const char* action, int number) const;

  const std::string path_;
  const Limits limits_;
  const OnFailure on_failure_;
  std::mutex mutex_;
  int file_ = -1;
  std::size_t size_ = 0;
  bool has_failed_ = false;
  std::chrono::system_clock::time_point minute_begin_;  ///< of refusals of the unproven
  std::size_t in_minute_ = 0;
  std::size_t omitted_ = 0;
};

}  // namespace pocketrec
