#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/schema.h"
#include "recipes/settings.h"
#include "recipes/training_data.h"
#include "training/counted_sums.h"

namespace pocketrec {

/// The file of statistics: a SQLite database of the tables below. Names are stored as blobs.
///   header      version, fingerprint_of() the data, rules_text() of rules if there are any, and the settings that the
///               sums depend on
///   filter, event_type, field, record, cell   as in TrainingData; records and fields by dataset
///   event       TrainingData's columns, in its order
///   context, context_value, event_context   its context columns, their values, and the codes that are not 0
///   sum         every row of sums, by sum_key(), as RowEncoder writes it, with its row_hash()
inline constexpr char kTables[] = R"(
CREATE TABLE header(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE filter(name, expression);
CREATE TABLE event_type(number INTEGER PRIMARY KEY, name);
CREATE TABLE field(dataset INTEGER, number INTEGER, name, type INTEGER, flags INTEGER, PRIMARY KEY(dataset, number))
  WITHOUT ROWID;
CREATE TABLE record(dataset INTEGER, number INTEGER, id, PRIMARY KEY(dataset, number)) WITHOUT ROWID;
CREATE TABLE cell(dataset INTEGER, field INTEGER, record INTEGER, value, PRIMARY KEY(dataset, field, record))
  WITHOUT ROWID;
CREATE TABLE event(number INTEGER PRIMARY KEY, user INTEGER, item INTEGER, type INTEGER, time INTEGER, value REAL);
CREATE TABLE context(number INTEGER PRIMARY KEY, name);
CREATE TABLE context_value(context INTEGER, number INTEGER, name, PRIMARY KEY(context, number)) WITHOUT ROWID;
CREATE TABLE event_context(context INTEGER, event INTEGER, code INTEGER, PRIMARY KEY(context, event)) WITHOUT ROWID;
CREATE TABLE sum(key INTEGER PRIMARY KEY, entries, hash INTEGER);
)";

inline constexpr std::int64_t kStatisticsVersion = 1;

/// Users whose sums are kept apart, so that models of the training part of a split come from sums too: those whom
/// hold_out_users() always trains on, its validation users, and its test users.
enum class UserGroup { others, validation, test };
inline constexpr UserGroup kUserGroups[] = {UserGroup::others, UserGroup::validation, UserGroup::test};

/// Group of a user by the id.
UserGroup user_group(std::string_view user_id);

/// Key of a row of sums.
constexpr std::int64_t sum_key(SumKind kind, UserGroup group, std::uint32_t row) {
  return (static_cast<std::int64_t>(kind) * 4 + static_cast<std::int64_t>(group)) << 32 | row;
}

/// What tells a damaged row from a good one.
std::int64_t row_hash(std::int64_t key, std::string_view entries);

/// Rows of a group's events, ascending.
std::vector<std::uint32_t> rows_of_group(const TrainingData& data, UserGroup group);

/// A setting that sums depend on, for set().
struct CountedSetting {
  std::string_view name;
  std::string value;
};
std::vector<CountedSetting> counted_settings(const ModelSettings& settings);

/// Properties of a field as bits, and back.
std::int64_t flags_of(const Field& field);
void set_flags(std::int64_t flags, Field& field);

}  // namespace pocketrec
