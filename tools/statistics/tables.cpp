#include "statistics/tables.h"

#include "dataset/hash64.h"
#include "evaluation/split.h"

namespace pocketrec {

UserGroup user_group(std::string_view user_id) {
  const unsigned group = holdout_group(user_id);
  return group == 0 ? UserGroup::test : group == 1 ? UserGroup::validation : UserGroup::others;
}

std::int64_t row_hash(std::int64_t key, std::string_view entries) {
  return static_cast<std::int64_t>(hash64(entries) ^ mix64(static_cast<std::uint64_t>(key)));
}

std::vector<std::uint32_t> rows_of_group(const TrainingData& data, UserGroup group) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < data.user.size(); ++row) {
    if (user_group(data.users.ids[data.user[row]]) == group) rows.push_back(row);
  }
  return rows;
}

std::vector<CountedSetting> counted_settings(const ModelSettings& settings) {
  std::vector<CountedSetting> counted;
  for (const char* name : {"events", "user_exponent", "time_scales"}) {
    counted.push_back({name, setting_text(settings, name)});
  }
  return counted;
}

std::int64_t flags_of(const Field& field) {
  return (field.nullable ? 1 : 0) | (field.categorical ? 2 : 0) | (field.textual ? 4 : 0) | (field.item_name ? 8 : 0);
}

void set_flags(std::int64_t flags, Field& field) {
  field.nullable = (flags & 1) != 0;
  field.categorical = (flags & 2) != 0;
  field.textual = (flags & 4) != 0;
  field.item_name = (flags & 8) != 0;
}

}  // namespace pocketrec
