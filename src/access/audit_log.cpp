#include "access/audit_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "domain/time_text.h"

namespace pocketrec {
namespace {

constexpr std::size_t kUnprovenLinesPerMinute = 60;

bool is_unproven_refusal(const AuditEntry& entry) {
  return entry.who.empty() && !entry.code.empty();
}

nlohmann::ordered_json text_or_null(std::string_view text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

}  // namespace

std::string to_json_line(const AuditEntry& entry, std::size_t omitted) {
  nlohmann::ordered_json line;
  line["time"] = time_text(std::chrono::floor<std::chrono::milliseconds>(entry.time));
  line["who"] = text_or_null(entry.who);
  line["operation"] = text_or_null(entry.operation);
  line["status"] = entry.status;
  if (!entry.code.empty()) line["code"] = entry.code;
  if (entry.is_replay) line["replay"] = true;
  if (omitted > 0) line["omitted"] = omitted;
  line["requestId"] = entry.request_id;
  return line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

AuditLog::AuditLog(std::string path, Limits limits, OnFailure on_failure)
    : path_(std::move(path)), limits_(limits), on_failure_(std::move(on_failure)) {}

AuditLog::~AuditLog() {
  if (file_ >= 0) ::close(file_);
}

Result<std::unique_ptr<AuditLog>> AuditLog::open(std::string path, Limits limits, OnFailure on_failure) {
  std::unique_ptr<AuditLog> log(new AuditLog(std::move(path), limits, std::move(on_failure)));
  if (auto ok = log->open_file(); !ok) return ok.error();
  return log;
}

void AuditLog::write(const AuditEntry& entry) {
  const std::lock_guard lock(mutex_);
  if (!admit(entry)) {
    ++omitted_;
    return;
  }
  const bool is_refusal = is_unproven_refusal(entry);
  const auto written = append(to_json_line(entry, is_refusal ? std::exchange(omitted_, 0) : 0));
  if (!written && !std::exchange(has_failed_, true)) on_failure_(written.error());
}

bool AuditLog::admit(const AuditEntry& entry) {
  if (!is_unproven_refusal(entry)) return true;
  const auto since = entry.time - minute_begin_;
  // A clock that was set back begins a new minute too.
  if (since >= std::chrono::minutes(1) || since < std::chrono::minutes(-1)) {
    minute_begin_ = entry.time;
    in_minute_ = 0;
  }
  return ++in_minute_ <= kUnprovenLinesPerMinute;
}

Result<void> AuditLog::append(std::string_view line) {
  if (size_ > 0 && size_ + line.size() > limits_.file_bytes) {
    if (auto ok = rotate(); !ok) return ok;
  }
  if (file_ < 0) {
    if (auto ok = open_file(); !ok) return ok;
  }
  ssize_t count = 0;
  do {
    count = ::write(file_, line.data(), line.size());
  } while (count < 0 && errno == EINTR);
  if (count == static_cast<ssize_t>(line.size())) {
    size_ += line.size();
    return {};
  }
  const int number = count < 0 ? errno : ENOSPC;
  // Half a line would spoil the one after it.
  if (count > 0 && ::ftruncate(file_, static_cast<off_t>(size_)) != 0) size_ += static_cast<std::size_t>(count);
  return error("write", number);
}

Result<void> AuditLog::rotate() {
  const auto name = [this](std::size_t number) { return number == 0 ? path_ : path_ + "." + std::to_string(number); };
  if (limits_.old_files == 0) {
    if (::unlink(path_.c_str()) != 0 && errno != ENOENT) return error("remove", errno);
  }
  for (std::size_t number = limits_.old_files; number > 0; --number) {
    if (::rename(name(number - 1).c_str(), name(number).c_str()) != 0 && errno != ENOENT) {
      return error("rename", errno);
    }
  }
  ::close(std::exchange(file_, -1));
  size_ = 0;
  return {};
}

Result<void> AuditLog::open_file() {
  // Without O_NONBLOCK opening a FIFO would wait for a reader.
  const int file = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (file < 0 && errno != ELOOP && errno != ENXIO) return error("open", errno);
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    if (file >= 0) ::close(file);
    return Error{ErrorCode::invalid_input, "audit log " + path_ + ": expected a regular file and no symbolic link"};
  }
  file_ = file;
  size_ = static_cast<std::size_t>(status.st_size);
  return {};
}

Error AuditLog::error(const char* action, int number) const {
  return {ErrorCode::io, "audit log " + path_ + ": " + action + ": " + std::strerror(number)};
}

}  // namespace pocketrec
