#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recipes/settings.h"
#include "recipes/training_data.h"
#include "result/result.h"
#include "training/counted_sums.h"
#include "training/interaction_matrix.h"
#include "training/item_sequences.h"

namespace pocketrec {

/// Hears what goes on: a stage in words, and how many of its steps are done.
using Progress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

/// How to build, besides what to build. Results do not depend on any of it.
struct BuildOptions {
  unsigned threads = 0;  ///< 0: one per processor
  Progress progress;
  std::function<void(const std::string& plan)> plan;        ///< hears what a step will need, before it begins
  std::function<void(const std::string& reason)> left_out;  ///< hears what is not trained although nobody said so
  const CountedSums* counted = nullptr;                     ///< over exactly the rows that are trained on, if any
};

/// What every recommender of a model is made from. Views that must outlive it.
struct RecipeInput {
  const TrainingData& data;
  std::span<const std::uint32_t> rows;      ///< ascending positions in data.events(): the events to train on
  std::span<const std::uint32_t> all_rows;  ///< those and the ones that the setting `events` leaves out
  const ModelSettings& settings;
  const BuildOptions& options;
};

/// Who interacted with what in the given rows, over the whole vocabulary of `data`. Errors: invalid_input.
Result<InteractionMatrix> interaction_matrix_of(const TrainingData& data, std::span<const std::uint32_t> rows);

/// What each user chose in the given rows, in order of time. Users with one event are left out: they have no next one.
ItemSequences sequences_of(const TrainingData& data, std::span<const std::uint32_t> rows);

/// Those of the given rows whose event has that type, compared without case.
std::vector<std::uint32_t> rows_of_event_type(const TrainingData& data, std::span<const std::uint32_t> rows,
                                              std::string_view event_type);

}  // namespace pocketrec
