#pragma once

#include <span>
#include <string>
#include <vector>

#include "evaluation/metric_means.h"

namespace pocketrec {

/// A number beside the metrics: seconds, peak memory, bytes of the file.
struct Figure {
  std::string key;  ///< with its unit: "model_bytes", "training_seconds"
  double value = 0;
  int decimals = 0;  ///< in the text; 0 is an integer in JSON too
};

/// What is reported of one recommender.
struct MetricColumn {
  std::string name;  ///< distinct within a table: "model", "popularity"
  MetricReport report;
  std::vector<Figure> figures;
};

/// The columns side by side, for people: a line per metric with 4 decimals (as in contract/metrics.md §1), in the order
/// of metric_names(), then the users and the figures in the order of their first appearance. "-" where a column has no
/// such value. Ends with a newline; widths count characters, not bytes, of UTF-8.
std::string metric_text(std::span<const MetricColumn> columns);

/// The same as a JSON object, for programs: {"model": {"metrics": {…}, "users": …, "users_without_truth": …,
/// "figures": {…}}, …}. Members keep the order of metric_text(); metrics and figures are not rounded. What is not valid
/// UTF-8 is replaced by U+FFFD. Ends with a newline.
std::string metric_json(std::span<const MetricColumn> columns);

}  // namespace pocketrec
