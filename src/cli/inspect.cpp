#include "cli/inspect.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "command_line/command_line.h"
#include "command_line/terminal_text.h"
#include "domain/time_text.h"
#include "wire/list_rules_json.h"

namespace pocketrec {
namespace {

using json = nlohmann::ordered_json;

std::string day(std::int64_t seconds) {
  if (seconds == 0) return "-";
  return day_text(std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{seconds}}));
}

std::string line(const std::string& label, const std::string& value) {
  constexpr std::size_t kLabelWidth = 34;
  std::string text = "  " + label;
  text.resize(std::max(text.size() + 1, kLabelWidth), ' ');
  return text + value + "\n";
}

/// Sizes of the parts that people have a word for: the arrays of one column or list are one line.
std::vector<ModelSection> grouped(std::span<const ModelSection> sections) {
  std::vector<ModelSection> groups;
  for (const ModelSection& section : sections) {
    std::string name = section.name;
    for (const std::string_view array : {" text", " positions", " codes", " dictionary", " items", " weights",
                                         " scales", " event types", " times", " values", " gram"}) {
      if (name != array.substr(1) && name.ends_with(array)) name.erase(name.size() - array.size());
    }
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const ModelSection& other) { return other.name == name; });
    if (group == groups.end()) {
      groups.push_back({name, section.bytes});
    } else {
      group->bytes += section.bytes;
    }
  }
  return groups;
}

std::string describe_columns(const RecordTable& table) {
  std::string text;
  for (const Column& column : table.columns()) {
    text += (text.empty() ? "" : ", ") + column.field().name + " " + std::string(field_type_name(column.field().type));
    if (column.field().categorical) text += " categorical";
  }
  return text.empty() ? "none" : text;
}

json columns_json(const RecordTable& table) {
  json columns = json::array();
  for (const Column& column : table.columns()) {
    columns.push_back({{"name", column.field().name},
                       {"type", field_type_name(column.field().type)},
                       {"categorical", column.field().categorical},
                       {"nullable", column.field().nullable}});
  }
  return columns;
}

}  // namespace

std::string describe(const Model& model) {
  const Provenance& origin = model.provenance();
  std::string text = "model " + to_hex(model.header().hash) + "\n";
  text += line("file", std::to_string(model.header().file_length) + " bytes, revision " +
                           std::to_string(model.header().revision));
  text += line("made by", "pocketrec-model " + origin.tool_version + ", seed " + std::to_string(origin.seed) +
                              (origin.created_at == 0 ? "" : ", " + day(origin.created_at)));
  text += line("trained on", std::to_string(origin.interactions) + " interactions of " + std::to_string(origin.users) +
                                 " users with " + std::to_string(origin.items) + " items, " + day(origin.first_event) +
                                 " to " + day(origin.last_event));
  text += line("training part", origin.training_part);
  text += line("data fingerprint", origin.data_fingerprint);
  text += line("items", std::to_string(model.items().size()) + "; " + describe_columns(model.items()));
  text += line("users", std::to_string(model.users().size()) + "; " + describe_columns(model.users()));
  text += line("history", std::to_string(model.histories().items.size()) + " events");
  text += "recommenders\n";
  for (const Recommender& recommender : model.recommenders()) {
    std::string parameters;
    for (const auto& [name, value] : recommender.parameters) parameters += " " + name + "=" + value;
    text += line(recommender.name, recommender.recipe + parameters);
  }
  if (!model.filters().empty()) text += "filters\n";
  for (const NamedFilter& filter : model.filters()) text += line(filter.name, filter.expression);
  if (!model.list_rules().empty()) text += "rules\n";
  for (const NamedRules& named : model.list_rules())
    text += line(named.recommender, list_rules_json(named.rules).dump());
  if (!model.metrics().empty()) text += "metrics\n";
  for (const ModelMetric& metric : model.metrics()) {
    char value[32];
    std::snprintf(value, sizeof value, "%.4f", metric.value);
    text += line(metric.recommender, metric.name + " " + value + " (" + metric.split + ")");
  }
  text += "bytes\n";
  for (const ModelSection& section : grouped(model.sections()))
    text += line(section.name, std::to_string(section.bytes));
  return text;
}

std::string describe_json(const Model& model) {
  const Provenance& origin = model.provenance();
  json recommenders = json::array();
  for (const Recommender& recommender : model.recommenders()) {
    recommenders.push_back(
        {{"name", recommender.name}, {"recipe", recommender.recipe}, {"parameters", json(recommender.parameters)}});
  }
  json filters = json::array();
  for (const NamedFilter& filter : model.filters()) {
    filters.push_back({{"name", filter.name}, {"filterExpression", filter.expression}});
  }
  json rules = json::object();
  for (const NamedRules& named : model.list_rules()) rules[named.recommender] = list_rules_json(named.rules);
  json metrics = json::array();
  for (const ModelMetric& metric : model.metrics()) {
    metrics.push_back(
        {{"recommender", metric.recommender}, {"split", metric.split}, {"name", metric.name}, {"value", metric.value}});
  }
  json sections = json::array();
  for (const ModelSection& section : model.sections()) {
    sections.push_back({{"name", section.name}, {"bytes", section.bytes}});
  }
  const json all = {{"hash", to_hex(model.header().hash)},
                    {"revision", model.header().revision},
                    {"bytes", model.header().file_length},
                    {"provenance",
                     {{"toolVersion", origin.tool_version},
                      {"createdAt", origin.created_at},
                      {"trainingPart", origin.training_part},
                      {"dataFingerprint", origin.data_fingerprint},
                      {"seed", origin.seed},
                      {"users", origin.users},
                      {"items", origin.items},
                      {"interactions", origin.interactions},
                      {"firstEvent", origin.first_event},
                      {"lastEvent", origin.last_event}}},
                    {"items", {{"count", model.items().size()}, {"columns", columns_json(model.items())}}},
                    {"users", {{"count", model.users().size()}, {"columns", columns_json(model.users())}}},
                    {"historyEvents", model.histories().items.size()},
                    {"recommenders", recommenders},
                    {"filters", filters},
                    {"rules", rules},
                    {"metrics", metrics},
                    {"sections", sections}};
  return all.dump(2) + "\n";
}

int inspect(const std::string& path, bool as_json) {
  const auto model = Model::open(path);
  if (!model) return fail("pocketrec", model.error());
  print(as_json ? describe_json(**model) : terminal_text(describe(**model), "\n"));
  return kExitGood;
}

}  // namespace pocketrec
