#include "recipes/calibrate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <utility>

#include "engine/list_request.h"
#include "recipes/choose_blend.h"
#include "recipes/context.h"
#include "recipes/personalization.h"

namespace pocketrec {
namespace {

/// A likelihood needs no more users than this.
constexpr std::size_t kScaleUsers = 500;

/// NDCG@10 of the validation users, with or without the items of their history in the lists.
Result<double> ndcg(const std::shared_ptr<const Model>& model, const std::string& recommender,
                    const NamedEvents& events, const Split& validation, bool hides_history, unsigned threads) {
  EvaluationOptions options;
  options.threads = threads == 0 ? 1 : threads;
  Split split = validation;
  split.hides_history = hides_history;
  const auto recommend = packed_recommender(std::make_shared<const Snapshot>(model), recommender, events, split);
  const auto report = evaluate_lists(validation, recommend, options);
  if (!report) return report.error();
  return report->find("ndcg@10").value_or(0);
}

/// Does the model serve better when items of the history come last?
Result<bool> better_without_history(const std::shared_ptr<const Model>& model, const std::string& recommender,
                                    const NamedEvents& events, const Split& validation, unsigned threads) {
  const auto with = ndcg(model, recommender, events, validation, false, threads);
  if (!with) return with.error();
  const auto without = ndcg(model, recommender, events, validation, true, threads);
  if (!without) return without.error();
  return *without > *with;
}

/// A score whose exponential is 0 under every scale.
constexpr float kNeverSeen = -1e6F;

/// Σ over users and their truth of log softmax(scale · score).
double log_likelihood(const std::vector<std::pair<std::vector<float>, std::vector<float>>>& users, double scale) {
  double sum = 0;
  for (const auto& [scores, truth] : users) {
    double total = 0;
    for (const float score : scores) total += std::exp(scale * static_cast<double>(score));
    for (const float score : truth) sum += scale * static_cast<double>(score) - std::log(total);
  }
  return sum;
}

/// demoted: items of the history are as good as not in the list, so they count neither as candidates nor as truth.
Result<double> likely_scale(const std::shared_ptr<const Model>& model, const std::string& recommender,
                            const NamedEvents& events, const Split& validation, bool demoted) {
  const Snapshot snapshot(model);
  std::vector<std::pair<std::vector<float>, std::vector<float>>> users;
  for (const TestUser& user : validation.users) {
    if (users.size() == kScaleUsers) break;
    const auto state = std::make_shared<const UserState>(state_of(events, user, snapshot.model()));
    auto request = ListRequest::open(snapshot, recommender, state);
    if (!request) return request.error();
    request->use_context(context_of(events, user));
    const auto scores = request->score();
    std::vector<float> real(scores.size());
    const Score most = *std::max_element(scores.begin(), scores.end());
    std::transform(scores.begin(), scores.end(), real.begin(), [&](Score score) {
      return static_cast<float>(std::ldexp(static_cast<double>(score - most), -kScoreFractionBits));
    });
    if (demoted) {
      for (const UserEvent& event : state->events) real[event.item] = kNeverSeen;
    }
    std::vector<float> truth;
    for (const ItemIndex item : user.truth) {
      const auto row = snapshot.catalog().find(events.item_ids[item]);
      if (row && real[*row] != kNeverSeen) truth.push_back(real[*row]);
    }
    users.emplace_back(std::move(real), std::move(truth));
  }
  double best_scale = 1;
  double best = -HUGE_VAL;
  for (double scale = 0.5; scale <= 512; scale *= 1.25) {
    const double likelihood = log_likelihood(users, scale);
    if (likelihood > best) {
      best = likelihood;
      best_scale = scale;
    }
  }
  return std::round(best_scale * 100) / 100;
}

/// How fast the history of an item-to-item model may fade, in events; 0: not at all.
constexpr std::array kTimeScales = {0.0, 200.0, 50.0, 10.0};
constexpr std::array kRepeatTimeScales = {100.0, 10.0, 2.0};

/// About what the parts take in a file.
double bytes_of(std::span<const ScorePart> parts, const ModelContents& contents) {
  std::size_t bytes = 0;
  for (const ScorePart& part : parts) {
    switch (part.kind) {
      case ScorePart::Kind::neighbor_lists:
        bytes += 3 * contents.neighbor_lists[part.index].items.size();
        break;
      case ScorePart::Kind::factors:
        bytes += contents.factors[part.index].values.size();
        break;
      case ScorePart::Kind::item_scores:
        bytes += 4 * contents.item_scores[part.index].values.size();
        break;
      case ScorePart::Kind::attribute_scores:
        bytes += 3 * contents.attribute_scores[part.index].items.size();
        break;
    }
  }
  return static_cast<double>(bytes);
}

void add_candidate(const BlendTerm& term, const ModelContents& contents, const ModelSettings& settings,
                   std::vector<BlendCandidate>& candidates) {
  std::vector<ScorePart> parts = parts_of(term, settings, contents);
  if (parts.empty()) return;
  const double bytes = bytes_of(parts, contents);
  candidates.push_back({term, std::move(parts), bytes});
}

/// The components of the columns of interactions or of users.
void add_columns(std::string_view component, const ModelContents& contents, const ModelSettings& settings,
                 std::vector<BlendCandidate>& candidates) {
  for (const AttributeContents& scores : contents.attribute_scores) {
    if (scores.name.starts_with(component)) add_candidate({scores.name, 0, 1}, contents, settings, candidates);
  }
}

std::vector<BlendCandidate> terms_of(const Blend& blend, const ModelContents& contents, const ModelSettings& settings) {
  std::vector<BlendCandidate> terms;
  for (const BlendTerm& term : blend) add_candidate(term, contents, settings, terms);
  return terms;
}

/// Users with long histories need no metadata of theirs, so those columns are for another choice.
std::vector<BlendCandidate> candidates_in(const ModelContents& contents, const ModelSettings& settings) {
  std::vector<BlendCandidate> candidates;
  const auto add = [&](const BlendTerm& term) { add_candidate(term, contents, settings, candidates); };
  for (const double time_scale : kTimeScales) add({"item-to-item", time_scale, 1});
  for (const double time_scale : kRepeatTimeScales) add({"repeat", time_scale, 1});
  for (const char* component : {"sequence", "factors", "content", "popularity", "recent"}) add({component, 0, 1});
  add_columns(kContextComponent, contents, settings, candidates);
  return candidates;
}

/// Adds the columns of user metadata that serve users with short histories.
Result<void> extend_for_new_users(ModelSettings& settings, const ModelContents& contents, const Model& model,
                                  const BlendUsers& users) {
  std::vector<BlendCandidate> candidates = terms_of(*settings.blend, contents, settings);
  std::vector<double> start;
  for (const BlendCandidate& candidate : candidates) start.push_back(candidate.term.weight);
  add_columns(kUserComponent, contents, settings, candidates);
  if (candidates.size() == start.size()) return {};
  start.resize(candidates.size(), 0);
  const Split split = with_short_histories(users.validation);
  const auto chosen = extend_blend(candidates, start, model,
                                   {users.events, split, users.hides_history, users.threads, users.context_weights});
  if (!chosen) return chosen.error();
  settings.blend = chosen->blend;
  return {};
}

}  // namespace

Result<std::optional<double>> calibrate_blend(ModelSettings& settings, const ModelContents& contents,
                                              const std::shared_ptr<const Model>& model, const NamedEvents& events,
                                              const Split& validation, unsigned threads) {
  if (validation.users.empty() || (settings.blend && settings.context_weights)) return std::optional<double>();
  const bool open_blend = !settings.blend;
  const bool demotes = settings.demote_seen.value_or(false);
  if (!open_blend) {
    settings.context_weights =
        choose_context_weights(terms_of(*settings.blend, contents, settings), *model, contents,
                               {events, validation, validation.hides_history || demotes, threads});
    return std::optional<double>();
  }
  const std::vector<BlendCandidate> candidates = candidates_in(contents, settings);
  std::vector<bool> ways = {validation.hides_history || demotes};
  if (!validation.hides_history && !settings.demote_seen) ways.push_back(true);
  std::vector<ContextWeight> context_weights;
  if (settings.context_weights) context_weights = context_weights_in(contents, *settings.context_weights);
  BlendUsers users{events, validation, ways.front(), threads, context_weights};
  double best = -1;
  for (const bool hides_history : ways) {
    BlendUsers asked = users;
    asked.hides_history = hides_history;
    const auto chosen = choose_blend(candidates, *model, asked);
    if (!chosen) return chosen.error();
    if (chosen->ndcg_at_10 <= best) continue;
    best = chosen->ndcg_at_10;
    settings.blend = chosen->blend;
    if (ways.size() > 1) settings.demote_seen = hides_history;
    users.hides_history = hides_history;
  }
  if (!settings.context_weights) {
    settings.context_weights =
        choose_context_weights(terms_of(*settings.blend, contents, settings), *model, contents, users);
    if (!settings.context_weights->empty()) {
      context_weights = context_weights_in(contents, *settings.context_weights);
      users.context_weights = context_weights;
      const auto chosen = choose_blend(candidates, *model, users);
      if (!chosen) return chosen.error();
      best = chosen->ndcg_at_10;
      settings.blend = chosen->blend;
    }
  }
  if (auto ok = extend_for_new_users(settings, contents, *model, users); !ok) return ok.error();
  return std::optional(best);
}

Result<void> calibrate(ModelSettings& settings, const std::shared_ptr<const Model>& model,
                       const std::string& recommender, const NamedEvents& events, const Split& validation,
                       unsigned threads) {
  if (!settings.demote_seen) {
    settings.demote_seen = false;
    if (!validation.users.empty()) {
      const auto better = better_without_history(model, recommender, events, validation, threads);
      if (!better) return better.error();
      settings.demote_seen = *better;
    }
  }
  if (!settings.softmax_scale) {
    settings.softmax_scale = 1;
    if (!validation.users.empty()) {
      const auto scale = likely_scale(model, recommender, events, validation, *settings.demote_seen);
      if (!scale) return scale.error();
      settings.softmax_scale = *scale;
    }
  }
  return {};
}

}  // namespace pocketrec
