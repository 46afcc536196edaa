#include "recipes/context.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "datasets/cell_values.h"
#include "datasets/schema.h"
#include "evaluation/popularity.h"
#include "recipes/popular_items.h"
#include "training/attribute_model.h"

namespace pocketrec {
namespace {

/// How much events of another context may count.
constexpr std::array kMismatches = {0.5, 0.25, 0.125, 0.0625};

AttributeModelOptions options_of(const ModelSettings& settings) {
  AttributeModelOptions options;
  options.shrinkage = settings.attribute_shrinkage;
  options.items = settings.attribute_items;
  return options;
}

/// Rounds every score to the nearest of 255 steps of its row.
AttributeContents quantized(std::string name, AttributeScores::Source source, std::uint32_t column,
                            const AttributeWeights& weights) {
  AttributeContents contents{std::move(name), source, column, {0}, {}, {}, {}};
  for (std::size_t row = 0; row + 1 < weights.begin.size(); ++row) {
    double largest = 0;
    for (std::size_t i = weights.begin[row]; i < weights.begin[row + 1]; ++i) {
      largest = std::max(largest, std::abs(static_cast<double>(weights.score[i])));
    }
    const double step = largest / 127;
    for (std::size_t i = weights.begin[row]; i < weights.begin[row + 1]; ++i) {
      const long rounded = step > 0 ? std::lround(static_cast<double>(weights.score[i]) / step) : 0;
      if (rounded == 0) continue;
      contents.items.push_back(weights.item[i]);
      contents.weights.push_back(static_cast<std::int8_t>(rounded));
    }
    contents.offsets.push_back(static_cast<std::uint32_t>(contents.items.size()));
    contents.scales.push_back(static_cast<std::uint32_t>(std::lround(std::ldexp(step, kAttributeScaleFractionBits))));
  }
  return contents;
}

Result<void> add_context_scores(const RecipeInput& input, ModelContents& contents) {
  std::vector<std::uint32_t> counts(input.data.items.ids.size(), 0);
  for (const std::uint32_t row : input.rows) ++counts[input.data.item[row]];
  for (std::uint32_t c = 0; c < input.data.contexts.size(); ++c) {
    const InteractionColumn& column = input.data.contexts[c];
    const std::string name = std::string(kContextComponent) + column.name;
    if (!wants_component(input.settings, name)) continue;
    std::vector<AttributeEvent> events;
    for (const std::uint32_t row : input.rows) {
      if (column.codes[row] != 0) events.push_back({column.codes[row] - 1, input.data.item[row], input.data.user[row]});
    }
    const auto weights =
        train_attribute_model(std::move(events), column.values.size(), counts, options_of(input.settings));
    if (!weights) return weights.error();
    contents.attribute_scores.push_back(quantized(name, AttributeScores::Source::context, c, *weights));
  }
  return {};
}

/// The parts between '|' of the cells of a column.
struct CellValues {
  std::vector<std::string> values;                ///< sorted bytewise, each once: the packed column's dictionary
  std::vector<std::vector<std::uint32_t>> cells;  ///< by row, positions in values, each once
};

std::set<std::string_view> parts_of_cell(const FieldValue& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr) return {};
  const std::vector<std::string_view> parts = cell_parts(*text);
  return {parts.begin(), parts.end()};
}

CellValues values_of(const ColumnContents& column) {
  std::set<std::string_view> distinct;
  for (const FieldValue& cell : column.cells) distinct.merge(parts_of_cell(cell));
  CellValues result;
  result.values.assign(distinct.begin(), distinct.end());
  for (const FieldValue& cell : column.cells) {
    std::vector<std::uint32_t>& codes = result.cells.emplace_back();
    for (const std::string_view part : parts_of_cell(cell)) {
      const auto found = std::lower_bound(result.values.begin(), result.values.end(), part);
      codes.push_back(static_cast<std::uint32_t>(found - result.values.begin()));
    }
  }
  return result;
}

Result<void> add_user_scores(const RecipeInput& input, ModelContents& contents) {
  const std::vector<std::uint32_t> counts = users_per_item(input.data.events(), input.rows);
  std::set<std::pair<std::uint32_t, ItemIndex>> pairs;
  for (const std::uint32_t row : input.rows) pairs.emplace(input.data.user[row], input.data.item[row]);
  for (std::uint32_t c = 0; c < input.data.users.columns.size(); ++c) {
    const ColumnContents& column = input.data.users.columns[c];
    const std::string name = std::string(kUserComponent) + column.field.name;
    if (!column.field.categorical || column.field.type != FieldType::string || !wants_component(input.settings, name))
      continue;
    const CellValues values = values_of(column);
    std::vector<AttributeEvent> events;
    for (const auto& [user, item] : pairs) {
      for (const std::uint32_t value : values.cells[user]) events.push_back({value, item, user});
    }
    const auto weights =
        train_attribute_model(std::move(events), values.values.size(), counts, options_of(input.settings));
    if (!weights) return weights.error();
    contents.attribute_scores.push_back(quantized(name, AttributeScores::Source::user, c, *weights));
  }
  return {};
}

/// What the blend is worth with these weights, by user.
std::vector<double> measure(const std::vector<BlendCandidate>& candidates, const Model& model,
                            const ModelContents& contents, BlendUsers users,
                            const std::vector<NamedContextWeight>& weights) {
  const std::vector<ContextWeight> packed = context_weights_in(contents, weights);
  users.context_weights = packed;
  return blend_ndcg(candidates, model, users);
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

}  // namespace

Result<void> add_attribute_scores(const RecipeInput& input, ModelContents& contents) {
  for (const InteractionColumn& column : input.data.contexts) {
    contents.context_columns.push_back({column.name, column.values});
  }
  if (auto ok = add_context_scores(input, contents); !ok) return ok.error();
  return add_user_scores(input, contents);
}

std::vector<ScorePart> attribute_parts(std::string_view component, const ModelSettings& settings,
                                       const ModelContents& contents) {
  const auto& all = contents.attribute_scores;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& entry) { return same_field_name(entry.name, component); });
  if (found == all.end()) return {};
  ScorePart popular{ScorePart::Kind::item_scores, kPopularityScores, 1};
  ScorePart difference{ScorePart::Kind::attribute_scores, static_cast<std::uint32_t>(found - all.begin()), 1};
  if (found->source == AttributeScores::Source::user) popular.fade = difference.fade = settings.user_fade;
  return {popular, difference};
}

