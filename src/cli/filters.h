#pragma once

#include <string>
#include <vector>

#include "device/device.h"

namespace pocketrec {

/// What the verbs of `pocketrec filter` are told; each looks at what its own options set.
struct FilterOptions {
  DeviceOptions device;
  std::string name;
  std::string expression;
  std::string user;
  std::string item;                        ///< on screen
  std::vector<std::string> filter_values;  ///< NAME=VALUE
  bool json = false;
};

/// `pocketrec filter create|list|delete|test`. Each returns the exit code.
int create_filter(const FilterOptions& options);
int list_filters(const FilterOptions& options);
int delete_filter(const FilterOptions& options);
int test_filter(const FilterOptions& options);

}  // namespace pocketrec
