#include "training/training_options.h"

#include <algorithm>
#include <cmath>

#include "domain/number_text.h"

namespace pocketrec {

TileReport stage_report(const TrainingProgress& progress, std::string_view stage, std::size_t total) {
  if (!progress) return nullptr;
  return [progress, stage, total](std::size_t done) { progress(stage, std::min(done, total), total); };
}

OptionCheck& OptionCheck::in_range(std::string_view option, double value, double least, double most) {
  if ((value >= least && value <= most) || !problem_.empty()) return *this;
  problem_ = std::string(trainer_) + " options: expected " + std::string(option) +
             (std::isinf(most) ? " at least " + number_text(least)
                               : " from " + number_text(least) + " to " + number_text(most)) +
             ", got " + number_text(value);
  return *this;
}

Result<void> OptionCheck::result() const {
  if (!problem_.empty()) return Error{ErrorCode::invalid_input, problem_};
  return {};
}

}  // namespace pocketrec
