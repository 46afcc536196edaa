#include "datasets/csv_cell.h"

namespace pocketrec {
namespace {

// A table, because this looks at every byte of every file.
struct SpecialBytes {
  bool is[256] = {};
  constexpr SpecialBytes() {
    for (unsigned char byte : {',', '"', '\\', '\n', '\r'}) is[byte] = true;
  }
};
constexpr SpecialBytes kSpecial;

bool needs_care(std::string_view value) {
  for (char c : value) {
    if (kSpecial.is[static_cast<unsigned char>(c)]) return true;
  }
  return value.front() == ' ' || value.back() == ' ';
}

char without_line_break(char c) {
  return c == '\n' || c == '\r' ? ' ' : c;
}

}  // namespace

void append_csv_cell(std::string& line, std::string_view value) {
  if (value.empty()) return;
  if (!needs_care(value)) {
    line += value;
    return;
  }
  line += '"';
  for (char c : value) {
    if (c == '"' || c == '\\') line += '\\';
    line += without_line_break(c);
  }
  line += '"';
}

}  // namespace pocketrec
