#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "dataset/check.h"

namespace pocketrec {
namespace {

constexpr std::size_t kMaxEventTypesShown = 10;

// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::uint64_t number, const char* one) {
  return grouped(number) + " " + one + (number == 1 ? "" : "s");
}

std::string percent(double part) {
  char text[32];
  std::snprintf(text, sizeof text, part < 0.001 ? "%.4f %%" : "%.1f %%", part * 100);
  return text;
}

std::string moment(std::int64_t seconds) {
  // Outside the years that ISO 8601 writes with four digits there is only the number.
  constexpr std::int64_t year_0001 = -62'135'596'800;
  constexpr std::int64_t year_9999_end = 253'402'300'799;
  if (seconds < year_0001 || seconds > year_9999_end) return std::to_string(seconds) + " s";
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d UTC", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

// Rows of ASCII cells. Columns are as wide as their widest cell, two spaces apart.
class TextTable {
 public:
  // alignment: a letter for each column, l or r.
  explicit TextTable(std::string alignment) : alignment_(std::move(alignment)), widths_(alignment_.size()) {}

  void add(std::vector<std::string> row) {
    for (std::size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], row[i].size());
    rows_.push_back(std::move(row));
  }

  std::string text() const {
    std::string text;
    for (const auto& row : rows_) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string padding(widths_[i] - row[i].size(), ' ');
        line += "  " + (alignment_[i] == 'r' ? padding + row[i] : row[i] + padding);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    return text;
  }

 private:
  std::string alignment_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
};

std::string files_text(const CheckReport& report) {
  TextTable table("lrl");
  table.add({"file", "rows", "schema"});
  for (const CheckedFile& file : report.files) {
    table.add({file.name, grouped(file.rows), file.schema_name.empty() ? "by default" : file.schema_name});
  }
  return table.text();
}

std::string event_types_text(const InteractionStatistics& statistics) {
  std::vector<std::pair<std::string, std::uint64_t>> types(statistics.event_types().begin(),
                                                           statistics.event_types().end());
  std::ranges::stable_sort(types, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::uint64_t others = statistics.other_event_types();
  std::string text;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (i >= kMaxEventTypesShown) {
      others += types[i].second;
    } else {
      text += (i == 0 ? "" : ", ") + types[i].first + " " + grouped(types[i].second);
    }
  }
  return text + (others == 0 ? "" : ", others " + grouped(others));
}

std::string interactions_text(const char* title, const char* items, const InteractionStatistics& statistics) {
  const auto per_user = statistics.per_user();
  char median[32];
  std::snprintf(median, sizeof median, "%.1f", per_user.median);
  TextTable table("ll");
  table.add({"users", grouped(statistics.users())});
  table.add({items, grouped(statistics.items())});
  table.add({"density", percent(statistics.density())});
  table.add({"per user", "min " + grouped(per_user.min) + ", median " + median + ", max " + grouped(per_user.max)});
  if (statistics.first_timestamp()) {
    table.add({"time", moment(*statistics.first_timestamp()) + " to " + moment(*statistics.last_timestamp())});
  }
  if (!statistics.event_types().empty()) table.add({"event types", event_types_text(statistics)});
  return "\n" + std::string(title) + "\n" + table.text();
}

std::string type_text(const Field& field) {
  std::string text(field_type_name(field.type));
  if (field.nullable) text += " or null";
  if (field.categorical) text += ", categorical";
  if (field.textual) text += ", textual";
  if (field.item_name) text += ", item name";
  return text;
}

std::string columns_text(const CheckedFile& file) {
  if (file.rows == 0) return "";
  TextTable table("llrr");
  table.add({"column", "type", "filled", "distinct"});
  for (const ColumnStatistics& column : file.columns) {
    const std::string distinct =
        column.distinct_is_exact() ? grouped(column.distinct()) : "over " + grouped(ColumnStatistics::kMaxDistinct);
    table.add({column.field().name, type_text(column.field()), percent(column.completeness()), distinct});
  }
  return "\n" + file.name + "\n" + table.text();
}

std::string problem_text(const ProblemGroup& group) {
  std::string text = "  " + std::string(severity_name(severity_of(group.kind))) + ": " +
                     std::string(problem_name(group.kind)) + " in " + group.file;
  if (!group.column.empty()) text += ", " + group.column;
  if (group.count > 1) text += (group.count_is_exact ? ", " : ", about ") + grouped(group.count) + " times";
  text += "\n";
  for (const Problem& problem : group.first) {
    text += "    " + (problem.line == 0 ? "" : "line " + std::to_string(problem.line) + ": ") +
            to_text_without_place(problem) + "\n";
  }
  if (group.count > group.first.size()) text += "    … and " + grouped(group.count - group.first.size()) + " more\n";
  return text;
}

}  // namespace

std::string to_text(const CheckReport& report) {
  std::string text = "Data set " + report.root.string() + "\n\n" + files_text(report);
  if (report.filters != 0) text += "\n" + counted(report.filters, "filter") + " in filters.json\n";
  if (report.list_rules != 0) text += "\nrules of " + counted(report.list_rules, "recommender") + " in rules.json\n";
  if (report.interactions) text += interactions_text("Interactions", "items", *report.interactions);
  if (report.action_interactions) {
    text += interactions_text("Action interactions", "actions", *report.action_interactions);
  }
  for (const CheckedFile& file : report.files) text += columns_text(file);
  if (!report.problems.empty()) text += "\nProblems\n";
  for (const ProblemGroup& group : report.problems) text += problem_text(group);
  text += "\n" + counted(report.count(Severity::error), "error") + ", " +
          counted(report.count(Severity::warning), "warning") + ", " + counted(report.count(Severity::note), "note");
  return text +
         (report.has_errors() ? ": this data set cannot be trained on\n" : ": this data set can be trained on\n");
}

}  // namespace pocketrec
