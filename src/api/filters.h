#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/get_recommendations.h"

namespace pocketrec {

/// Where a named filter is kept.
enum class FilterHome {
  model,        ///< in the model file: it comes and goes with it
  data_folder,  ///< in the event store: it was created on the device
};

/// contract/control-plane-api.md §2, CreateFilter. There is no change of a filter: delete and create.
struct CreateFilterRequest {
  std::string name;
  std::string expression;
  std::int64_t created_at = 0;  ///< epoch seconds: now
};

/// A named filter, as ListFilters and DescribeFilter show it.
struct FilterDescription {
  std::string name;
  std::string expression;
  FilterHome home = FilterHome::model;
  std::int64_t created_at = 0;  ///< epoch seconds; 0 where a model does not say when it was made
  std::string failure;          ///< why requests cannot use it; empty: they can

  bool operator==(const FilterDescription&) const = default;
};

/// Our extension: what a filter means, and how many items pass it.
struct TestFilterRequest {
  FilterReference filter;  ///< by name or expression
  std::string user_id;     ///< empty: none
  std::string item_id;     ///< on screen, for CurrentItem; empty: none
};

/// contract/filters.md.
struct TestFilterResponse {
  std::string expression;                 ///< in its normal form
  std::string words;                      ///< sentences for people
  std::vector<std::string> placeholders;  ///< names without the $, in the order of their first use
  bool needs_user = false;                ///< requests with the filter have to name a user
  bool needs_item = false;                ///< ... an item
  std::size_t items = 0;                  ///< of the catalogue
  std::optional<std::size_t> passing;     ///< of these; nothing when the request lacks something, which
  std::string lacking;                    ///< this says
};

}  // namespace pocketrec
