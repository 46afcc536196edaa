#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "packing/model_contents.h"
#include "recipes/settings.h"
#include "recipes/training_data.h"
#include "result/result.h"

namespace pocketrec {

/// Hears what goes on: a stage in words, and how many of its steps are done.
using Progress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

/// How to build, besides what to build. Results do not depend on any of it.
struct BuildOptions {
  unsigned threads = 0;  ///< 0: one per processor
  Progress progress;
};

/// Trains every recommender of the default model on some of the events and puts the file's contents together, with the
/// whole vocabulary of `data`:
///   user-personalization   item-to-item ridge (algorithm: training/item_to_item.h) with popularity as the tie-break
///   personalized-ranking   the same scores on a given list
///   similar-items          co-occurrence (training/similar_items.h), popular items where an item has no neighbours
///   popularity-count       items by distinct users
/// rows: ascending positions in data.events(). part: Provenance::training_part.
/// Errors: invalid_input.
Result<ModelContents> build_model(const TrainingData& data, std::span<const std::uint32_t> rows, std::string part,
                                  const ModelSettings& settings, const BuildOptions& options);

/// Writes the settings that only matter when answering (max_history, demote_seen, softmax_scale) into contents that
/// were built before they were chosen.
void apply_answer_settings(const ModelSettings& settings, ModelContents& contents);

}  // namespace pocketrec
