#include "store/compact.h"

#include <cstdint>
#include <string>

namespace pocketrec {
namespace {

constexpr std::int64_t kLeastFreeBytes = 1 << 20;

}  // namespace

Result<void> compact(Database& database) {
  auto access = database.access();
  if (!access) return access.error();
  if (auto ok = database.execute("PRAGMA incremental_vacuum"); !ok) return ok.error();
  const auto busy = database.query_integer("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!busy) return busy.error();
  if (*busy != 0) {
    return Error{ErrorCode::storage, database.path().string() + ": its write-ahead log could not be emptied"};
  }
  return {};
}

Result<void> shrink(Database& database) {
  for (std::int64_t before = 0;;) {
    auto access = database.access();
    if (!access) return access.error();
    const auto page_bytes = database.query_integer("PRAGMA page_size");
    if (!page_bytes) return page_bytes.error();
    const auto pages = database.query_integer("PRAGMA page_count");
    if (!pages) return pages.error();
    const auto free = database.query_integer("PRAGMA freelist_count");
    if (!free) return free.error();
    // A file of an earlier version may be one that cannot shrink.
    if (*free * 4 <= *pages || *free * *page_bytes <= kLeastFreeBytes || *pages == before) return {};
    before = *pages;
    if (auto ok = database.execute("PRAGMA incremental_vacuum(1000)"); !ok) return ok;
  }
}

}  // namespace pocketrec
