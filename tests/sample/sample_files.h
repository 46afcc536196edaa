#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sample/sample.h"
#include "temporary_folder.h"

namespace pocketrec {

/// A CSV file of a sample, read whole.
struct SampleTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  /// Place of a column, which must be there.
  std::size_t column(std::string_view name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    REQUIRE(found != columns.end());
    return static_cast<std::size_t>(found - columns.begin());
  }
};

/// Cuts one line at its commas; `\` escapes inside quotes.
inline std::vector<std::string> sample_cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quoted && line[i] == '\\') {
      cells.back() += line[++i];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

/// A sample in a folder of its own.
class WrittenSample {
 public:
  explicit WrittenSample(const SampleOptions& options) {
    auto result = write_sample(folder_ / "sample", options);
    if (!result) FAIL(result.error().message);
    summary = *result;
  }

  std::string read(std::string_view name) const { return folder_.read("sample/" + std::string(name)); }

  SampleTable table(std::string_view name) const {
    const std::string text = read(name);
    SampleTable table;
    for (std::size_t start = 0; start < text.size();) {
      const std::size_t end = text.find('\n', start);
      std::vector<std::string> cells = sample_cells(std::string_view(text).substr(start, end - start));
      if (start == 0) {
        table.columns = std::move(cells);
      } else {
        table.rows.push_back(std::move(cells));
      }
      start = end + 1;
    }
    return table;
  }

  SampleSummary summary;

 private:
  TemporaryFolder folder_;
};

}  // namespace pocketrec
