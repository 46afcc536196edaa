#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "evaluation/split.h"
#include "result/result.h"

namespace pocketrec {

/// A test part beside the data that everything is trained on: a line `user item item …` per user, words with spaces or
/// tabs between. The users' histories are their events; these are hidden unless a truth repeats an item of its own
/// history. A user alone is not asked. item_ids: by the items of `events`, distinct.
/// Errors: those of read_text_file; invalid_input with file and line for a user or an item that the data do not have or
/// a user with two lines, or when there is nobody to ask.
Result<Split> read_truth_file(const std::filesystem::path& path, const EventColumns& events,
                              std::span<const std::string> item_ids);

/// Items that lists may have: words with spaces, tabs or line ends between. Ascending rows. Errors: likewise.
Result<std::vector<ItemIndex>> read_candidates(const std::filesystem::path& path,
                                               std::span<const std::string> item_ids);

}  // namespace pocketrec
