#pragma once

#include <cstdint>
#include <filesystem>

#include "recipes/recipe_input.h"
#include "recipes/settings.h"
#include "recipes/training_data.h"
#include "result/result.h"

namespace pocketrec {

/// Counts the sums of some users' events and writes them with the events themselves, for read_statistics(): together
/// with the files of all other users, what build_model() needs. Same data and settings, same bytes. Beside `path` it
/// is written first, so that a cut leaves the old file or the new one. Errors: io; invalid_input for data without
/// events.
Result<void> write_statistics(const std::filesystem::path& path, const TrainingData& data,
                              const ModelSettings& settings, const BuildOptions& options);

}  // namespace pocketrec
