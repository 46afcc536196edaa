#include "recipes/personalization.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "domain/number_text.h"
#include "domain/portable_exp.h"
#include "evaluation/popularity.h"
#include "model/neighbor_lists.h"
#include "recipes/context.h"
#include "recipes/factors.h"
#include "recipes/item_metadata.h"
#include "recipes/list_contents.h"
#include "recipes/popular_items.h"
#include "training/content_model.h"
#include "training/item_to_item.h"
#include "training/sequence_model.h"

namespace pocketrec {
namespace {

constexpr char kPersonalization[] = "aws-user-personalization";
constexpr char kRanking[] = "aws-personalized-ranking";

/// Recipes whose answers are in the order of the blend.
constexpr std::array<std::string_view, 4> kBlendRecipes = {kPersonalization, kRanking, "aws-ecomm-recommended-for-you",
                                                           "aws-vod-top-picks"};

constexpr char kItemToItem[] = "item-to-item";
constexpr char kSequence[] = "sequence";
constexpr char kContent[] = "content";
constexpr char kFactors[] = "factors";
constexpr char kRepeat[] = "repeat";
constexpr char kRecent[] = "recent";

std::uint64_t memory_budget(const ModelSettings& settings) {
  return static_cast<std::uint64_t>(settings.memory_gib * (1 << 30));
}

Result<SparseWeights> item_to_item_weights(const RecipeInput& input) {
  const auto matrix = interaction_matrix_of(input.data, input.rows);
  if (!matrix) return matrix.error();
  ItemToItemOptions options;
  options.user_exponent = input.settings.user_exponent;
  options.item_exponent = input.settings.item_exponent;
  options.regularization = input.settings.regularization;
  options.neighbors = input.settings.neighbors;
  options.refit_ratio = input.settings.refit_ratio;
  options.candidate_ratio = input.settings.candidate_ratio;
  options.memory_budget_bytes = memory_budget(input.settings);
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto plan = plan_item_to_item(interaction_shape(*matrix), options, input.options.counted != nullptr);
  if (!plan) return plan.error();
  if (input.options.plan) input.options.plan("item-to-item: " + plan->text);
  return train_item_to_item(*matrix, options, input.options.counted);
}

Result<void> add_lists(std::string name, const SparseWeights& weights, ModelContents& contents) {
  auto lists = weighted_lists(std::move(name), weights);
  if (!lists) return lists.error();
  contents.neighbor_lists.push_back(*std::move(lists));
  return {};
}

/// Nothing where no item has metadata.
Result<void> add_content(const RecipeInput& input, const ItemValues& values, const SparseWeights& item_to_item,
                         ModelContents& contents) {
  ContentModelOptions options;
  options.neighbors = input.settings.content_neighbors;
  options.similar = input.settings.content_similar;
  options.regularization = input.settings.content_regularization;
  options.most_users = input.settings.content_most_users;
  options.word_weight = input.settings.word_weight;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const std::vector<std::uint32_t> users = users_per_item(input.data.events(), input.rows);
  const auto weights = train_content_model(values, item_to_item, users, options);
  if (!weights) return weights.error();
  return add_lists(kContent, *weights, contents);
}

std::string sequence_name(std::size_t scale) {
  return std::string(kSequence) + "-" + std::to_string(scale + 1);
}

Result<void> add_sequence(const RecipeInput& input, const ItemSequences& sequences, ModelContents& contents) {
  SequenceModelOptions options;
  options.scales = input.settings.time_scales;
  options.regularization = input.settings.sequence_regularization;
  options.neighbors = input.settings.sequence_neighbors;
  options.candidate_ratio = input.settings.candidate_ratio;
  options.memory_budget_bytes = memory_budget(input.settings);
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto plan = plan_sequence_model(sequences, options);
  if (!plan) {
    // Nobody asked for this component by name, and the others do without it.
    if (input.settings.blend) return plan.error();
    if (input.options.left_out) input.options.left_out(plan.error().message);
    return {};
  }
  if (input.options.plan) input.options.plan("sequence model: " + plan->text);
  const auto weights = train_sequence_model(sequences, options, input.options.counted);
  if (!weights) return weights.error();
  for (std::size_t scale = 0; scale < weights->size(); ++scale) {
    if (auto ok = add_lists(sequence_name(scale), (*weights)[scale], contents); !ok) return ok.error();
  }
  return {};
}

/// Does anybody come back to an item?
bool has_repeats(const ItemSequences& sequences) {
  std::vector<std::size_t> last_sequence(sequences.n_items, 0);
  for (std::size_t sequence = 0; sequence < sequences.size(); ++sequence) {
    for (const ItemIndex item : sequences[sequence]) {
      if (last_sequence[item] == sequence + 1) return true;
      last_sequence[item] = sequence + 1;
    }
  }
  return false;
}

/// Every item leads to itself, by 1. What the sequence model learns of coming back it learns for each item apart, and
/// most items have too few events for that.
NeighborContents repeat_lists(std::size_t n_items) {
  NeighborContents lists{kRepeat, {}, {}, {}, {}};
  for (std::uint32_t item = 0; item < n_items; ++item) {
    lists.offsets.push_back(item);
    lists.items.push_back(item);
  }
  lists.offsets.push_back(static_cast<std::uint32_t>(n_items));
  lists.weights.assign(n_items, 127);
  lists.scales.assign(n_items, (std::uint32_t{1} << kScaleFractionBits) / 127);
  return lists;
}

/// Events an item, each by 2^(−rank / h) with rank 0 for the newest and h a twentieth of their number; the most recent
/// item has 1.0. By rank and not by time, so that a wrong clock in the data does little harm.
ItemScoreContents recent_scores(const RecipeInput& input) {
  std::vector<std::uint32_t> order(input.rows.begin(), input.rows.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return input.data.time[a] > input.data.time[b]; });
  const double step = -0.69314718055994531 * 20 / static_cast<double>(std::max<std::size_t>(1, order.size()));
  std::vector<double> sums(input.data.items.ids.size(), 0);
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    sums[input.data.item[order[rank]]] += portable_exp(step * static_cast<double>(rank));
  }
  const double most = sums.empty() ? 0 : *std::max_element(sums.begin(), sums.end());
  ItemScoreContents scores{kRecent, {}};
  for (const double sum : sums) {
    const double share = most > 0 ? sum / most : 0;
    scores.values.push_back(static_cast<std::uint32_t>(std::ldexp(share, kItemScoreFractionBits)));
  }
  return scores;
}

