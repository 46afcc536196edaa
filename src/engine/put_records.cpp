#include <string>
#include <utility>

#include "datasets/schema.h"
#include "engine/engine.h"
#include "engine/record_cells.h"
#include "resources/arn.h"

namespace pocketrec {
namespace {

/// The dataset that an ARN names must be there, and be of the call's type (contract/events-api.md §3).
Result<void> check_dataset(const std::string& arn, DatasetType expected, const RecordTable& table) {
  const auto name = resource_name(arn);
  if (!name) return name.error();
  const auto type = find_dataset_type(*name);
  if (!type) {
    return Error{ErrorCode::resource_not_found, "datasetArn: there is no dataset '" + *name +
                                                    "'; expected a name that "
                                                    "ends in /" +
                                                    std::string(dataset_type_name(expected))};
  }
  if (*type != expected) {
    return Error{ErrorCode::invalid_input, "datasetArn: expected the dataset " +
                                               std::string(dataset_type_name(expected)) + ", got " +
                                               std::string(dataset_type_name(*type))};
  }
  if (table.columns().empty()) {
    return Error{ErrorCode::resource_not_found,
                 "datasetArn: the model was made without a dataset " + std::string(dataset_type_name(expected))};
  }
  return {};
}

Error at(const std::string& list, std::size_t index, const Error& error) {
  return {error.code, list + "[" + std::to_string(index) + "].properties: " + error.message};
}

std::vector<StoredRecord> stored(const PutRecordsRequest& request) {
  std::vector<StoredRecord> records;
  for (const PutRecord& record : request.records) records.push_back({record.id, record.properties});
  return records;
}

}  // namespace

Result<void> Engine::put_items(const PutRecordsRequest& request) {
  if (records_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so no items are recorded"};
  const RecordTable& table = model_->items();
  if (auto ok = check_dataset(request.dataset_arn, DatasetType::items, table); !ok) return ok;
  std::vector<PutItem> items;
  for (std::size_t i = 0; i < request.records.size(); ++i) {
    auto cells = record_cells(request.records[i].properties, table.columns());
    if (!cells) return at("items", i, cells.error());
    items.push_back({request.records[i].id, *std::move(cells)});
  }
  const std::lock_guard lock(put_order_);
  if (auto ok = records_->put(RecordKind::item, stored(request)); !ok) return ok;
  put_items_.put(std::move(items));
  return {};
}

Result<void> Engine::put_users(const PutRecordsRequest& request) {
  if (records_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so no users are recorded"};
  const RecordTable& table = model_->users();
  if (auto ok = check_dataset(request.dataset_arn, DatasetType::users, table); !ok) return ok;
  for (std::size_t i = 0; i < request.records.size(); ++i) {
    const auto cells = record_cells(request.records[i].properties, table.columns());
    if (!cells) return at("users", i, cells.error());
  }
  const auto put = records_->put(RecordKind::user, stored(request));
  for (const PutRecord& record : request.records) users_.forget(record.id);
  return put;
}

}  // namespace pocketrec
