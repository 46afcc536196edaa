#pragma once

#include <string>

#include "model/model.h"

namespace pocketrec {

/// What is inside a model, for people: origin, contents, recommenders, filters, metrics, and what takes the space.
std::string describe(const Model& model);

/// The same as one JSON object.
std::string describe_json(const Model& model);

/// `pocketrec model inspect FILE`. Returns the exit code.
int inspect(const std::string& path, bool as_json);

}  // namespace pocketrec
