#pragma once

#include <string>

namespace pocketrec {

/// How the program does, for GET /health.
struct Health {
  std::string model;    ///< first 16 hex digits of the model's hash
  std::string problem;  ///< why less than everything works; empty when all does
};

}  // namespace pocketrec
