#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace pocketrec {

/// One line on a terminal that says what goes on, how much of it is done, and how long the stage still takes. Writes to
/// standard error, and nothing at all when that is no terminal.
class ProgressLine {
 public:
  ProgressLine();
  /// Clears the line.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Shows a stage; redraws at most ten times a second.
  void show(std::string_view stage, std::size_t done, std::size_t total);

  /// A line that stays, above the one that changes; nothing when that is no terminal.
  void keep(std::string_view text);

 private:
  using Clock = std::chrono::steady_clock;

  bool terminal_;
  std::string stage_;
  Clock::time_point stage_start_{};
  Clock::time_point last_drawn_{};
};

}  // namespace pocketrec
