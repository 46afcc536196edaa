#include "recipes/calibrate.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "engine/list_request.h"

namespace pocketrec {
namespace {

constexpr char kRecommender[] = "user-personalization";

/// A likelihood needs no more users than this.
constexpr std::size_t kScaleUsers = 500;

/// NDCG@10 of the validation users, with or without the items of their history in the lists.
Result<double> ndcg(const std::shared_ptr<const Model>& model, const NamedEvents& events, const Split& validation,
                    bool hides_history, unsigned threads) {
  EvaluationOptions options;
  options.threads = threads == 0 ? 1 : threads;
  const auto recommend =
      packed_recommender(std::make_shared<const Snapshot>(model), kRecommender, events, hides_history);
  const auto report = evaluate_lists(validation, recommend, options);
  if (!report) return report.error();
  return report->find("ndcg@10").value_or(0);
}

/// Does the model serve better when items of the history come last?
Result<bool> better_without_history(const std::shared_ptr<const Model>& model, const NamedEvents& events,
                                    const Split& validation, unsigned threads) {
  const auto with = ndcg(model, events, validation, false, threads);
  if (!with) return with.error();
  const auto without = ndcg(model, events, validation, true, threads);
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
Result<double> likely_scale(const std::shared_ptr<const Model>& model, const NamedEvents& events,
                            const Split& validation, bool demoted) {
  const Snapshot snapshot(model);
  std::vector<std::pair<std::vector<float>, std::vector<float>>> users;
  for (const TestUser& user : validation.users) {
    if (users.size() == kScaleUsers) break;
    const auto state = std::make_shared<const UserState>(state_of(events, user, snapshot.catalog()));
    const auto request = ListRequest::open(snapshot, kRecommender, state);
    if (!request) return request.error();
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

}  // namespace

Result<void> calibrate(ModelSettings& settings, const std::shared_ptr<const Model>& model, const NamedEvents& events,
                       const Split& validation, unsigned threads) {
  if (!settings.demote_seen) {
    settings.demote_seen = false;
    if (!validation.users.empty()) {
      const auto better = better_without_history(model, events, validation, threads);
      if (!better) return better.error();
      settings.demote_seen = *better;
    }
  }
  if (!settings.softmax_scale) {
    settings.softmax_scale = 1;
    if (!validation.users.empty()) {
      const auto scale = likely_scale(model, events, validation, *settings.demote_seen);
      if (!scale) return scale.error();
      settings.softmax_scale = *scale;
    }
  }
  return {};
}

}  // namespace pocketrec
