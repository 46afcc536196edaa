#pragma once

#include <cstdint>

namespace pocketrec {

/// How much an event store may keep; 0 stands for no ceiling. When one of events is reached, the events that came first
/// are dropped, in the order in which they came, whatever times they name.
struct Ceilings {
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;         ///< of the file and its write-ahead log; at least kLeastBytes
  std::uint32_t days = 0;          ///< that an event is kept, as DeviceDays counts them
  std::uint64_t events_a_day = 0;  ///< that are taken; what comes beyond is refused

  static constexpr std::uint64_t kLeastBytes = 8'000'000;

  /// What the write-ahead log may take, and what a transaction may need in the file.
  static constexpr std::uint64_t kLogBytes = 4'500'000;
  static constexpr std::uint64_t kReserveBytes = 1'500'000;

  /// Of the file alone.
  std::uint64_t file_bytes() const { return bytes == 0 ? 0 : bytes - kLogBytes; }

  /// Of the records in it, so that they leave as much to the events; what comes beyond is refused, since none is older
  /// than another.
  std::uint64_t record_bytes() const { return bytes == 0 ? 0 : (bytes - kLogBytes - kReserveBytes) / 2; }
};

}  // namespace pocketrec
