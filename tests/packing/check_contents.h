#pragma once

#include "model/model.h"
#include "packing/model_contents.h"

namespace pocketrec {

/// Checks that every view of the model has what the contents say.
void check_contents(const Model& model, const ModelContents& expected);

}  // namespace pocketrec
