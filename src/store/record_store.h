#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// What a stored record is about. The numbers are those of the file.
enum class RecordKind { item = 0, user = 1 };

/// An item's or user's record as it was sent.
struct StoredRecord {
  std::string id;
  std::string properties;  ///< a JSON object

  bool operator==(const StoredRecord&) const = default;
};

/// The durable records that were put after the model was made (contract/events-api.md §3). Thread-safe through the
/// Database's lock.
class RecordStore {
 public:
  /// `database` must outlive the store. most_bytes: that ids and properties of all records may have together; 0: any
  /// number.
  explicit RecordStore(Database& database, std::uint64_t most_bytes = 0)
      : database_(&database), most_bytes_(most_bytes) {}

  /// Stores the records, all or none, in one transaction; one that is there already is replaced whole. When it returns
  /// without an error they are on stable storage. Errors: storage; overloaded when there would be too many bytes.
  Result<void> put(RecordKind kind, std::span<const StoredRecord> records);

  /// Records were removed by another way than this store (EventLog::erase()).
  void note_erasure() { bytes_ = kUnknown; }

  /// Bytes that the records have, as far as that is known. Does not touch the disk.
  std::uint64_t bytes() const { return bytes_ == kUnknown ? 0 : bytes_.load(); }

  /// Records that put() stored since the store was opened. Does not touch the disk.
  std::size_t count_put(RecordKind kind) const { return put_[static_cast<std::size_t>(kind)]; }

  /// All records of a kind, in the order in which their ids first came. Errors: storage.
  Result<std::vector<StoredRecord>> all(RecordKind kind) const;

  /// The properties of a record; nothing when there is none. Errors: storage.
  Result<std::optional<std::string>> find(RecordKind kind, std::string_view id) const;

 private:
  static constexpr std::uint64_t kUnknown = ~std::uint64_t{0};

  Result<std::uint64_t> read_bytes();

  Database* database_;
  const std::uint64_t most_bytes_;
  std::atomic<std::uint64_t> bytes_ = kUnknown;
  std::uint64_t generation_ = 0;                   // of the database, when `bytes_` was read
  std::array<std::atomic<std::size_t>, 2> put_{};  // by kind
};

}  // namespace pocketrec
