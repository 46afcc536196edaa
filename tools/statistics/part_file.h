#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "recipes/training_data.h"
#include "result/result.h"
#include "statistics/sqlite_file.h"
#include "statistics/tables.h"
#include "training/counted_sums.h"

namespace pocketrec {

/// One file of write_statistics().
class PartFile {
 public:
  /// Errors: resource_not_found for a missing file; io; invalid_input for one of another kind or version.
  static Result<std::unique_ptr<PartFile>> open(const std::filesystem::path& path);

  /// As Statistics names it in messages.
  const std::string& path() const { return file_.path(); }

  const std::vector<CountedSetting>& settings() const { return settings_; }

  /// Reads the data, over a vocabulary of its own. Errors: invalid_input for numbers that do not fit together; io.
  Result<TrainingData> read_data() const;

  /// Puts the sums into the numbers of a larger catalogue. item_of: for each item of this file, ascending; n_items: of
  /// the larger one.
  void renumber(std::vector<std::uint32_t> item_of, std::uint32_t n_items);

  /// Sums of a group of users, in the numbers that were given. Precondition: renumber() was called.
  const CountedSums& sums(UserGroup group) const { return groups_[static_cast<std::size_t>(group)]; }

  /// Errors: invalid_input or io of the first row that could not be read.
  Result<void> status() const;

 private:
  class GroupSums final : public CountedSums {
   public:
    GroupSums(const PartFile& part, UserGroup group) : part_(part), group_(group) {}
    void read_row(SumKind kind, std::uint32_t row, const AddSummand& add) const override {
      part_.read_row(kind, group_, row, add);
    }

   private:
    const PartFile& part_;
    UserGroup group_;
  };

  PartFile(SqliteFile file, SqliteStatement find_row)
      : file_(std::move(file)),
        find_row_(std::move(find_row)),
        groups_{GroupSums(*this, UserGroup::others), GroupSums(*this, UserGroup::validation),
                GroupSums(*this, UserGroup::test)} {}

  Result<void> read_header();
  void read_row(SumKind kind, UserGroup group, std::uint32_t row, const AddSummand& add) const;
  /// Bytes of a row; none after a failure.
  std::string find_row(std::int64_t key) const;

  SqliteFile file_;
  std::vector<CountedSetting> settings_;
  std::string fingerprint_;
  std::uint32_t n_scales_ = 0;
  std::vector<std::uint32_t> item_of_;   // by item of this file
  std::vector<std::uint32_t> own_item_;  // by item of the larger catalogue; kNoItem: none
  mutable std::mutex mutex_;             // of all below
  mutable SqliteStatement find_row_;
  mutable std::optional<Error> problem_;
  std::array<GroupSums, 3> groups_;
};

}  // namespace pocketrec
