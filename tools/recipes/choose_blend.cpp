#include "recipes/choose_blend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "domain/item_mask.h"
#include "engine/request_attributes.h"
#include "ranking/select_top_k.h"
#include "scoring/score_items.h"
#include "training/parallel_tiles.h"

namespace pocketrec {
namespace {

constexpr std::size_t kListLength = 10;

/// Items of each candidate's own list that are looked at; what no candidate ranks that high hardly gets into a list.
constexpr std::size_t kTopItems = 100;

/// A term has to help by these shares of the measure, the second one for each time that it doubles the bytes of the
/// blend, and by this many standard errors of the users' differences: a few users can make any term look good.
constexpr double kLeastGain = 0.002;
constexpr double kLeastGainOfDoubledBytes = 0.01;
constexpr double kLeastCertainty = 2;

/// A recommender has 12 parts at most, and the last one is popularity's.
constexpr std::size_t kMostParts = 11;

/// Weights that are tried, as multiples of what would make a term's spread that of the first one.
constexpr std::array kRatios = {0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 2.0};
constexpr std::array kFinerRatios = {0.6, 0.8, 1.25, 1.6};

/// The scores of one user that matter: of items that some candidate ranks high.
struct UserScores {
  std::size_t items = 0;
  std::vector<float> scores;     ///< candidates × items
  std::vector<char> chosen;      ///< by item: is it a truth?
  std::size_t truths = 0;        ///< all of them, also those outside the catalogue
  std::vector<double> variance;  ///< by candidate

