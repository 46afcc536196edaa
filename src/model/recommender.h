#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pocketrec {

/// One summand of a recommender's score.
struct ScorePart {
  enum class Kind { neighbor_lists, item_scores, factors, attribute_scores };

  Kind kind = Kind::neighbor_lists;
  std::uint32_t index = 0;  ///< of Model::neighbor_lists(), item_scores(), factors() or attribute_scores()
  double weight = 1;        ///< -1 to 1
  /// Of neighbour lists and factors: how the history counts. 0: every distinct item once. Above 0, up to 1e6: every
  /// event, by e^(−age / time_scale), age in events.
  double time_scale = 0;
  std::uint32_t window = 0;  ///< newest events that count; 0: all
  /// 0: always that weight. Above 0, up to 1e6: weight ÷ (1 + n ÷ fade) with n distinct items in the history.
  double fade = 0;
};

/// How much events of a type count in a user's history.
struct EventWeight {
  std::string event_type;
  double weight = 1;                  ///< -1 to 1
  std::optional<double> least_value;  ///< events without a value, or with a smaller one, do not fit

  bool operator==(const EventWeight&) const = default;
};

/// How much events of another context than the request's count in a user's history.
struct ContextWeight {
  std::uint32_t column = 0;  ///< position in Model::context_columns(); at most one weight a column
  double mismatch = 1;       ///< 0 to 1, times the weight of an event whose value is not the request's

  bool operator==(const ContextWeight&) const = default;
};

/// A named recipe with its parameters, as the file has it.
struct Recommender {
  std::string name;
  std::string recipe;  ///< such as "aws-user-personalization" (contract/recipes.md)
  std::map<std::string, std::string> parameters;
  std::vector<ScorePart> parts;
  std::vector<EventWeight> event_weights = {};  ///< the first that fits an event decides; empty: all events count 1
  std::vector<ContextWeight> context_weights = {};
};

/// One measured figure of a recommender.
struct ModelMetric {
  std::string recommender;
  std::string split;  ///< how data were divided, in words
  std::string name;
  double value = 0;
};

/// Where the model came from. Times in epoch seconds; 0 is unknown.
struct Provenance {
  std::string tool_version;
  std::int64_t created_at = 0;
  std::string data_fingerprint;
  std::uint64_t seed = 0;
  std::uint64_t users = 0;
  std::uint64_t items = 0;
  std::uint64_t interactions = 0;
  std::int64_t first_event = 0;
  std::int64_t last_event = 0;
  std::string training_part = "all";  ///< "all" of the data, or the name of the split whose training part was used
};

}  // namespace pocketrec
