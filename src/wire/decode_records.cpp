#include <string>

#include "wire/json_fields.h"
#include "wire/messages.h"
#include "wire/properties.h"

namespace pocketrec {
namespace {

using nlohmann::json;

/// What PutItems and PutUsers differ in.
struct RecordForm {
  const char* list;
  const char* id;
  std::size_t properties_length;
};

Result<PutRecordsRequest> decode(std::string_view text, const RecordForm& form, std::size_t most) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  PutRecordsRequest request;
  request.dataset_arn = fields.required_text("datasetArn", limits::kIdLength);
  const json* records = fields.array(form.list, most);
  if (!fields.error() && (records == nullptr || records->empty())) {
    fields.refuse(form.list, "1 to " + std::to_string(most) + " records", "none");
  }
  if (fields.error()) return *fields.error();
  for (std::size_t i = 0; i < records->size(); ++i) {
    JsonFields record((*records)[i], std::string(form.list) + "[" + std::to_string(i) + "]");
    PutRecord put;
    put.id = record.required_text(form.id, limits::kIdLength);
    put.properties = read_properties_member(record, form.properties_length).value_or(json::object()).dump();
    if (record.error()) return *record.error();
    request.records.push_back(std::move(put));
  }
  return request;
}

}  // namespace

Result<PutRecordsRequest> decode_put_items(std::string_view text, const limits::CallLimits& limits) {
  return decode(text, {"items", "itemId", limits::kItemPropertiesLength}, limits.records);
}

Result<PutRecordsRequest> decode_put_users(std::string_view text, const limits::CallLimits& limits) {
  return decode(text, {"users", "userId", limits::kUserPropertiesLength}, limits.records);
}

}  // namespace pocketrec