template <typename Entries>
void add_parts(const Entries& entries, std::string_view name, ScorePart part, std::vector<ScorePart>& parts) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
  if (found == entries.end()) return;
  part.index = static_cast<std::uint32_t>(found - entries.begin());
  parts.push_back(part);
}

bool has_blend(const Recommender& recommender) {
  return std::find(kBlendRecipes.begin(), kBlendRecipes.end(), recommender.recipe) != kBlendRecipes.end();
}

/// Takes out of `entries` what no part of that kind uses.
template <typename Entries>
void drop_unused(ScorePart::Kind kind, Entries& entries, std::vector<Recommender>& recommenders) {
  std::vector<char> used(entries.size(), 0);
  for (const Recommender& recommender : recommenders) {
    for (const ScorePart& part : recommender.parts) {
      if (part.kind == kind) used[part.index] = 1;
    }
  }
  Entries kept;
  std::vector<std::uint32_t> index(entries.size(), 0);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    index[i] = static_cast<std::uint32_t>(kept.size());
    if (used[i] != 0) kept.push_back(std::move(entries[i]));
  }
  entries = std::move(kept);
  for (Recommender& recommender : recommenders) {
    for (ScorePart& part : recommender.parts) {
      if (part.kind == kind) part.index = index[part.index];
    }
  }
}

/// Weights of at most 1, with the popularity of items as the last word.
std::vector<ScorePart> blended_parts(const Blend& blend, const ModelSettings& settings, const ModelContents& contents) {
  double largest = 0;
  for (const BlendTerm& term : blend) largest = std::max(largest, std::abs(term.weight));
  std::vector<ScorePart> parts;
  for (const BlendTerm& term : blend) {
    for (ScorePart part : parts_of(term, settings, contents)) {
      part.weight = largest > 0 ? term.weight / largest : 0;
      parts.push_back(part);
    }
  }
  parts.push_back(kPopularityTieBreak);
  return parts;
}

}  // namespace

