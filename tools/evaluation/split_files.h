#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "domain/item_index.h"
#include "evaluation/split.h"
#include "result/result.h"

namespace pocketrec {

/// Where the parts of a published split are. An empty `validation` means that there is none.
struct SplitPaths {
  std::filesystem::path train;
  std::filesystem::path validation;
  std::filesystem::path test;
};

/// The usual names in a folder: train.txt, valid.txt and test.txt; no validation if there is no file of that name.
SplitPaths split_paths_in(const std::filesystem::path& folder);

/// A published split as it was read. Rows are the events of the training file, then those of the validation file; what
/// is in the test file appears only as truth. The files know no time: an event's time is its place in the line, and the
/// validation file's events come after those of the training file.
struct GivenSplit {
  std::vector<std::string> user_ids;  ///< all that appear in any file, ascending by number
  std::vector<std::string> item_ids;  ///< the catalogue: all that appear in any file, ascending by number
  std::vector<std::uint32_t> user;
  std::vector<ItemIndex> item;
  std::vector<std::int64_t> time;
  Split validation;  ///< history: the training file. No users when there is no validation file
  Split test;        ///< history: the training and the validation file

  /// Views of this object: they live no longer than it does, and it must not be changed meanwhile.
  EventColumns events() const& { return {user, item, time, user_ids, item_ids.size()}; }
  EventColumns events() const&& = delete;  // views of a temporary would dangle
};

/// Reads a split in the form that graph and linear models publish (LightGCN; He et al. 2020): in every file a line
/// `user item item …` per user, numbers from 0 to 2³² − 1 with spaces or tabs between; empty lines are passed over, and
/// a user alone has no events there. Histories are hidden in both splits. Errors: resource_not_found or io for a file
/// that cannot be read; invalid_input with file and line for what is no number, a user with two lines in one file, a
/// file without a user, and an item in a truth that the user's history has already: as histories are hidden, such a
/// truth can only come from a mistake.
Result<GivenSplit> read_split_files(const SplitPaths& paths, ValidationUse use = ValidationUse::context);

}  // namespace pocketrec
