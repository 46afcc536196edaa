#pragma once

#include <string>
#include <vector>

namespace pocketrec {

/// What `pocketrec-model check-filter` is told.
struct CheckFilterOptions {
  std::string source;      ///< a data set's folder, or a model file
  std::string expression;  ///< or name, or all
  std::string name;
  bool all = false;
  std::string user;
  std::string item;                        ///< on screen
  std::vector<std::string> filter_values;  ///< NAME=VALUE
  bool strict_filters = false;             ///< Amazon Personalize's language, without our extensions
  bool json = false;
};

/// Checks filters against the schemas of a data set or model, says what they do, and counts the items that pass, as the
/// device does. Exit code 1 when one is wrong.
int check_filter(const CheckFilterOptions& options);

}  // namespace pocketrec
