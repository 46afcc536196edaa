#include "recipes/fingerprint.h"

#include <sodium.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "dataset/rules_file.h"

namespace pocketrec {
namespace {

class Fingerprint {
 public:
  Fingerprint() { crypto_generichash_init(&state_, nullptr, 0, kBytes); }

  void add(std::span<const std::byte> bytes) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  }
  template <typename T>
  void add_all(const std::vector<T>& values) {
    add(std::as_bytes(std::span(values)));
  }
  /// The length goes in first, so that no two lists of texts hash alike.
  void add_text(std::string_view text) {
    add_count(text.size());
    add(std::as_bytes(std::span(text)));
  }
  void add_count(std::uint64_t count) { add(std::as_bytes(std::span(&count, 1))); }

  std::string finish() {
    unsigned char hash[kBytes];
    crypto_generichash_final(&state_, hash, kBytes);
    char hex[2 * kBytes + 1];
    sodium_bin2hex(hex, sizeof hex, hash, kBytes);
    return hex;
  }

 private:
  static constexpr std::size_t kBytes = 16;
  crypto_generichash_state state_;
};

void add_field(Fingerprint& fingerprint, const Field& field) {
  fingerprint.add_text(field.name);
  fingerprint.add_text(field_type_name(field.type));
  fingerprint.add_all(std::vector<char>{field.nullable, field.categorical, field.textual, field.item_name});
}

void add_cell(Fingerprint& fingerprint, const FieldValue& cell) {
  fingerprint.add_count(cell.index());
  if (const auto* text = std::get_if<std::string>(&cell)) fingerprint.add_text(*text);
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) fingerprint.add(std::as_bytes(std::span(integer, 1)));
  if (const auto* real = std::get_if<double>(&cell)) fingerprint.add(std::as_bytes(std::span(real, 1)));
  if (const auto* flag = std::get_if<bool>(&cell)) fingerprint.add(std::as_bytes(std::span(flag, 1)));
}

void add_records(Fingerprint& fingerprint, const RecordContents& records) {
  fingerprint.add_count(records.ids.size());
  for (const std::string& id : records.ids) fingerprint.add_text(id);
  fingerprint.add_count(records.columns.size());
  for (const ColumnContents& column : records.columns) {
    add_field(fingerprint, column.field);
    for (const FieldValue& cell : column.cells) add_cell(fingerprint, cell);
  }
}

}  // namespace

std::string fingerprint_of(const TrainingData& data) {
  Fingerprint fingerprint;
  add_records(fingerprint, data.items);
  add_records(fingerprint, data.users);
  fingerprint.add_count(data.event_types.size());
  for (const std::string& type : data.event_types) fingerprint.add_text(type);
  fingerprint.add_count(data.interaction_fields.size());
  for (const Field& field : data.interaction_fields) add_field(fingerprint, field);
  for (const NamedFilter& filter : data.filters) {
    fingerprint.add_text(filter.name);
    fingerprint.add_text(filter.expression);
  }
  if (!data.list_rules.empty()) fingerprint.add_text(rules_text(data.list_rules));
  fingerprint.add_count(data.user.size());
  fingerprint.add_all(data.user);
  fingerprint.add_all(data.item);
  fingerprint.add_all(data.event_type);
  fingerprint.add_all(data.time);
  fingerprint.add_all(data.value);
  for (const InteractionColumn& column : data.contexts) {
    fingerprint.add_text(column.name);
    fingerprint.add_count(column.values.size());
    for (const std::string& value : column.values) fingerprint.add_text(value);
    fingerprint.add_all(column.codes);
  }
  return fingerprint.finish();
}

}  // namespace pocketrec
