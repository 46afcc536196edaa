#include "evaluation/metric_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace pocketrec {
namespace {

constexpr std::string_view kNoValue = "-";

/// A line of the table: a label and a cell per column.
struct TableLine {
  std::string label;
  std::vector<std::string> cells;
};

std::string fixed(double value, int decimals) {
  std::array<char, 400> text;  // the largest double has 309 digits before the point
  const auto [end, code] = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed,
                                         std::clamp(decimals, 0, 17));
  return code == std::errc{} ? std::string(text.data(), end) : std::string(kNoValue);
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::vector<std::string> figure_keys(std::span<const MetricColumn> columns) {
  std::vector<std::string> keys;
  for (const MetricColumn& column : columns) {
    for (const Figure& figure : column.figures) {
      if (std::find(keys.begin(), keys.end(), figure.key) == keys.end()) keys.push_back(figure.key);
    }
  }
  return keys;
}

std::vector<TableLine> table_lines(std::span<const MetricColumn> columns) {
  std::vector<TableLine> lines;
  const auto add = [&lines, columns](std::string_view label, const auto& cell_of) {
    TableLine line{std::string(label), {}};
    for (const MetricColumn& column : columns) line.cells.push_back(cell_of(column));
    lines.push_back(std::move(line));
  };

  add("", [](const MetricColumn& column) { return column.name; });
  for (const MetricName& name : metric_names()) {
    const auto has_it = [&name](const MetricColumn& column) { return column.report.find(name.key).has_value(); };
    if (std::none_of(columns.begin(), columns.end(), has_it)) continue;
    add(name.key, [&name](const MetricColumn& column) {
      const auto value = column.report.find(name.key);
      return value ? fixed(*value, 4) : std::string(kNoValue);
    });
  }
  add("users", [](const MetricColumn& column) { return std::to_string(column.report.users); });
  add("users_without_truth",
      [](const MetricColumn& column) { return std::to_string(column.report.users_without_truth); });
  for (const std::string& key : figure_keys(columns)) {
    add(key, [&key](const MetricColumn& column) {
      const auto figure = std::find_if(column.figures.begin(), column.figures.end(),
                                       [&key](const Figure& candidate) { return candidate.key == key; });
      return figure == column.figures.end() ? std::string(kNoValue) : fixed(figure->value, figure->decimals);
    });
  }
  return lines;
}

}  // namespace

std::string metric_text(std::span<const MetricColumn> columns) {
  const auto lines = table_lines(columns);
  std::size_t label_width = 0;
  std::vector<std::size_t> widths(columns.size());
  for (const TableLine& line : lines) {
    label_width = std::max(label_width, character_count(line.label));
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], character_count(line.cells[i]));
  }
  std::string text;
  for (const TableLine& line : lines) {
    text += line.label;
    text.append(label_width - character_count(line.label), ' ');
    for (std::size_t i = 0; i < widths.size(); ++i) {
      text.append(2 + widths[i] - character_count(line.cells[i]), ' ');
      text += line.cells[i];
    }
    text += '\n';
  }
  return text;
}

std::string metric_json(std::span<const MetricColumn> columns) {
  using Json = nlohmann::ordered_json;
  Json table = Json::object();
  for (const MetricColumn& column : columns) {
    Json metrics = Json::object();
    for (const MetricValue& value : column.report.values) metrics[std::string(value.key)] = value.value;
    Json figures = Json::object();
    for (const Figure& figure : column.figures) {
      // 2^53: beyond it a double is no exact count, and the conversion could overflow.
      if (figure.decimals == 0 && std::abs(figure.value) <= 9007199254740992.0) {
        figures[figure.key] = std::llround(figure.value);
      } else {
        figures[figure.key] = figure.value;
      }
    }
    table[column.name] = {{"metrics", std::move(metrics)},
                          {"users", column.report.users},
                          {"users_without_truth", column.report.users_without_truth},
                          {"figures", std::move(figures)}};
  }
  return table.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pocketrec
