#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// A file that is only there when it is complete: it is written beside, for its owner alone, as PATH.part, and renamed.
/// Or standard output. Move-only; one that is not finished leaves nothing.
class OutputFile {
 public:
  /// Begins a file; empty: standard output. One of that name stays until finish(). Errors: io.
  static Result<OutputFile> create(const std::string& path);

  OutputFile(OutputFile&&) noexcept = default;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  /// Errors: io.
  Result<void> write(std::string_view text);

  /// Everything is written: puts it on stable storage under its name. Errors: io; then an older file stays.
  Result<void> finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };

  OutputFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace pocketrec
