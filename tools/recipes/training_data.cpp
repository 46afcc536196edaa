#include "recipes/training_data.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "dataset/dataset_folder.h"
#include "dataset/interaction_table.h"
#include "dataset/record_rows.h"
#include "recipes/fingerprint.h"

namespace pocketrec {
namespace {

/// Where each of `ids` stands among `all`, which ascends and has them.
std::vector<std::uint32_t> rows_of(const std::vector<std::string>& ids, const std::vector<std::string>& all) {
  std::vector<std::uint32_t> rows;
  for (const std::string& id : ids) {
    rows.push_back(static_cast<std::uint32_t>(std::lower_bound(all.begin(), all.end(), id) - all.begin()));
  }
  return rows;
}

/// Adds `ids` to `all`. Both ascend.
void merge_ids(const std::vector<std::string>& ids, std::vector<std::string>& all) {
  std::vector<std::string> merged;
  std::set_union(ids.begin(), ids.end(), all.begin(), all.end(), std::back_inserter(merged));
  all = std::move(merged);
}

/// Metadata of the ids in `all`; null for an id without a record.
std::vector<ColumnContents> align_columns(RecordRows records, const std::vector<std::string>& all) {
  const std::vector<std::string>& ids = records.ids;
  std::vector<ColumnContents> columns;
  for (std::size_t c = 0; c < records.fields.size(); ++c) {
    ColumnContents column{records.fields[c], std::vector<FieldValue>(all.size())};
    std::size_t row = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      while (all[row] != ids[i]) ++row;
      column.cells[row] = std::move(records.columns[c][i]);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

/// Records of a dataset that a folder may lack, joined with the ids that interactions name.
Result<RecordContents> load_records(const DatasetFolder& folder, DatasetType type,
                                    const std::vector<std::string>& interaction_ids,
                                    std::vector<std::uint32_t>& rows_of_ids) {
  RecordContents contents;
  RecordRows records;
  if (folder.file(type) != nullptr) {
    auto read = read_records(folder, type);
    if (!read) return read.error();
    records = *std::move(read);
    contents.ids = records.ids;
  }
  merge_ids(interaction_ids, contents.ids);
  rows_of_ids = rows_of(interaction_ids, contents.ids);
  contents.columns = align_columns(std::move(records), contents.ids);
  return contents;
}

std::vector<std::uint32_t> mapped(const std::vector<std::uint32_t>& codes, const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> result(codes.size());
  std::transform(codes.begin(), codes.end(), result.begin(), [&](std::uint32_t code) { return rows[code]; });
  return result;
}

template <typename T>
void reorder(const std::vector<std::uint32_t>& order, std::vector<T>& column) {
  std::vector<T> result;
  result.reserve(order.size());
  for (const std::uint32_t row : order) result.push_back(column[row]);
  column = std::move(result);
}

}  // namespace

std::vector<std::uint32_t> rows_by_user(const TrainingData& data, std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> order(rows.begin(), rows.end());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(data.user[a], data.time[a]) < std::pair(data.user[b], data.time[b]);
  });
  return order;
}

void sort_events(TrainingData& data) {
  std::vector<std::uint32_t> rows(data.user.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const std::vector<std::uint32_t> order = rows_by_user(data, rows);
  reorder(order, data.user);
  reorder(order, data.item);
  reorder(order, data.event_type);
  reorder(order, data.time);
  reorder(order, data.value);
  for (InteractionColumn& column : data.contexts) reorder(order, column.codes);
}

Result<TrainingData> load_training_data(const std::filesystem::path& path) {
  const auto folder = open_dataset(path);
  if (!folder) return folder.error();
  auto interactions = read_interactions(*folder);
  if (!interactions) return interactions.error();

  TrainingData data;
  std::vector<std::uint32_t> item_rows;
  auto items = load_records(*folder, DatasetType::items, interactions->item_ids, item_rows);
  if (!items) return items.error();
  data.items = *std::move(items);
  std::vector<std::uint32_t> user_rows;
  auto users = load_records(*folder, DatasetType::users, interactions->user_ids, user_rows);
  if (!users) return users.error();
  data.users = *std::move(users);

  data.event_types = std::move(interactions->event_types);
  data.interaction_fields = folder->file(DatasetType::interactions)->schema.fields;
  data.filters = folder->filters;
  data.list_rules = folder->list_rules;
  data.user = mapped(interactions->users, user_rows);
  data.item = mapped(interactions->items, item_rows);
  data.event_type = std::move(interactions->types);
  data.time = std::move(interactions->timestamps);
  data.value = std::move(interactions->event_values);
  data.contexts = std::move(interactions->contexts);
  sort_events(data);
  data.fingerprint = fingerprint_of(data);
  return data;
}

TrainingData training_data_of(const GivenSplit& split) {
  TrainingData data;
  data.items.ids = split.item_ids;
  std::sort(data.items.ids.begin(), data.items.ids.end());
  data.users.ids = split.user_ids;
  std::sort(data.users.ids.begin(), data.users.ids.end());
  const auto item_rows = rows_of(split.item_ids, data.items.ids);
  const auto user_rows = rows_of(split.user_ids, data.users.ids);
  data.user = mapped(split.user, user_rows);
  data.item = mapped(split.item, item_rows);
  data.time = split.time;
  data.event_types = {""};
  data.event_type.assign(data.user.size(), 0);
  data.value.assign(data.user.size(), std::numeric_limits<float>::quiet_NaN());
  data.fingerprint = fingerprint_of(data);
  return data;
}

}  // namespace pocketrec
