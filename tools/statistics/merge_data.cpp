#include "statistics/merge_data.h"

#include <algorithm>
#include <span>
#include <utility>

#include "recipes/fingerprint.h"

namespace pocketrec {
namespace {

Error differ(const DataPart& a, const DataPart& b, const std::string& what) {
  return {ErrorCode::invalid_input, a.name + " and " + b.name + ": expected " + what};
}

/// All names of the parts, ascending, each once; `numbers` gets for each part where its names are among them.
template <typename NamesOf>
std::vector<std::string> merge_names(const std::vector<DataPart>& parts, const NamesOf& names_of,
                                     std::vector<std::vector<std::uint32_t>>& numbers) {
  std::vector<std::string> all;
  for (const DataPart& part : parts) {
    const std::vector<std::string>& names = names_of(part.data);
    all.insert(all.end(), names.begin(), names.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  numbers.clear();
  for (const DataPart& part : parts) {
    numbers.emplace_back();
    for (const std::string& name : names_of(part.data)) {
      numbers.back().push_back(
          static_cast<std::uint32_t>(std::lower_bound(all.begin(), all.end(), name) - all.begin()));
    }
  }
  return all;
}

bool same_fields(const RecordContents& a, const RecordContents& b) {
  return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [](const ColumnContents& one, const ColumnContents& other) { return one.field == other.field; });
}

/// records_of: items or users of a part's data. rows_of: gets where its records are in the result.
template <typename RecordsOf>
Result<RecordContents> merge_records(const std::vector<DataPart>& parts, const RecordsOf& records_of,
                                     std::vector<std::vector<std::uint32_t>>& rows_of) {
  RecordContents merged;
  merged.ids = merge_names(
      parts, [&](const TrainingData& data) -> const auto& { return records_of(data).ids; }, rows_of);
  for (const ColumnContents& column : records_of(parts.front().data).columns) {
    merged.columns.push_back({column.field, std::vector<FieldValue>(merged.ids.size())});
  }
  std::vector<std::size_t> first_part(merged.ids.size(), 0);
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const RecordContents& records = records_of(parts[part].data);
    if (!same_fields(records, records_of(parts.front().data))) {
      return differ(parts.front(), parts[part], "the same columns of items and users");
    }
    for (std::size_t c = 0; c < merged.columns.size(); ++c) {
      for (std::size_t record = 0; record < records.ids.size(); ++record) {
        const std::uint32_t row = rows_of[part][record];
        const FieldValue& cell = records.columns[c].cells[record];
        FieldValue& known = merged.columns[c].cells[row];
        if (std::holds_alternative<std::monostate>(cell) || cell == known) continue;
        if (!std::holds_alternative<std::monostate>(known)) {
          return differ(parts[first_part[row]], parts[part],
                        "the same " + merged.columns[c].field.name + " of '" + merged.ids[row] + "'");
        }
        known = cell;
        first_part[row] = part;
      }
    }
  }
  return merged;
}

/// Events of one user in one part.
struct UserEvents {
  std::uint32_t user;  // of the merged data
  std::size_t part;
  std::size_t begin;
  std::size_t end;
};

std::vector<UserEvents> events_by_user(const std::vector<DataPart>& parts,
                                       const std::vector<std::vector<std::uint32_t>>& user_of) {
  std::vector<UserEvents> all;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    const std::vector<std::uint32_t>& user = parts[part].data.user;
    for (std::size_t begin = 0; begin < user.size();) {
      std::size_t end = begin;
      while (end < user.size() && user[end] == user[begin]) ++end;
      all.push_back({user_of[part][user[begin]], part, begin, end});
      begin = end;
    }
  }
  std::sort(all.begin(), all.end(), [](const UserEvents& a, const UserEvents& b) { return a.user < b.user; });
  return all;
}

}  // namespace

Result<TrainingData> merge_data(std::vector<DataPart> parts, std::vector<std::vector<std::uint32_t>>& item_of) {
  TrainingData merged;
  merged.filters = parts.front().data.filters;
  merged.list_rules = parts.front().data.list_rules;
  merged.interaction_fields = parts.front().data.interaction_fields;
  for (const DataPart& part : parts) {
    if (part.data.interaction_fields != merged.interaction_fields) {
      return differ(parts.front(), part, "the same fields of interactions");
    }
    if (part.data.filters != merged.filters) return differ(parts.front(), part, "the same filters");
    if (part.data.list_rules != merged.list_rules) return differ(parts.front(), part, "the same rules");
  }
  auto items = merge_records(
      parts, [](const TrainingData& data) -> const auto& { return data.items; }, item_of);
  if (!items) return items.error();
  merged.items = *std::move(items);
  std::vector<std::vector<std::uint32_t>> user_of;
  auto users = merge_records(
      parts, [](const TrainingData& data) -> const auto& { return data.users; }, user_of);
  if (!users) return users.error();
  merged.users = *std::move(users);
  std::vector<std::vector<std::uint32_t>> type_of;
  merged.event_types = merge_names(
      parts, [](const TrainingData& data) -> const auto& { return data.event_types; }, type_of);

  // Of all parts the same columns, as they have the same fields.
  std::vector<std::vector<std::vector<std::uint32_t>>> value_of(parts.front().data.contexts.size());
  for (std::size_t c = 0; c < value_of.size(); ++c) {
    merged.contexts.push_back({parts.front().data.contexts[c].name, {}, {}});
    merged.contexts[c].values = merge_names(
        parts, [c](const TrainingData& data) -> const auto& { return data.contexts[c].values; }, value_of[c]);
  }

  const std::vector<UserEvents> events = events_by_user(parts, user_of);
  for (std::size_t i = 0; i < events.size(); ++i) {
    const UserEvents& own = events[i];
    if (i > 0 && own.user == events[i - 1].user) {
      return differ(parts[events[i - 1].part], parts[own.part],
                    "all events of a user in one part, got some of '" + merged.users.ids[own.user] + "' in both");
    }
    const TrainingData& data = parts[own.part].data;
    for (std::size_t row = own.begin; row < own.end; ++row) {
      merged.user.push_back(own.user);
      merged.item.push_back(item_of[own.part][data.item[row]]);
      merged.event_type.push_back(type_of[own.part][data.event_type[row]]);
      merged.time.push_back(data.time[row]);
      merged.value.push_back(data.value[row]);
      for (std::size_t c = 0; c < value_of.size(); ++c) {
        const std::uint32_t code = data.contexts[c].codes[row];
        merged.contexts[c].codes.push_back(code == 0 ? 0 : value_of[c][own.part][code - 1] + 1);
      }
    }
  }
  merged.fingerprint = fingerprint_of(merged);
  return merged;
}

}  // namespace pocketrec
