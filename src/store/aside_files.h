#pragma once

#include <filesystem>
#include <optional>

#include "result/result.h"

namespace pocketrec {

/// Renames a damaged `file`, its write-ahead log and its journal to FILE.corrupt-N, N from 1 on, and gives the new
/// name. The note FILE.salvage says meanwhile and afterwards that nothing has been copied from it yet. Errors: storage;
/// then a log may have its new name already: without it the file must be checked before it is used.
Result<std::filesystem::path> set_aside(const std::filesystem::path& file);

/// What an interrupted program left to do, and the note taken away, so that a copying that ends the program does not
/// end every start: the file set aside from which nothing has been copied yet. When it was interrupted before the
/// renaming was complete, the log gets its name back.
std::optional<std::filesystem::path> take_unsalvaged(const std::filesystem::path& file);

/// Takes the note away.
void note_salvaged(const std::filesystem::path& file);

}  // namespace pocketrec
