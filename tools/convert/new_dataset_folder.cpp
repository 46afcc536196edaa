#include "convert/new_dataset_folder.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

namespace pocketrec {

namespace {

namespace fs = std::filesystem;

Error io_error(const fs::path& path, std::string_view expected, std::string_view reason) {
  return {ErrorCode::io, path.string() + ": expected " + std::string(expected) + ", got: " + std::string(reason)};
}

Result<void> check_target(const fs::path& target) {
  std::error_code problem;
  const fs::file_status status = fs::symlink_status(target, problem);
  if (status.type() == fs::file_type::not_found) return {};
  if (problem) return io_error(target, "a new folder", problem.message());
  if (status.type() != fs::file_type::directory) {
    return Error{ErrorCode::invalid_input, target.string() + ": expected a new or empty folder, got something else"};
  }
  const bool empty = fs::is_empty(target, problem);
  if (problem) return io_error(target, "a readable folder", problem.message());
  if (!empty) {
    return Error{ErrorCode::resource_in_use,
                 target.string() + ": expected a new or empty folder, got one with files in it; nothing was changed"};
  }
  return {};
}

// Beside the target, because a rename does not cross file systems.
Result<fs::path> create_beside(const fs::path& target) {
  std::error_code problem;
  const fs::path parent = target.parent_path();
  fs::create_directories(parent, problem);
  if (problem) return io_error(parent, "to create the folder", problem.message());
  const std::string stem = "." + target.filename().string() + ".unfinished-" + std::to_string(::getpid()) + "-";
  for (int attempt = 0; attempt < 1000; ++attempt) {
    fs::path candidate = parent / (stem + std::to_string(attempt));
    if (fs::create_directory(candidate, problem)) return candidate;
    if (problem) return io_error(candidate, "to create the folder", problem.message());
  }
  return io_error(parent, "room for a temporary folder", "a thousand unfinished ones; remove them");
}

std::string table_name(DatasetType type) {
  std::string name(dataset_type_name(type));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

}  // namespace

Result<NewDatasetFolder> NewDatasetFolder::begin(const fs::path& target) {
  std::error_code problem;
  fs::path whole = fs::absolute(target, problem).lexically_normal();
  if (problem || target.empty()) {
    return Error{ErrorCode::invalid_input, "target folder: expected a path, got \"" + target.string() + "\""};
  }
  if (!whole.has_filename()) whole = whole.parent_path();
  if (auto ok = check_target(whole); !ok) return ok.error();
  auto unpublished = create_beside(whole);
  if (!unpublished) return unpublished.error();
  return NewDatasetFolder(std::move(whole), *std::move(unpublished));
}

NewDatasetFolder::NewDatasetFolder(NewDatasetFolder&& other) noexcept
    : target_(std::move(other.target_)), unpublished_(std::move(other.unpublished_)) {
  other.unpublished_.clear();
}

NewDatasetFolder::~NewDatasetFolder() {
  std::error_code ignored;  // nobody is left to tell, and the target is untouched
  if (!unpublished_.empty()) fs::remove_all(unpublished_, ignored);
}

Result<CsvWriter> NewDatasetFolder::create_table(const Schema& schema) {
  const std::string name = table_name(schema.type);
  if (auto ok = write_file(name + ".schema.json", to_json(schema) + "\n"); !ok) return ok.error();
  std::vector<std::string> columns;
  for (const Field& field : schema.fields) columns.push_back(field.name);
  return CsvWriter::create(unpublished_ / (name + ".csv"), columns);
}

Result<void> NewDatasetFolder::write_file(std::string_view name, std::string_view text) {
  const fs::path path = unpublished_ / name;
  std::FILE* file = std::fopen(path.c_str(), "wbx");
  if (file == nullptr) return io_error(path, "to create the file", std::strerror(errno));
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int write_failure = errno;
  if (std::fclose(file) != 0) return io_error(path, "to write the file", std::strerror(errno));
  if (!written) return io_error(path, "to write the file", std::strerror(write_failure));
  return {};
}

Result<void> NewDatasetFolder::publish() {
  // rename(2) replaces an empty folder and refuses any other, so that a target filled meanwhile stays as it is.
  if (std::rename(unpublished_.c_str(), target_.c_str()) != 0) {
    return io_error(target_, "a new or empty folder to publish to", std::strerror(errno));
  }
  unpublished_.clear();
  return {};
}

}  // namespace pocketrec
