#include <string>

#include "domain/utf8.h"
#include "wire/json_fields.h"
#include "wire/messages.h"

namespace pocketrec {
namespace {

using nlohmann::json;

/// What PutItems and PutUsers differ in.
struct RecordForm {
  const char* list;
  const char* id;
  std::size_t properties_length;
};

/// The properties as the text of an object: sent as a text that holds JSON, or, tolerated, as an object.
std::string read_properties(JsonFields& fields, std::size_t most) {
  const json* member = fields.find("properties");
  if (member == nullptr) return "{}";
  std::string text = member->is_string() ? member->get<std::string>() : member->dump();
  if (const std::size_t length = count_characters(text); length < 1 || length > most) {
    fields.refuse("properties", "1 to " + std::to_string(most) + " characters", std::to_string(length));
    return {};
  }
  const auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) {
    fields.refuse(Error{ErrorCode::invalid_input, "Error parsing properties json"});
    return {};
  }
  return parsed->dump();
}

Result<PutRecordsRequest> decode(std::string_view text, const RecordForm& form) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  PutRecordsRequest request;
  request.dataset_arn = fields.required_text("datasetArn", limits::kIdLength);
  const json* records = fields.array(form.list, limits::kRecords);
  if (!fields.error() && (records == nullptr || records->empty())) {
    fields.refuse(form.list, "1 to " + std::to_string(limits::kRecords) + " records", "none");
  }
  if (fields.error()) return *fields.error();
  for (std::size_t i = 0; i < records->size(); ++i) {
    JsonFields record((*records)[i], std::string(form.list) + "[" + std::to_string(i) + "]");
    PutRecord put;
    put.id = record.required_text(form.id, limits::kIdLength);
    put.properties = read_properties(record, form.properties_length);
    if (record.error()) return *record.error();
    request.records.push_back(std::move(put));
  }
  return request;
}

}  // namespace

Result<PutRecordsRequest> decode_put_items(std::string_view text) {
  return decode(text, {"items", "itemId", limits::kItemPropertiesLength});
}

Result<PutRecordsRequest> decode_put_users(std::string_view text) {
  return decode(text, {"users", "userId", limits::kUserPropertiesLength});
}

}  // namespace pocketrec
