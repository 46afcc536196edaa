#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "result/result.h"
#include "training/parallel_tiles.h"

namespace pocketrec {

/// Hears of long work, on the calling thread: how many of the `total` steps of a stage are done.
using TrainingProgress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

/// Steps of `step` that `size` takes.
constexpr std::size_t steps_of(std::size_t size, std::size_t step) {
  return (size + step - 1) / step;
}

/// Report of one stage of `total` steps to `progress`, which it copies; nullptr if that is empty. stage: outlives it.
TileReport stage_report(const TrainingProgress& progress, std::string_view stage, std::size_t total);

/// Finds the first of a trainer's options that is outside its range.
class OptionCheck {
 public:
  /// trainer: as messages name it.
  explicit OptionCheck(std::string_view trainer) : trainer_(trainer) {}

  /// Expects least ≤ value ≤ most; `most` may be infinite.
  OptionCheck& in_range(std::string_view option, double value, double least, double most);

  /// 0 to 1024.
  OptionCheck& threads(unsigned value) { return in_range("threads", value, 0, 1024); }

  /// Errors: invalid_input, "<trainer> options: expected <option> from <least> to <most>, got <value>".
  Result<void> result() const;

 private:
  std::string_view trainer_;
  std::string problem_;
};

}  // namespace pocketrec
