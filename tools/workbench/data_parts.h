#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/packed_recommender.h"
#include "evaluation/split.h"
#include "recipes/training_data.h"
#include "result/result.h"
#include "statistics/statistics.h"
#include "workbench/model_verbs.h"

namespace pocketrec {

/// Data in memory and its division into what is trained on, what settings are chosen on, and what is reported.
struct DataParts {
  TrainingData data;
  Split validation;  ///< asked with the model trained on `test.training`
  Split test;
  std::string name;                              ///< of the split, for people and for Provenance::training_part
  std::vector<NamedContext> contexts = {};       ///< views of data.contexts
  std::unique_ptr<const Statistics> statistics;  ///< where the data came from, if from counted parts

  /// Views of this object.
  NamedEvents events() const& {
    return {data.events(), data.items.ids, data.event_type, data.event_types, data.value, contexts};
  }
  NamedEvents events() const&& = delete;
};

/// Reads the data and divides them as the options say. settings: gets those that counted parts were counted with.
/// Errors: those of reading; invalid_input for an unknown protocol and for options that do not go together.
Result<std::unique_ptr<DataParts>> read_data(const DataOptions& options, ModelSettings& settings);

}  // namespace pocketrec