  std::span<const float> of(std::size_t candidate) const { return std::span(scores).subspan(candidate * items, items); }
};

UserScores score_user(const std::vector<BlendCandidate>& candidates, const Model& model, const Catalog& catalog,
                      const BlendUsers& users, const TestUser& user) {
  const NamedEvents& events = users.events;
  const UserState state = state_of(events, user, model);
  ContextValues context;
  for (const auto& [name, value] : context_of(events, user)) {
    set_context(model.context_columns(), name, value, context);
  }
  std::vector<WeightedItem> newest_first;
  for (auto event = state.events.rbegin(); event != state.events.rend(); ++event) {
    const double weight = context_weight(users.context_weights, event->context, context);
    const auto fixed = static_cast<std::int32_t>(std::lround(weight * kFullHistoryWeight));
    if (fixed != 0) newest_first.push_back({event->item, fixed});
  }
  History history = make_history(newest_first, catalog.size());
  history.attributes = request_attributes(model, context, &state);
  ItemMask allowed(catalog.size(), true);
  for (const ItemIndex item :
       hidden_items(events, user, catalog, users.hides_history, users.validation.hides_same_context)) {
    allowed.erase(item);
  }

  ScoringScratch scratch;
  std::vector<std::vector<Score>> scores;
  ItemMask picked(catalog.size());
  for (const BlendCandidate& candidate : candidates) {
    std::vector<Score>& own = scores.emplace_back(catalog.size());
    score_items(model, candidate.parts, history, scratch, own);
    for (const ScoredItem& item : select_top_k(own, allowed, kTopItems)) picked.insert(item.item);
  }
  // A truth that no candidate ranks high is a miss: in the pool it would compete with a few items instead of all.
  ItemMask truth(catalog.size());
  for (const ItemIndex item : user.truth) {
    if (const auto row = catalog.find(events.item_ids[item])) truth.insert(*row);
  }
  UserScores result;
  result.truths = user.truth.size();
  std::vector<ItemIndex> items;
  for (ItemIndex item = 0; item < catalog.size(); ++item) {
    if (!picked.contains(item)) continue;
    items.push_back(item);
    result.chosen.push_back(truth.contains(item) ? 1 : 0);
  }
  result.items = items.size();
  for (const std::vector<Score>& own : scores) {
    double sum = 0;
    double squares = 0;
    for (const ItemIndex item : items) {
      const auto value = static_cast<float>(std::ldexp(static_cast<double>(own[item]), -kScoreFractionBits));
      result.scores.push_back(value);
      sum += static_cast<double>(value);
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(std::max<std::size_t>(1, items.size()));
    result.variance.push_back(std::max(0.0, squares / count - sum / count * (sum / count)));
  }
  return result;
}

/// Whether the values of users are better than before by that share in the mean, and certainly so.
bool is_certain(const std::vector<double>& now, const std::vector<double>& before, double least_gain) {
  const auto count = static_cast<double>(now.size());
  double sum = 0;
  double gain = 0;
  double squares = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const double difference = now[i] - before[i];
    sum += before[i];
    gain += difference;
    squares += difference * difference;
  }
  if (now.size() < 2 || gain < sum * least_gain) return false;
  gain /= count;
  const double variance = std::max(0.0, squares / count - gain * gain) / count;
  return gain >= kLeastCertainty * std::sqrt(variance);
}

/// Weights by candidate; 0: not in the blend.
using Weights = std::vector<double>;

class Search {
 public:
  Search(const std::vector<BlendCandidate>& candidates, const Model& model, const BlendUsers& users)
      : candidates_(candidates), workers_(worker_count(users.threads)) {
    const Catalog catalog(model.items());
    const std::vector<TestUser>& all = users.validation.users;
    const std::size_t count = std::min(users.most_users, all.size());
    users_.resize(count);
    for_each_tile(workers_, count, [&](std::size_t i, unsigned) {
      users_[i] = score_user(candidates, model, catalog, users, all[i * all.size() / count]);
    });
    for (std::size_t k = 0; k < candidates.size(); ++k) {
      double sum = 0;
      for (const UserScores& user : users_) sum += user.variance[k];
      spread_.push_back(std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, count))));
    }
  }

  ChosenBlend run() {
    Weights best(candidates_.size(), 0);
    best[0] = 1;
    if (users_.empty()) return chosen(best, 0);
    Measure measure;
    std::size_t first = 0;
    for (std::size_t k = 0; k < candidates_.size(); ++k) {
      Weights single(candidates_.size(), 0);
      single[k] = 1;
      Measure found = ndcg(single);
      if (k > 0 && found.mean <= measure.mean) continue;
      measure = std::move(found);
      best = single;
      first = k;
    }
    return extend(best, first, std::move(measure), Weights(candidates_.size(), 0));
  }

  ChosenBlend extend(const Weights& start) const {
    std::size_t first = 0;
    for (std::size_t k = 0; k < start.size(); ++k) {
      if (std::abs(start[k]) * spread_[k] > std::abs(start[first]) * spread_[first]) first = k;
    }
    if (users_.empty()) return chosen(start, 0);
    return extend(start, first, ndcg(start), start);
  }

  std::vector<double> values_of(const Weights& weights) const { return ndcg(weights).values; }

 private:
  struct Measure {
    double mean = 0;
    std::vector<double> values;  ///< by user
  };

  /// Terms that `fixed` has keep their weights.
  ChosenBlend extend(Weights best, std::size_t first, Measure measure, const Weights& fixed) const {
    const double spread = std::abs(best[first]) * spread_[first];
    while (true) {
      Weights better = best;
      Measure better_measure = measure;
      for (std::size_t k = 0; k < candidates_.size(); ++k) {
        if (spread_[k] == 0 || in_blend(best, candidates_[k].term.component)) continue;
        if (parts_of(best) + candidates_[k].parts.size() > kMostParts) continue;
        for (const double ratio : kRatios) {
          Weights tried = best;
          tried[k] = rounded(ratio * spread / spread_[k]);
          Measure found = ndcg(tried);
          if (found.mean <= better_measure.mean || !is_certain(found.values, measure.values, least_gain(tried, best)))
            continue;
          better_measure = std::move(found);
          better = tried;
        }
      }
      if (better == best) return chosen(best, measure.mean);
      best = better;
      measure = std::move(better_measure);
      refine(first, fixed, best, measure);
    }
  }

  std::size_t parts_of(const Weights& weights) const {
    std::size_t parts = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) parts += weights[k] != 0 ? candidates_[k].parts.size() : 0;
    return parts;
  }

  double bytes_of(const Weights& weights) const {
    double bytes = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) bytes += weights[k] != 0 ? candidates_[k].bytes : 0;
    return bytes;
  }

  /// What has to be gained, as a share of the measure.
  double least_gain(const Weights& now, const Weights& before) const {
    const double doublings = std::log2(std::max(1.0, bytes_of(now)) / std::max(1.0, bytes_of(before)));
    return kLeastGain + kLeastGainOfDoubledBytes * doublings;
  }

  bool in_blend(const Weights& weights, const std::string& component) const {
    for (std::size_t k = 0; k < weights.size(); ++k) {
      if (weights[k] != 0 && candidates_[k].term.component == component) return true;
    }
    return false;
  }

  /// Two digits, so that people can read and repeat it.
  static double rounded(double value) {
    if (value == 0) return 0;
    const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 1);
    return unit < 1 ? std::round(value / unit) / std::round(1 / unit) : std::round(value / unit) * unit;
  }

  void refine(std::size_t first, const Weights& fixed, Weights& best, Measure& measure) const {
    for (std::size_t k = 0; k < best.size(); ++k) {
      if (best[k] == 0 || fixed[k] != 0 || k == first) continue;
      const double middle = best[k];
      for (const double ratio : kFinerRatios) {
        Weights tried = best;
        tried[k] = rounded(ratio * middle);
        Measure found = ndcg(tried);
        if (found.mean <= measure.mean) continue;
        measure = std::move(found);
        best = tried;
      }
    }
  }

  Measure ndcg(const Weights& weights) const {
    Measure measure;
    measure.values.resize(users_.size());
    for_each_tile(workers_, users_.size(),
                  [&](std::size_t i, unsigned) { measure.values[i] = ndcg_of(users_[i], weights); });
    for (const double value : measure.values) measure.mean += value;
    measure.mean /= static_cast<double>(measure.values.size());
    return measure;
  }

  static double discount(std::size_t position) { return 1 / std::log2(static_cast<double>(position) + 2); }

  static double ndcg_of(const UserScores& user, const Weights& weights) {
    thread_local std::vector<float> sums;
    sums.assign(user.items, 0.0F);
    for (std::size_t k = 0; k < weights.size(); ++k) {
      if (weights[k] == 0) continue;
      const auto own = user.of(k);
      const auto weight = static_cast<float>(weights[k]);
      for (std::size_t i = 0; i < user.items; ++i) sums[i] += weight * own[i];
    }
    double gain = 0;
    for (std::size_t i = 0; i < user.items; ++i) {
      if (user.chosen[i] == 0) continue;
      std::size_t above = 0;
      for (std::size_t j = 0; j < user.items; ++j) above += sums[j] > sums[i] || (sums[j] == sums[i] && j < i) ? 1 : 0;
      if (above < kListLength) gain += discount(above);
    }
    double ideal = 0;
    for (std::size_t i = 0; i < std::min(user.truths, kListLength); ++i) ideal += discount(i);
    return ideal == 0 ? 0 : gain / ideal;
  }

  ChosenBlend chosen(const Weights& weights, double value) const {
    ChosenBlend result;
    result.ndcg_at_10 = value;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      if (weights[k] == 0) continue;
      result.blend.push_back(candidates_[k].term);
      result.blend.back().weight = weights[k];
    }
    return result;
  }

  const std::vector<BlendCandidate>& candidates_;
  unsigned workers_;
  std::vector<UserScores> users_;
  std::vector<double> spread_;
};

}  // namespace

Result<ChosenBlend> choose_blend(const std::vector<BlendCandidate>& candidates, const Model& model,
                                 const BlendUsers& users) {
  return Search(candidates, model, users).run();
}

Result<ChosenBlend> extend_blend(const std::vector<BlendCandidate>& candidates, const std::vector<double>& start,
                                 const Model& model, const BlendUsers& users) {
  return Search(candidates, model, users).extend(start);
}

std::vector<double> blend_ndcg(const std::vector<BlendCandidate>& candidates, const Model& model,
                               const BlendUsers& users) {
  Weights weights;
  for (const BlendCandidate& candidate : candidates) weights.push_back(candidate.term.weight);
  return Search(candidates, model, users).values_of(weights);
}

bool certainly_better(const std::vector<double>& now, const std::vector<double>& before) {
  return is_certain(now, before, kLeastGain);
}

}  // namespace pocketrec
