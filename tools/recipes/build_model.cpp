#include "recipes/build_model.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "evaluation/popularity.h"
#include "model/neighbor_lists.h"
#include "training/interaction_matrix.h"
#include "training/item_to_item.h"
#include "training/quantized_neighbors.h"
#include "training/similar_items.h"

namespace pocketrec {
namespace {

/// Small enough that popularity only decides between items of about equal score, and orders those without one.
constexpr double kTieBreakWeight = 1.0 / 4096;

enum ListIndex : std::uint32_t { kItemToItem, kSimilarItems };

Result<std::vector<std::uint32_t>> narrow(const std::vector<std::uint64_t>& positions) {
  if (positions.back() > std::numeric_limits<std::uint32_t>::max()) {
    return Error{ErrorCode::invalid_input,
                 "expected fewer than 2^32 weights, got " + std::to_string(positions.back()) + "; set fewer neighbors"};
  }
  return std::vector<std::uint32_t>(positions.begin(), positions.end());
}

Result<NeighborContents> pack_item_to_item(const SparseWeights& weights) {
  const QuantizedNeighborLists quantized = quantize_neighbors(weights);
  auto offsets = narrow(quantized.begin);
  if (!offsets) return offsets.error();
  NeighborContents lists{"item-to-item", *std::move(offsets), quantized.target, quantized.weight, {}};
  for (const float scale : quantized.target_scale) {
    const double fixed = std::round(std::ldexp(static_cast<double>(scale), kScaleFractionBits));
    if (fixed > 0x1p28) return Error{ErrorCode::invalid_input, "item-to-item weights beyond 127: raise regularization"};
    lists.scales.push_back(static_cast<std::uint32_t>(fixed));
  }
  return lists;
}

/// A request for similar items reads one row, so only the order within a row matters: the most similar item of each row
/// gets the weight 127, and all targets have the same scale.
Result<NeighborContents> pack_similar_items(const SimilarItems& similar) {
  auto offsets = narrow(similar.begin);
  if (!offsets) return offsets.error();
  NeighborContents lists{"similar-items", *std::move(offsets), {}, {}, {}};
  for (std::size_t source = 0; source < similar.n_items(); ++source) {
    const auto items = similar.items_of(source);
    const auto similarities = similar.similarities_of(source);
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return items[a] < items[b]; });
    for (const std::size_t i : order) {
      lists.items.push_back(items[i]);
      const float share = 127 * similarities[i] / similarities[0];
      lists.weights.push_back(static_cast<std::int8_t>(std::max(1L, std::lround(share))));
    }
  }
  lists.scales.assign(similar.n_items(), (std::uint32_t{1} << kScaleFractionBits) / 127);
  return lists;
}

ItemScoreContents pack_popularity(const std::vector<std::uint32_t>& users) {
  const std::uint32_t most = users.empty() ? 0 : *std::max_element(users.begin(), users.end());
  ItemScoreContents scores{"popularity", {}};
  for (const std::uint32_t count : users) {
    const std::uint64_t one = std::uint64_t{1} << 24;
    scores.values.push_back(most == 0 ? 0 : static_cast<std::uint32_t>(count * one / most));
  }
  return scores;
}

/// The newest events of every user, oldest first; events of the same time keep their order of rows.
HistoryContents pack_histories(const TrainingData& data, std::span<const std::uint32_t> rows, std::size_t newest) {
  std::vector<std::uint32_t> order(rows.begin(), rows.end());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(data.user[a], data.time[a]) < std::pair(data.user[b], data.time[b]);
  });
  HistoryContents histories;
  histories.offsets = {0};
  std::size_t begin = 0;
  for (std::uint32_t user = 0; user < data.users.ids.size(); ++user) {
    std::size_t end = begin;
    while (end < order.size() && data.user[order[end]] == user) ++end;
    for (std::size_t i = end - std::min(end - begin, newest); i < end; ++i) {
      histories.items.push_back(data.item[order[i]]);
      histories.event_types.push_back(data.event_type[order[i]]);
      histories.times.push_back(data.time[order[i]]);
    }
    histories.offsets.push_back(static_cast<std::uint32_t>(histories.items.size()));
    begin = end;
  }
  return histories;
}

