#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/list_request.h"
#include "engine/score_units.h"
#include "scoring/explain_score.h"

namespace pocketrec {
namespace {

/// Causes by what they are shown as; a cause that several parts share is one.
class Causes {
 public:
  void add(std::string kind, std::string item_id, std::string value, Score points) {
    sums_[{std::move(kind), std::move(item_id), std::move(value)}] += points;
  }

  std::vector<ScoreCause> sorted() const {
    std::vector<ScoreCause> causes;
    for (const auto& [key, points] : sums_) {
      if (points == 0) continue;
      const auto& [kind, item, value] = key;
      causes.push_back({kind, item, value, std::ldexp(static_cast<double>(points), -kScoreFractionBits)});
    }
    std::stable_sort(causes.begin(), causes.end(), [](const ScoreCause& a, const ScoreCause& b) {
      return std::fabs(a.points) > std::fabs(b.points);
    });
    return causes;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string>, Score> sums_;
};

std::string attribute_text(const Model& model, const AttributeScores& scores, std::uint32_t row) {
  if (scores.source == AttributeScores::Source::context) {
    const ContextColumn& column = model.context_columns()[scores.column];
    return column.name + "=" + std::string(column.values[row]);
  }
  const Column& column = model.users().columns()[scores.column];
  return column.field().name + "=" + std::string(column.dictionary()[row]);
}

Score sum_of(const std::vector<ScoreShare>& shares) {
  Score sum = 0;
  for (const ScoreShare& share : shares) sum += share.value;
  return sum;
}

}  // namespace

std::vector<ScoreCause> ListRequest::explain(ItemIndex item) const {
  thread_local ScoringScratch scratch;
  const Model& model = snapshot_->model();
  const Catalog& catalog = snapshot_->catalog();
  const std::span<const ScorePart> all = plan_->recommender->parts;
  const std::span<const ScorePart> parts = trend_ == nullptr ? all : all.subspan(1);
  const History history = this->history();
  const auto current = current_item();
  const bool current_was_put = current && *current >= catalog.model_size();
  const auto similarity_to_current = [&](ItemIndex other) {
    if (!current_was_put) return Score{0};
    Score points = 0;
    for (const StandIn& similar : snapshot_->stand_ins(*current)) {
      if (similar.item == other) points += similar.points();
    }
    return points;
  };

  Causes causes;
  if (item < catalog.model_size()) {
    for (const ScoreShare& share : explain_score(model, parts, history, item, scratch)) {
      const ScorePart& part = parts[share.part];
      if (part.kind == ScorePart::Kind::attribute_scores) {
        const AttributeScores& scores = model.attribute_scores()[part.index];
        const bool is_user = scores.source == AttributeScores::Source::user;
        causes.add(is_user ? "user" : "context", "", attribute_text(model, scores, share.row), share.value);
      } else if (share.source != kNoItem) {
        causes.add("event", std::string(catalog.id(share.source)), "", share.value);
      } else {
        causes.add("base", "", "", share.value);
      }
    }
    if (current) causes.add("similar item", std::string(catalog.id(*current)), "", similarity_to_current(item));
  } else if (has_personal_scores()) {
    for (const StandIn& other : snapshot_->stand_ins(item)) {
      const Score score =
          sum_of(explain_score(model, parts, history, other.item, scratch)) + similarity_to_current(other.item);
      causes.add("similar item", std::string(catalog.id(other.item)), "", other.part_of(score));
    }
  }
  if (trend_ != nullptr) {
    causes.add("trend", "", "", as_score((*trend_)[item]));
    const auto baseline = model.item_scores()[all.front().index].values;
    if (item < baseline.size()) causes.add("base", "", "", as_score(baseline[item]) >> kBaselineShift);
  }
  if (rules_ != nullptr) {
    for (BoundRules::Boost& boost : rules_->boosts_of(item)) {
      causes.add("boost", "", std::move(boost.value), boost.points);
    }
  }
  if (is_demoted(item)) causes.add("seen before", "", "", -kSeenPenalty);
  return causes.sorted();
}

}  // namespace pocketrec
