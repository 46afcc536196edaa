#include "workbench/progress_line.h"

#include <unistd.h>

#include <cstdio>

namespace pocketrec {

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (terminal_) std::fputs("\r\033[K", stderr);
}

void ProgressLine::keep(std::string_view text) {
  if (terminal_) std::fprintf(stderr, "\r\033[K%.*s\n", static_cast<int>(text.size()), text.data());
}

void ProgressLine::show(std::string_view stage, std::size_t done, std::size_t total) {
  if (!terminal_) return;
  const auto now = Clock::now();
  if (stage != stage_) {
    stage_ = stage;
    stage_start_ = now;
  } else if (now - last_drawn_ < std::chrono::milliseconds(100) && done != total) {
    return;
  }
  last_drawn_ = now;
  std::string text = stage_;
  if (total > 0) {
    text += " " + std::to_string(done * 100 / total) + " %";
    const double spent = std::chrono::duration<double>(now - stage_start_).count();
    if (done > 0 && done < total && spent > 1) {
      const double left = spent / static_cast<double>(done) * static_cast<double>(total - done);
      text += ", " + std::to_string(static_cast<long>(left + 0.5)) + " s left";
    }
  }
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
  std::fflush(stderr);
}

}  // namespace pocketrec
