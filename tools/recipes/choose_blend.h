#pragma once

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

/// The blend of the candidates with the highest NDCG@10 on the validation users, found term by term: the best single
/// one, then each time the term and weight that help most, as long as they help by a five-hundredth
/// (and by a hundredth for each time that they double the bytes) and by two standard errors, which one user
/// alone cannot tell, then a finer look at the weights. Scores are those of the device; of a component at most one
/// candidate enters. hides_history: items of the history are not in the lists. model: trained without the truth of
/// `validation`; only the parts of candidates are asked. Precondition: there are candidates. Without validation users:
/// the first candidate alone, with an NDCG of 0. Errors: none so far.
Result<ChosenBlend> choose_blend(const std::vector<BlendCandidate>& candidates, const Model& model,
                                 const NamedEvents& events, const Split& validation, bool hides_history,
                                 unsigned threads);

}  // namespace pocketrec
