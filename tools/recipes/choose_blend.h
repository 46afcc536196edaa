#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "evaluation/packed_recommender.h"
#include "evaluation/split.h"
#include "model/model.h"
#include "recipes/blend.h"
#include "result/result.h"

namespace pocketrec {

/// A term that may enter a blend, with weight 1, and the parts of the model that it stands for.
struct BlendCandidate {
  BlendTerm term;
  std::vector<ScorePart> parts;
  double bytes = 0;  ///< that the parts take in the file
};

/// A blend, and how it serves the validation users.
struct ChosenBlend {
  Blend blend;
  double ndcg_at_10 = 0;
};

/// Users that a choice looks at, at most, evenly over the split.
inline constexpr std::size_t kBlendUsers = 4000;

/// Whom a choice is made for, and how they are asked. Views of the caller's data.
struct BlendUsers {
  const NamedEvents& events;
  const Split& validation;
  bool hides_history = false;  ///< items of the history are not in the lists
  unsigned threads = 0;
  std::span<const ContextWeight> context_weights = {};  ///< of events in the histories
  std::size_t most_users = kBlendUsers;                 ///< asked at most, evenly over the split
};

/// The blend of the candidates with the highest NDCG@10 on the validation users, found term by term: the best single
/// one, then each time the term and weight that help most, as long as they help by a five-hundredth
/// (and by a hundredth for each time that they double the bytes) and by two standard errors, which one user
/// alone cannot tell, then a finer look at the weights. Scores are those of the device under the context of the users'
/// truth; of a component at most one candidate enters, and no more than a recommender may have parts. model: trained
/// without the truth of `validation`; only the parts of candidates are asked. Precondition: there are candidates.
/// Without validation users: the first candidate alone, with an NDCG of 0. Errors: none so far.
Result<ChosenBlend> choose_blend(const std::vector<BlendCandidate>& candidates, const Model& model,
                                 const BlendUsers& users);

/// The same from a blend on, whose terms keep their weights: what is added has to help as much. start: by candidate,
/// 0 for those that are not in the blend; not all of them 0.
Result<ChosenBlend> extend_blend(const std::vector<BlendCandidate>& candidates, const std::vector<double>& start,
                                 const Model& model, const BlendUsers& users);

/// NDCG@10 of each of the asked users under the sum of all candidates, each with the weight of its term.
std::vector<double> blend_ndcg(const std::vector<BlendCandidate>& candidates, const Model& model,
                               const BlendUsers& users);

/// Whether values of users are better than before by a five-hundredth in the mean, and by two standard errors.
bool certainly_better(const std::vector<double>& now, const std::vector<double>& before);

}  // namespace pocketrec
