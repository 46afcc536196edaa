#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>

#include "fault_workload.h"
#include "temporary_folder.h"
#include "watched_vfs.h"

namespace pocketrec {
namespace {

// What the system says of writes. All else fails with an I/O error, as it does on a device that is not there any more.
struct Disk {
  const char* name;
  int code_of_writes;
};
constexpr Disk kDisks[] = {
    {"that fails", SQLITE_IOERR_WRITE}, {"that is full", SQLITE_FULL}, {"that may only be read", SQLITE_READONLY}};

int code_of(const FileOperation& operation, const Disk& disk) {
  switch (operation.kind) {
    case FileOperation::Kind::open:
      return SQLITE_CANTOPEN;
    case FileOperation::Kind::read:
      return SQLITE_IOERR_READ;
    case FileOperation::Kind::write:
      return disk.code_of_writes;
    case FileOperation::Kind::truncate:
      return SQLITE_IOERR_TRUNCATE;
    case FileOperation::Kind::sync:
      return SQLITE_IOERR_FSYNC;
    case FileOperation::Kind::remove:
      return SQLITE_IOERR_DELETE;
  }
  return SQLITE_IOERR;
}

// A workload for every operation that fails, until one ends without the fault.
FaultSum try_faults(const Disk& disk, bool lasts, bool unclean, bool reads) {
  FaultSum sum;
  const UncleanStore store;
  for (std::int64_t n = 1;; n += fault_step(3)) {
    const TemporaryFolder folder;
    if (unclean) store.copy_to(folder.path());
    NthFault fault(n, lasts);
    std::string file;
    const WatchedVfs vfs([&](const FileOperation& operation) {
      const bool is_read = operation.kind == FileOperation::Kind::read;
      if (reads == is_read && fault.strikes()) {
        if (file.empty()) file = operation.file + ", kind " + std::to_string(static_cast<int>(operation.kind));
        return code_of(operation, disk);
      }
      return without_syncs(operation);
    });
    const std::string wrong = run_workload(
        folder.path(), unclean ? store.events : 0, [&] { fault.end(); }, sum.refused);
    if (fault.struck() == 0) {
      CHECK_MESSAGE(wrong.empty(), wrong);
      return sum;
    }
    sum.add(std::string("disk ") + disk.name + (lasts ? " from" : " at") + " operation " + std::to_string(n) + " (" +
                file + ")" + (unclean ? ", after an unclean stop" : ""),
            wrong);
  }
}

void check_disk(const Disk& disk, bool reads) {
  FaultSum all;
  for (const bool lasts : {false, true}) {
    for (const bool unclean : {false, true}) {
      const FaultSum sum = try_faults(disk, lasts, unclean, reads);
      CHECK_MESSAGE(sum.failures == 0, sum.first);
      all.faults += sum.faults;
      all.refused += sum.refused;
      all.failures += sum.failures;
    }
  }
  MESSAGE(std::string(reads ? "reads of a disk " : "a disk ")
          << std::string(disk.name) << ": " << all.faults << " faults, " << all.refused << " calls refused, "
          << all.failures << " failures");
  CHECK(all.faults > 0);
}

}  // namespace

TEST_SUITE("disk faults") {
  TEST_CASE("cost the calls that meet them, and nothing that was acknowledged") {
    for (const Disk& disk : kDisks) check_disk(disk, false);
  }

  TEST_CASE("in reading cost the calls that meet them, and nothing that was acknowledged") {
    check_disk(kDisks[0], true);
  }
}

}  // namespace pocketrec
