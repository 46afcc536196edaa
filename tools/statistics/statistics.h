#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "recipes/settings.h"
#include "recipes/training_data.h"
#include "result/result.h"
#include "statistics/part_file.h"
#include "statistics/tables.h"
#include "training/counted_sums.h"

namespace pocketrec {

/// Files of write_statistics() of which each has other users, read together as if all had been counted at once.
class Statistics {
 public:
  /// Reads the data, and checks that the parts go together; sums are read as they are asked for. data: replaced.
  /// settings: gets those that the sums were counted with. Errors: of opening a part; invalid_input for a file that is
  /// none of write_statistics(), and with both files for parts that were counted with different settings or schemas,
  /// that tell different things of an item or user, or that both have events of the same user.
  static Result<std::unique_ptr<Statistics>> open(std::span<const std::filesystem::path> paths, TrainingData& data,
                                                  ModelSettings& settings);

  /// The sums over exactly the given rows of the data, or nullptr when they are not those of whole groups of users.
  /// Lives as long as this.
  const CountedSums* sums_of(const TrainingData& data, std::span<const std::uint32_t> rows) const;

  /// Errors: invalid_input when the settings are no more those that the sums were counted with.
  Result<void> check_settings(const ModelSettings& settings) const;

  /// Errors: of the first row of sums that could not be read.
  Result<void> status() const;

 private:
  Statistics() = default;

  std::vector<std::unique_ptr<PartFile>> parts_;
  std::vector<CountedSetting> settings_;
  std::vector<std::unique_ptr<AddedSums>> sums_;  // of the groups from the first on, by how many there are, less 1
};

}  // namespace pocketrec
