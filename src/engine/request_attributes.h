#pragma once

#include <span>
#include <vector>

#include "model/model.h"
#include "scoring/history.h"
#include "user/context.h"
#include "user/user_state.h"

namespace pocketrec {

/// The rows of Model::attribute_scores() that a request's context and the profile of its user stand for, by scores: at
/// most one of a context column, and of a user's column one for each part of the cell between '|' that the model knows,
/// the first kMaxAttributeValues of them. user: may be null.
std::vector<AttributeValue> request_attributes(const Model& model, std::span<const std::uint32_t> context,
                                               const UserState* user);

}  // namespace pocketrec