std::vector<ContextWeight> context_weights_in(const ModelContents& contents,
                                              const std::vector<NamedContextWeight>& weights) {
  std::vector<ContextWeight> packed;
  for (const NamedContextWeight& weight : weights) {
    for (std::uint32_t c = 0; c < contents.context_columns.size(); ++c) {
      if (same_field_name(contents.context_columns[c].name, weight.column)) packed.push_back({c, weight.mismatch});
    }
  }
  return packed;
}

void drop_unused_contexts(ModelContents& contents) {
  std::vector<char> used(contents.context_columns.size(), 0);
  const auto of_context = [](const AttributeContents& scores) {
    return scores.source == AttributeScores::Source::context;
  };
  for (const AttributeContents& scores : contents.attribute_scores) {
    if (of_context(scores)) used[scores.column] = 1;
  }
  for (const Recommender& recommender : contents.recommenders) {
    for (const ContextWeight& weight : recommender.context_weights) used[weight.column] = 1;
  }
  std::vector<ContextColumnContents> columns;
  std::vector<std::vector<std::uint32_t>> histories;
  std::vector<std::uint32_t> place(used.size(), 0);
  const bool in_histories = contents.histories && !contents.histories->contexts.empty();
  for (std::size_t c = 0; c < used.size(); ++c) {
    place[c] = static_cast<std::uint32_t>(columns.size());
    if (used[c] == 0) continue;
    columns.push_back(std::move(contents.context_columns[c]));
    if (in_histories) histories.push_back(std::move(contents.histories->contexts[c]));
  }
  contents.context_columns = std::move(columns);
  if (in_histories) contents.histories->contexts = std::move(histories);
  for (AttributeContents& scores : contents.attribute_scores) {
    if (of_context(scores)) scores.column = place[scores.column];
  }
  for (Recommender& recommender : contents.recommenders) {
    for (ContextWeight& weight : recommender.context_weights) weight.column = place[weight.column];
  }
}

std::vector<NamedContextWeight> choose_context_weights(const std::vector<BlendCandidate>& candidates,
                                                       const Model& model, const ModelContents& contents,
                                                       const BlendUsers& users) {
  BlendUsers asked = users;
  asked.most_users = std::min(asked.most_users, kContextUsers);
  const auto values_of = [&](const std::vector<NamedContextWeight>& weights) {
    return measure(candidates, model, contents, asked, weights);
  };
  // From all columns downwards, as one may help only beside another: morning says little, Monday morning much.
  std::vector<NamedContextWeight> best;
  for (const ContextColumnContents& column : contents.context_columns) best.push_back({column.name, 1});
  if (best.empty()) return best;
  const std::vector<double> without = values_of({});
  std::vector<double> best_values;
  const auto take_if_better = [&](std::vector<NamedContextWeight> tried) {
    std::vector<double> values = values_of(tried);
    if (!best_values.empty() && mean(values) <= mean(best_values)) return false;
    best = std::move(tried);
    best_values = std::move(values);
    return true;
  };
  for (const double mismatch : kMismatches) {
    std::vector<NamedContextWeight> tried = best;
    for (NamedContextWeight& weight : tried) weight.mismatch = mismatch;
    take_if_better(std::move(tried));
  }
  for (bool dropped = true; dropped && best.size() > 1;) {
    dropped = false;
    const std::vector<NamedContextWeight> before = best;
    for (std::size_t i = 0; i < before.size(); ++i) {
      std::vector<NamedContextWeight> tried = before;
      tried.erase(tried.begin() + static_cast<std::ptrdiff_t>(i));
      dropped = take_if_better(std::move(tried)) || dropped;
    }
  }
  for (std::size_t i = 0; i < best.size(); ++i) {
    for (const double mismatch : kMismatches) {
      std::vector<NamedContextWeight> tried = best;
      tried[i].mismatch = mismatch;
      if (tried != best) take_if_better(std::move(tried));
    }
  }
  if (!certainly_better(best_values, without)) best.clear();
  return best;
}

Split with_short_histories(const Split& validation) {
  constexpr std::array<std::size_t, 3> kNewest = {0, 1, 3};
  Split split = validation;
  for (std::size_t i = 0; i < split.users.size(); ++i) {
    std::vector<std::uint32_t>& history = split.users[i].history;
    const std::size_t turn = i % (kNewest.size() + 1);
    if (turn == kNewest.size() || history.size() <= kNewest[turn]) continue;
    history.erase(history.begin(), history.end() - static_cast<std::ptrdiff_t>(kNewest[turn]));
  }
  return split;
}

}  // namespace pocketrec
