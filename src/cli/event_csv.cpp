#include "cli/event_csv.h"

#include <chrono>
#include <cmath>
#include <limits>

#include "datasets/csv_cell.h"
#include "datasets/properties.h"
#include "datasets/reserved_fields.h"
#include "domain/number_text.h"
#include "domain/utf8.h"

namespace pocketrec {
namespace {

constexpr std::size_t kCellLength = 1000;  // characters; contract/datasets-and-schemas.md §5

bool fits_line(std::string_view id) {
  return !id.empty() && id.find_first_of(std::string_view("\n\r\0", 3)) == id.npos;
}

/// The first items of a list joined with '|' that a cell can hold.
std::string_view cut_list(std::string_view list) {
  while (count_characters(list) > kCellLength) {
    const std::size_t end = list.rfind('|');
    if (end == list.npos) return {};
    list = list.substr(0, end);
  }
  return list;
}

std::string value_text(std::optional<double> value) {
  if (!value || std::fabs(*value) > std::numeric_limits<float>::max()) return {};
  return number_text(*value);
}

/// A text as a cell: empty where no cell may have it.
std::string_view cell_text(std::string_view text) {
  return text.find('\0') != text.npos || count_characters(text) > kCellLength ? std::string_view() : text;
}

}  // namespace

Result<EventCsv> EventCsv::create(const std::vector<std::string>& properties) {
  EventCsv csv;
  csv.schema_ = default_schema(DatasetType::interactions, {"EVENT_TYPE", "EVENT_VALUE", "IMPRESSION",
                                                           "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE"});
  csv.first_property_ = csv.schema_.fields.size();
  for (const std::string& name : properties) {
    Field field;
    field.name = name;
    field.nullable = true;
    field.categorical = true;
    csv.schema_.fields.push_back(std::move(field));
  }
  if (auto ok = check_schema(csv.schema_); !ok) return Error{ok.error().code, "--property: " + ok.error().message};
  return csv;
}

std::string EventCsv::header() const {
  std::string line;
  for (const Field& field : schema_.fields) line += (line.empty() ? "" : ",") + field.name;
  return line + "\n";
}

std::optional<std::string> EventCsv::row(const Interaction& event) const {
  if (!fits_line(event.user_id) || !fits_line(event.item_id) || !fits_line(event.event_type)) return std::nullopt;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(event.sent_at).time_since_epoch().count();
  std::vector<std::pair<std::string, std::string>> properties;
  if (first_property_ < schema_.fields.size()) properties = read_properties(event.properties);
  std::string line;
  for (std::size_t i = 0; i < schema_.fields.size(); ++i) {
    const std::string& name = schema_.fields[i].name;
    if (i > 0) line += ',';
    if (i >= first_property_) {
      for (const auto& [key, value] : properties) {
        if (!same_field_name(key, name)) continue;
        append_csv_cell(line, cell_text(value));
        break;
      }
    } else if (name == "USER_ID") {
      append_csv_cell(line, event.user_id);
    } else if (name == "ITEM_ID") {
      append_csv_cell(line, event.item_id);
    } else if (name == "TIMESTAMP") {
      line += std::to_string(seconds);
    } else if (name == "EVENT_TYPE") {
      append_csv_cell(line, event.event_type);
    } else if (name == "EVENT_VALUE") {
      line += value_text(event.event_value);
    } else if (name == "IMPRESSION") {
      append_csv_cell(line, cell_text(cut_list(event.impression)));
    } else if (name == "RECOMMENDATION_ID") {
      append_csv_cell(line, cell_text(event.recommendation_id));
    } else {
      append_csv_cell(line, cell_text(event.attribution_source));
    }
  }
  return line + "\n";
}

void SessionOwners::add(const JoinedSession& joined) {
  const auto [place, is_new] = owners_.try_emplace(joined.session_id, joined.user_id);
  if (!is_new) place->second.clear();
}

const std::string& SessionOwners::owner(const Interaction& event) const {
  if (!event.user_id.empty()) return event.user_id;
  const auto found = owners_.find(event.session_id);
  return found == owners_.end() || found->second.empty() ? event.session_id : found->second;
}

}  // namespace pocketrec
