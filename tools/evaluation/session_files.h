#pragma once

#include <filesystem>

#include "evaluation/split_files.h"
#include "result/result.h"

namespace pocketrec {

/// Reads sessions in the form that session-based models publish (Wu et al. 2019, SR-GNN): a session a line, item
/// numbers in the order of the clicks, sessions in order of time. Each session is a user of its own.
///   test        each line of the test file: its last item from those before it, trained on the whole training file
///   validation  the last tenth of the training file likewise, trained on the sessions before
/// Lines with one item are not asked; those of the training file are trained on. Fewer than ten lines to train on leave
/// no validation. Lists are not filtered, since sessions come back to items.
/// Errors: those of read_number_lines.
Result<GivenSplit> read_session_files(const std::filesystem::path& train, const std::filesystem::path& test);

}  // namespace pocketrec
