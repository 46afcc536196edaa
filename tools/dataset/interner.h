#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pocketrec {

/// Gives each distinct text a number, 0 for the first that came, and keeps the texts once.
class Interner {
 public:
  Interner();

  /// The number of the text; a new one when it is the first time. Precondition: fewer than 2^32 - 1 distinct texts.
  std::uint32_t code(std::string_view text);

  std::size_t size() const { return ends_.size(); }
  std::string_view text(std::uint32_t code) const;

  /// For each number the rank of its text among all, compared bytewise: a permutation of 0 to size() - 1.
  std::vector<std::uint32_t> ranks() const;

  /// All texts, sorted bytewise.
  std::vector<std::string> sorted() const;

 private:
  void grow();
  std::vector<std::uint32_t> order() const;

  std::string bytes_;                 ///< all texts behind each other
  std::vector<std::size_t> ends_;     ///< in bytes_, by number
  std::vector<std::uint64_t> slots_;  ///< the upper half of a text's hash over its number
};

}  // namespace pocketrec
