#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "evaluation/metric_means.h"
#include "evaluation/split.h"
#include "result/result.h"

namespace pocketrec {

/// Answers for a test user: items best first, each at most once, at least kMetricListLength if there are that many.
/// It should see the user's history and nothing else of the user, and leave out the history where the split hides it.
/// Every thread calls its own copy, so what a callable holds by value needs no lock, and what it refers to has to be
/// safe for concurrent use. Must not throw.
using Recommend = std::function<Result<std::vector<ItemIndex>>(const TestUser& user)>;

/// Hears how many of the users are done: about a hundred times, with rising `done`, finally done == total. Called from
/// any thread, but never from two at once. Must not throw.
using EvaluationProgress = std::function<void(std::size_t done, std::size_t total)>;

/// How evaluate_lists() works.
struct EvaluationOptions {
  std::size_t threads = 1;  ///< including the calling one; results do not depend on it
  EvaluationProgress progress;
  std::span<const double> bits;  ///< self-information of every item (popularity.h), for novelty; or empty
};

/// Asks for a list for every test user who has a truth, and averages the metrics over them in the order of the split:
/// the same bits for any number of threads. Users without truth are counted and not asked.
/// Errors: what `recommend` returns, of the first user in the split's order who gets one; internal, if a list repeats
/// an item or names one outside the catalogue.
Result<MetricReport> evaluate_lists(const Split& split, const Recommend& recommend,
                                    const EvaluationOptions& options = {});

}  // namespace pocketrec