Result<void> add_personalization(const RecipeInput& input, ModelContents& contents) {
  const ModelSettings& settings = input.settings;
  if (std::none_of(kBlendRecipes.begin(), kBlendRecipes.end(),
                   [&](std::string_view recipe) { return wants_recipe(settings, recipe); })) {
    return {};
  }
  ItemValues values;
  if (wants_component(settings, kContent)) values = metadata_values(input.data.items);
  if (wants_component(settings, kItemToItem) || values.n_values > 0) {
    const auto weights = item_to_item_weights(input);
    if (!weights) return weights.error();
    if (wants_component(settings, kItemToItem)) {
      if (auto ok = add_lists(kItemToItem, *weights, contents); !ok) return ok.error();
    }
    if (values.n_values > 0) {
      if (auto ok = add_content(input, values, *weights, contents); !ok) return ok.error();
    }
  }
  ItemSequences sequences;
  if (wants_component(settings, kSequence) || wants_component(settings, kRepeat))
    sequences = sequences_of(input.data, input.rows);
  if (wants_component(settings, kSequence)) {
    if (auto ok = add_sequence(input, sequences, contents); !ok) return ok.error();
  }
  if (wants_component(settings, kRepeat) && has_repeats(sequences)) {
    contents.neighbor_lists.push_back(repeat_lists(input.data.items.ids.size()));
  }
  if (wants_component(settings, kFactors) && factor_dimensions(settings, input.data.items.ids.size()) > 0) {
    if (auto ok = add_factors(input, contents); !ok) return ok.error();
  }
  if (auto ok = add_attribute_scores(input, contents); !ok) return ok.error();
  if (wants_component(settings, kRecent)) contents.item_scores.push_back(recent_scores(input));
  contents.recommenders.push_back({"user-personalization", kPersonalization, {}, {}});
  contents.recommenders.push_back({"personalized-ranking", kRanking, {}, {}});
  return {};
}

std::vector<ScorePart> parts_of(const BlendTerm& term, const ModelSettings& settings, const ModelContents& contents) {
  if (term.component.starts_with(kContextComponent) || term.component.starts_with(kUserComponent)) {
    return attribute_parts(term.component, settings, contents);
  }
  std::vector<ScorePart> parts;
  ScorePart part;
  part.time_scale = term.time_scale;
  if (term.component == kSequence) {
    for (std::size_t scale = 0; scale < settings.time_scales.size(); ++scale) {
      part.time_scale = settings.time_scales[scale].scale;
      part.window = settings.time_scales[scale].window;
      add_parts(contents.neighbor_lists, sequence_name(scale), part, parts);
    }
  } else if (term.component == kFactors) {
    part.kind = ScorePart::Kind::factors;
    add_parts(contents.factors, kFactors, part, parts);
  } else if (term.component == kItemToItem || term.component == kContent || term.component == kRepeat) {
    add_parts(contents.neighbor_lists, term.component, part, parts);
  } else {
    part.kind = ScorePart::Kind::item_scores;
    part.time_scale = 0;
    add_parts(contents.item_scores, term.component, part, parts);
  }
  return parts;
}

std::optional<std::string> blend_recommender(const ModelContents& contents) {
  for (const Recommender& recommender : contents.recommenders) {
    if (has_blend(recommender)) return recommender.name;
  }
  return std::nullopt;
}

void apply_answer_settings(const ModelSettings& settings, ModelContents& contents) {
  Blend everything;
  for (const char* name : {kItemToItem, kSequence, kRepeat, kFactors, kContent, kRecent})
    everything.push_back({name, 0, 1});
  const std::vector<ScorePart> parts = blended_parts(settings.blend.value_or(everything), settings, contents);
  for (Recommender& recommender : contents.recommenders) {
    if (!has_blend(recommender)) continue;
    recommender.parts = parts;
    recommender.event_weights = settings.events;
    recommender.context_weights =
        context_weights_in(contents, settings.context_weights.value_or(std::vector<NamedContextWeight>()));
    recommender.parameters["max_history"] = std::to_string(settings.max_history);
    recommender.parameters["softmax_scale"] = number_text(settings.softmax_scale.value_or(1));
    if (recommender.recipe != kPersonalization) continue;
    recommender.parameters["demote_seen"] = settings.demote_seen.value_or(false) ? "true" : "false";
  }
  drop_unused(ScorePart::Kind::neighbor_lists, contents.neighbor_lists, contents.recommenders);
  drop_unused(ScorePart::Kind::factors, contents.factors, contents.recommenders);
  drop_unused(ScorePart::Kind::item_scores, contents.item_scores, contents.recommenders);
  // Part of no open blend, as their columns are chosen apart; they stay for that.
  if (!settings.blend) return;
  drop_unused(ScorePart::Kind::attribute_scores, contents.attribute_scores, contents.recommenders);
  drop_unused_contexts(contents);
}

}  // namespace pocketrec
