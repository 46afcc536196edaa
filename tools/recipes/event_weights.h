#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evaluation/split.h"
#include "model/recommender.h"
#include "recipes/training_data.h"
#include "result/result.h"

namespace pocketrec {

/// "Purchase:1,View:0.3,Rate>=4:1,Dislike:-1": event type, perhaps >= and the least value, and : and a weight from -1
/// to 1; "all" is every type with the same weight, no entries (contract/recipes.md §2: one type with a least value is
/// the service's eventType with eventValueThreshold, several are its eventsConfig). Errors: invalid_input for another
/// form.
Result<std::vector<EventWeight>> parse_event_weights(std::string_view text);

/// What parse_event_weights reads.
std::string event_weights_text(std::span<const EventWeight> weights);

/// Those of the given rows whose event has a weight above 0: what models are trained on.
std::vector<std::uint32_t> rows_with_weight(const TrainingData& data, std::span<const std::uint32_t> rows,
                                            std::span<const EventWeight> weights);

/// Gives the truth items of all test users their gains: the largest weight among the user's events with the item that
/// are not in the history. Without weights nothing changes.
void set_gains(const TrainingData& data, std::span<const EventWeight> weights, Split& split);

}  // namespace pocketrec
