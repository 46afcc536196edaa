#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// A filter that was created on the device.
struct StoredFilter {
  std::string name;
  std::string expression;       ///< as it was written
  std::int64_t created_at = 0;  ///< epoch seconds

  bool operator==(const StoredFilter&) const = default;
};

/// The durable named filters of a data folder. It does not know the filter language. Thread-safe through the
/// Database's lock.
class FilterStore {
 public:
  /// `database` must outlive the store.
  explicit FilterStore(Database& database) : database_(&database) {}

  /// Stores a filter; when it returns without an error it is on stable storage. False, with nothing changed, when there
  /// is one of that name. Errors: storage.
  Result<bool> add(const StoredFilter& filter);

  /// Removes a filter, which is durable like add(). False when there is none of that name. Errors: storage.
  Result<bool> remove(std::string_view name);

  /// All filters in the order in which they were added. Errors: storage.
  Result<std::vector<StoredFilter>> all() const;

 private:
  Database* database_;
};

}  // namespace pocketrec
