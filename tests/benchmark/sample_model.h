#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "model/model.h"
#include "result/result.h"
#include "store/database.h"
#include "store/event_log.h"

namespace pocketrec {

/// A folder of its own under the system's temporary folder, removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The model that everything is measured with: trained on a sample of 2,000 users and 2,000 items.
struct SampleModel {
  ScratchFolder folder;
  std::filesystem::path file;
  std::shared_ptr<const Model> model;
  std::vector<std::string> user_ids;
  std::vector<std::string> item_ids;
};

/// Made on first use. Ends the program with a message when that fails: without it there is nothing to measure.
const SampleModel& sample_model();

/// An event store of its own.
struct ScratchLog {
  explicit ScratchLog(Durability durability = {});

  ScratchFolder folder;
  std::unique_ptr<Database> database;
  std::unique_ptr<EventLog> log;
};

/// Says why there is nothing to measure, and ends the program.
[[noreturn]] void give_up(const Error& error);

/// The value, or the end of the program with the error's message.
template <typename T>
T expect_good(Result<T> result) {
  if (!result) give_up(result.error());
  return *std::move(result);
}

}  // namespace pocketrec
