#pragma once

#include <filesystem>
#include <string_view>

#include "convert/csv_writer.h"
#include "datasets/schema.h"
#include "result/result.h"

namespace pocketrec {

/// A data set's folder in the making: a hidden folder beside the target that becomes the target in one rename. Until
/// publish() succeeds the target is untouched; without it the destructor removes what was written.
class NewDatasetFolder {
 public:
  /// target: absent, or an empty folder; its parents are created where they are missing.
  /// Errors: resource_in_use when it is a folder with files in it; invalid_input when it is something else than a
  /// folder; io.
  static Result<NewDatasetFolder> begin(const std::filesystem::path& target);

  NewDatasetFolder(NewDatasetFolder&& other) noexcept;
  NewDatasetFolder& operator=(NewDatasetFolder&&) = delete;
  NewDatasetFolder(const NewDatasetFolder&) = delete;
  ~NewDatasetFolder();

  /// Writes <name>.schema.json and opens <name>.csv with the schema's fields as header; name is the dataset type in
  /// lower case: interactions, items, users. The caller closes the writer before publish(). Errors: io.
  Result<CsvWriter> create_table(const Schema& schema);

  /// Writes a whole small file. name: without folders. Errors: io.
  Result<void> write_file(std::string_view name, std::string_view text);

  /// Gives the folder the target's name. Errors: io, also when the target appeared or was filled meanwhile.
  Result<void> publish();

 private:
  NewDatasetFolder(std::filesystem::path target, std::filesystem::path unpublished)
      : target_(std::move(target)), unpublished_(std::move(unpublished)) {}

  std::filesystem::path target_;
  std::filesystem::path unpublished_;  // empty once published or moved from
};

}  // namespace pocketrec
