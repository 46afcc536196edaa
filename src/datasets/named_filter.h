#pragma once

#include <string>

namespace pocketrec {

/// A filter expression with the name by which requests ask for it.
struct NamedFilter {
  std::string name;
  std::string expression;

  bool operator==(const NamedFilter&) const = default;
};

}  // namespace pocketrec
