#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "result/error.h"
#include "result/result.h"

// What the files of published splits have in common: lines of numbers.

namespace pocketrec {

/// The numbers of a line.
struct NumberLine {
  std::vector<std::uint32_t> values;
  std::size_t number = 0;  ///< of the line, from 1
};

/// A file of numbers, without its empty lines.
struct NumberFile {
  std::string name;  ///< without folders, for messages
  std::vector<NumberLine> lines;
};

/// Content of a file. Errors: resource_not_found or io with the path.
Result<std::string> read_text_file(const std::filesystem::path& path);

/// Reads lines of numbers from 0 to 2³² − 1 with spaces or tabs between. Errors: those of read_text_file; invalid_input
/// with file, line and column for what is no number, or for a file without any.
/// expected: what a line looks like, for the last of these.
Result<NumberFile> read_number_lines(const std::filesystem::path& path, const std::string& expected);

/// invalid_input: "file, line n: what".
Error bad_line(const std::string& file, std::size_t line, const std::string& what);

/// Numbers of files in ascending order; their places are the codes.
class NumberVocabulary {
 public:
  void add(std::uint32_t number) { numbers_.push_back(number); }

  /// After the last add(), before the first code().
  void finish();

  /// Precondition: the number was added.
  std::uint32_t code(std::uint32_t number) const;

  /// The numbers as text, by code.
  std::vector<std::string> ids() const;

 private:
  std::vector<std::uint32_t> numbers_;
};

}  // namespace pocketrec