std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::vector<Recommender> recommenders(const ModelSettings& settings) {
  using Kind = ScorePart::Kind;
  const ScorePart tie_break{Kind::item_scores, 0, kTieBreakWeight};
  const std::vector<ScorePart> personal = {{Kind::neighbor_lists, kItemToItem, 1}, tie_break};
  const std::map<std::string, std::string> answers = {
      {"max_history", std::to_string(settings.max_history)},
      {"softmax_scale", number_text(settings.softmax_scale.value_or(1))}};
  std::map<std::string, std::string> personal_answers = answers;
  personal_answers["demote_seen"] = settings.demote_seen.value_or(false) ? "true" : "false";
  return {{"user-personalization", "aws-user-personalization", personal_answers, personal},
          {"personalized-ranking", "aws-personalized-ranking", answers, personal},
          {"similar-items", "aws-similar-items", {}, {{Kind::neighbor_lists, kSimilarItems, 1}, tie_break}},
          {"popularity-count", "aws-popularity-count", {}, {{Kind::item_scores, 0, 1}}}};
}

/// Events of users whose history may stand in the file. Without one a user is unknown to the model.
void add_users(const TrainingData& data, std::span<const std::uint32_t> rows, const ModelSettings& settings,
               ModelContents& contents) {
  if (settings.history > 0) {
    contents.users = data.users;
    contents.histories = pack_histories(data, rows, settings.history);
  } else if (!data.users.columns.empty()) {
    contents.users = data.users;
  }
}

Provenance provenance_of(const TrainingData& data, std::span<const std::uint32_t> rows, std::string part) {
  Provenance origin;
  origin.tool_version = POCKETREC_VERSION;
  origin.data_fingerprint = data.fingerprint;
  origin.users = data.users.ids.size();
  origin.items = data.items.ids.size();
  origin.interactions = rows.size();
  origin.training_part = std::move(part);
  if (!rows.empty()) {
    origin.first_event = std::numeric_limits<std::int64_t>::max();
    origin.last_event = std::numeric_limits<std::int64_t>::min();
    for (const std::uint32_t row : rows) {
      origin.first_event = std::min(origin.first_event, data.time[row]);
      origin.last_event = std::max(origin.last_event, data.time[row]);
    }
  }
  return origin;
}

}  // namespace

Result<ModelContents> build_model(const TrainingData& data, std::span<const std::uint32_t> rows, std::string part,
                                  const ModelSettings& settings, const BuildOptions& options) {
  std::vector<UserItem> pairs;
  for (const std::uint32_t row : rows) pairs.push_back({data.user[row], data.item[row]});
  const auto matrix = make_interaction_matrix(std::move(pairs), static_cast<std::uint32_t>(data.users.ids.size()),
                                              static_cast<std::uint32_t>(data.items.ids.size()));
  if (!matrix) return matrix.error();

  ItemToItemOptions item_to_item;
  item_to_item.user_exponent = settings.user_exponent;
  item_to_item.item_exponent = settings.item_exponent;
  item_to_item.regularization = settings.regularization;
  item_to_item.neighbors = settings.neighbors;
  item_to_item.refit_ratio = settings.refit_ratio;
  item_to_item.memory_budget_bytes = static_cast<std::uint64_t>(settings.memory_gib * (1 << 30));
  item_to_item.threads = options.threads;
  item_to_item.progress = options.progress;
  const auto weights = train_item_to_item(*matrix, item_to_item);
  if (!weights) return weights.error();
  auto item_to_item_lists = pack_item_to_item(*weights);
  if (!item_to_item_lists) return item_to_item_lists.error();

  SimilarItemsOptions similar;
  similar.neighbors = settings.similar_neighbors;
  similar.popularity_discount = settings.similar_popularity_discount;
  similar.shrinkage = settings.similar_shrinkage;
  similar.threads = options.threads;
  similar.progress = options.progress;
  const auto similar_items = train_similar_items(*matrix, similar);
  if (!similar_items) return similar_items.error();
  auto similar_lists = pack_similar_items(*similar_items);
  if (!similar_lists) return similar_lists.error();

  ModelContents contents;
  contents.items = data.items;
  contents.event_types = data.event_types;
  contents.interaction_fields = data.interaction_fields;
  contents.neighbor_lists.push_back(*std::move(item_to_item_lists));
  contents.neighbor_lists.push_back(*std::move(similar_lists));
  contents.item_scores.push_back(pack_popularity(users_per_item(data.events(), rows)));
  contents.recommenders = recommenders(settings);
  contents.filters = data.filters;
  add_users(data, rows, settings, contents);
  contents.provenance = provenance_of(data, rows, std::move(part));
  return contents;
}

void apply_answer_settings(const ModelSettings& settings, ModelContents& contents) {
  contents.recommenders = recommenders(settings);
}

}  // namespace pocketrec
