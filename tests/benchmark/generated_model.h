#pragma once

#include <cstdint>
#include <memory>

#include "model/model.h"

namespace pocketrec {

/// A model of any size that was made up instead of trained: the recommender `home` adds two neighbour lists and
/// popularity, every tenth item leads to 200 others, popular ones more often, and the user `visitor` has 10 events with
/// such items. Made on first use of a size, at least 2,000.
std::shared_ptr<const Model> generated_model(std::uint32_t items);

}  // namespace pocketrec
