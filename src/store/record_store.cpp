#include "store/record_store.h"

#include <string>

#include "store/statement.h"
#include "store/transaction.h"

namespace pocketrec {
namespace {

constexpr std::string_view kPut =
    "INSERT INTO records (dataset, id, properties) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (dataset, id) DO UPDATE SET properties = excluded.properties";
constexpr std::string_view kBytes =
    "SELECT coalesce(sum(length(CAST(id AS BLOB)) + length(CAST(properties AS BLOB))), 0) FROM records";
constexpr std::string_view kAll = "SELECT id, properties FROM records WHERE dataset = ?1 ORDER BY sequence";
constexpr std::string_view kFind = "SELECT properties FROM records WHERE dataset = ?1 AND id = ?2";

Result<std::optional<std::string>> find_stored(Database& database, RecordKind kind, std::string_view id) {
  auto statement = database.prepare(kFind);
  if (!statement) return statement.error();
  statement->bind(1, static_cast<std::int64_t>(kind)).bind(2, id);
  const auto found = statement->step();
  if (!found) return found.error();
  if (!*found) return std::optional<std::string>();
  return std::optional(statement->text(0));
}

}  // namespace

Result<void> RecordStore::put(RecordKind kind, std::span<const StoredRecord> records) {
  auto access = database_->access();
  if (!access) return access.error();
  auto transaction = Transaction::begin(*database_);
  if (!transaction) return transaction.error();
  auto bytes = read_bytes();
  if (!bytes) return bytes.error();
  for (const StoredRecord& record : records) {
    const auto before = find_stored(*database_, kind, record.id);
    if (!before) return before.error();
    if (*before) *bytes -= record.id.size() + (*before)->size();
    *bytes += record.id.size() + record.properties.size();
    auto statement = database_->prepare(kPut);
    if (!statement) return statement.error();
    statement->bind(1, static_cast<std::int64_t>(kind)).bind(2, record.id).bind(3, record.properties);
    if (auto ok = statement->run(); !ok) return ok.error();
  }
  if (most_bytes_ != 0 && *bytes > most_bytes_) {
    return Error{ErrorCode::overloaded, "expected records of at most " + std::to_string(most_bytes_) +
                                            " bytes in the store, got " + std::to_string(*bytes)};
  }
  if (auto ok = transaction->commit(); !ok) return ok;
  bytes_ = *bytes;
  put_[static_cast<std::size_t>(kind)] += records.size();
  return {};
}

Result<std::vector<StoredRecord>> RecordStore::all(RecordKind kind) const {
  auto access = database_->access();
  if (!access) return access.error();
  auto statement = database_->prepare(kAll);
  if (!statement) return statement.error();
  statement->bind(1, static_cast<std::int64_t>(kind));
  std::vector<StoredRecord> records;
  while (true) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return records;
    records.push_back({statement->text(0), statement->text(1)});
  }
}

Result<std::optional<std::string>> RecordStore::find(RecordKind kind, std::string_view id) const {
  auto access = database_->access();
  if (!access) return access.error();
  return find_stored(*database_, kind, id);
}

Result<std::uint64_t> RecordStore::read_bytes() {
  // A file that was set aside, and salvaged in part, may have fewer.
  if (bytes_ != kUnknown && generation_ == database_->generation()) return bytes_.load();
  const auto bytes = database_->query_integer(kBytes);
  if (!bytes) return bytes.error();
  generation_ = database_->generation();
  bytes_ = static_cast<std::uint64_t>(*bytes);
  return bytes_.load();
}

}  // namespace pocketrec
