#include <algorithm>
#include <nlohmann/json.hpp>

#include "dataset/check.h"

namespace pocketrec {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const ColumnStatistics& column) {
  ordered_json object;
  object["name"] = column.field().name;
  object["type"] = field_type_name(column.field().type);
  object["nullable"] = column.field().nullable;
  object["categorical"] = column.field().categorical;
  object["textual"] = column.field().textual;
  object["filled"] = column.filled();
  object["completeness"] = column.completeness();
  object["distinct"] = std::min(column.distinct(), ColumnStatistics::kMaxDistinct);
  object["distinctIsExact"] = column.distinct_is_exact();
  return object;
}

ordered_json json_of(const CheckedFile& file) {
  ordered_json object;
  object["name"] = file.name;
  object["datasetType"] = dataset_type_name(file.type);
  object["schema"] = file.schema_name.empty() ? ordered_json(nullptr) : ordered_json(file.schema_name);
  object["rows"] = file.rows;
  object["columns"] = ordered_json::array();
  for (const ColumnStatistics& column : file.columns) object["columns"].push_back(json_of(column));
  return object;
}

ordered_json json_of(const std::optional<InteractionStatistics>& statistics, const char* items) {
  if (!statistics) return nullptr;
  const auto optional = [](const auto& value) { return value ? ordered_json(*value) : ordered_json(nullptr); };
  const auto per_user = statistics->per_user();
  ordered_json object;
  object["rows"] = statistics->rows();
  object["users"] = statistics->users();
  object[items] = statistics->items();
  object["density"] = statistics->density();
  object["perUser"] = {{"min", per_user.min}, {"median", per_user.median}, {"max", per_user.max}};
  object["usersWithTwo"] = per_user.with_two;
  object["firstTimestamp"] = optional(statistics->first_timestamp());
  object["lastTimestamp"] = optional(statistics->last_timestamp());
  object["eventTypes"] = ordered_json::object();
  for (const auto& [name, count] : statistics->event_types()) object["eventTypes"][name] = count;
  object["otherEventTypes"] = statistics->other_event_types();
  return object;
}

ordered_json json_of(const ProblemGroup& group) {
  std::string kind(problem_name(group.kind));
  std::ranges::replace(kind, ' ', '_');
  ordered_json object;
  object["kind"] = kind;
  object["severity"] = severity_name(severity_of(group.kind));
  object["file"] = group.file;
  object["column"] = group.column.empty() ? ordered_json(nullptr) : ordered_json(group.column);
  object["count"] = group.count;
  object["countIsExact"] = group.count_is_exact;
  object["first"] = ordered_json::array();
  for (const Problem& problem : group.first) {
    ordered_json place;
    place["line"] = problem.line == 0 ? ordered_json(nullptr) : ordered_json(problem.line);
    place["message"] = to_text_without_place(problem);
    place["value"] = problem.value;
    place["expected"] = problem.expected;
    object["first"].push_back(std::move(place));
  }
  return object;
}

}  // namespace

std::string to_json(const CheckReport& report) {
  ordered_json object;
  object["dataSet"] = report.root.string();
  object["verdict"] = report.has_errors() ? "errors" : "ok";
  object["errors"] = report.count(Severity::error);
  object["warnings"] = report.count(Severity::warning);
  object["notes"] = report.count(Severity::note);
  object["files"] = ordered_json::array();
  for (const CheckedFile& file : report.files) object["files"].push_back(json_of(file));
  object["interactions"] = json_of(report.interactions, "items");
  object["actionInteractions"] = json_of(report.action_interactions, "actions");
  object["filters"] = report.filters;
  object["rules"] = report.list_rules;
  object["problems"] = ordered_json::array();
  for (const ProblemGroup& group : report.problems) object["problems"].push_back(json_of(group));
  return object.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace pocketrec
