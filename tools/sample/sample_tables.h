#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "convert/csv_writer.h"
#include "datasets/schema.h"
#include "sample/sample_catalogue.h"
#include "sample/sample_household.h"
#include "sample/sample_viewing.h"

namespace pocketrec {

/// External ids: a letter and a number from 1 on, with leading zeros to the same length: "u0001", "t0001", "h0001".
class SampleNames {
 public:
  /// users, items: how many there are.
  SampleNames(std::uint64_t users, std::uint64_t items);

  /// number: from 0 on.
  std::string user(std::uint64_t number) const { return name('u', number, user_digits_); }
  std::string item(std::uint64_t number) const { return name('t', number, item_digits_); }
  std::string household(std::uint64_t number) const { return name('h', number, user_digits_); }

 private:
  static std::string name(char kind, std::uint64_t number, std::size_t digits);

  std::size_t user_digits_;
  std::size_t item_digits_;
};

/// ITEM_ID, TITLE, GENRES, YEAR, MATURITY, DURATION, LANGUAGE, AVAILABLE_FROM, AVAILABLE_UNTIL, DESCRIPTION,
/// CREATION_TIMESTAMP. DURATION is in minutes; the types also suit a VIDEO_ON_DEMAND domain.
Schema sample_item_schema();
/// USER_ID, HOUSEHOLD, AGE_GROUP, SUBSCRIPTION, COUNTRY, LANGUAGE. HOUSEHOLD has too many values for a category.
Schema sample_user_schema();
/// USER_ID, ITEM_ID, EVENT_TYPE, EVENT_VALUE, DEVICE, DAYPART, TIMESTAMP.
Schema sample_interaction_schema();

/// Writes the row of one item. seed: the sample's, for the description.
void write_sample_item(const SampleCatalogue& catalogue, std::uint32_t item, const SampleNames& names,
                       std::uint64_t seed, CsvWriter& table);

/// Writes a row for each of a household's viewers, whose numbers start at first_user.
void write_sample_users(const SampleHousehold& household, std::uint64_t number, std::uint32_t first_user,
                        const SampleNames& names, CsvWriter& table);

/// Writes the row of one event of the household whose viewers' numbers start at first_user.
void write_sample_event(const SampleEvent& event, std::uint32_t first_user, const SampleNames& names, CsvWriter& table);

/// filters.json: named filters that fit these tables (contract/filters.md).
std::string_view sample_filters_json();

}  // namespace pocketrec
