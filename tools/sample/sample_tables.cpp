#include "sample/sample_tables.h"

#include <algorithm>

#include "sample/sample_text.h"

namespace pocketrec {

namespace {

constexpr std::size_t kFewestDigits = 4;

Field required(std::string_view name, FieldType type, bool categorical = false) {
  return {.name = std::string(name), .type = type, .categorical = categorical};
}

Field category(std::string_view name) {
  return required(name, FieldType::string, true);
}

Field optional(Field field) {
  field.nullable = true;
  return field;
}

std::string genres_of(const SampleItem& item) {
  std::string text;
  for (std::uint8_t i = 0; i < item.genre_count; ++i) {
    if (i > 0) text += '|';
    text += sample_genres()[item.genres[i]].name;
  }
  return text;
}

}  // namespace

SampleNames::SampleNames(std::uint64_t users, std::uint64_t items)
    : user_digits_(std::max(std::to_string(users).size(), kFewestDigits)),
      item_digits_(std::max(std::to_string(items).size(), kFewestDigits)) {}

std::string SampleNames::name(char kind, std::uint64_t number, std::size_t digits) {
  const std::string decimal = std::to_string(number + 1);
  std::string text(1, kind);
  text.append(digits - std::min(digits, decimal.size()), '0');
  return text + decimal;
}

Schema sample_item_schema() {
  Field description = required("DESCRIPTION", FieldType::string);
  description.textual = true;
  return {DatasetType::items,
          {required("ITEM_ID", FieldType::string), required("TITLE", FieldType::string), category("GENRES"),
           required("YEAR", FieldType::integer32), category("MATURITY"), required("DURATION", FieldType::float32),
           category("LANGUAGE"), required("AVAILABLE_FROM", FieldType::integer64),
           optional(required("AVAILABLE_UNTIL", FieldType::integer64)), optional(std::move(description)),
           required("CREATION_TIMESTAMP", FieldType::integer64)}};
}

Schema sample_user_schema() {
  return {DatasetType::users,
          {required("USER_ID", FieldType::string), required("HOUSEHOLD", FieldType::string), category("AGE_GROUP"),
           category("SUBSCRIPTION"), category("COUNTRY"), category("LANGUAGE")}};
}

Schema sample_interaction_schema() {
  return {DatasetType::interactions,
          {required("USER_ID", FieldType::string), required("ITEM_ID", FieldType::string),
           required("EVENT_TYPE", FieldType::string), optional(required("EVENT_VALUE", FieldType::float32)),
           optional(category("DEVICE")), category("DAYPART"), required("TIMESTAMP", FieldType::integer64)}};
}

void write_sample_item(const SampleCatalogue& catalogue, std::uint32_t item, const SampleNames& names,
                       std::uint64_t seed, CsvWriter& table) {
  const SampleItem& row = catalogue.items[item];
  SampleRandom random(seed, SampleRandom::Purpose::description, item);
  table.text(names.item(item));
  table.text(row.title);
  table.text(genres_of(row));
  table.number(row.year);
  table.text(kMaturityLabels[row.maturity]);
  table.number(row.minutes);
  table.text(kSampleLanguages[row.language]);
  table.number(row.available_from);
  if (row.available_until != 0) {
    table.number(row.available_until);
  } else {
    table.null();
  }
  const SampleGenre& genre = sample_genres()[row.genres[0]];
  table.text(sample_description(genre, row.series, catalogue.circles[row.circle].motif, random));
  table.number(row.created);
  table.end_row();
}

void write_sample_users(const SampleHousehold& household, std::uint64_t number, std::uint32_t first_user,
                        const SampleNames& names, CsvWriter& table) {
  for (std::uint32_t i = 0; i < household.viewers.size(); ++i) {
    const SampleViewer& viewer = household.viewers[i];
    table.text(names.user(first_user + i));
    table.text(names.household(number));
    table.text(age_group_name(viewer.age));
    table.text(household.subscription);
    table.text(household.country);
    table.text(kSampleLanguages[viewer.language]);
    table.end_row();
  }
}

void write_sample_event(const SampleEvent& event, std::uint32_t first_user, const SampleNames& names,
                        CsvWriter& table) {
  table.text(names.user(first_user + event.viewer));
  table.text(names.item(event.item));
  table.text(kSampleEventTypes[static_cast<std::size_t>(event.type)]);
  if (event.type == SampleEventType::watch) {
    const char share[] = {event.percent == 100 ? '1' : '0', '.', static_cast<char>('0' + event.percent / 10 % 10),
                          static_cast<char>('0' + event.percent % 10)};
    table.text({share, sizeof(share)});
  } else {
    table.null();
  }
  table.text(kSampleDevices[static_cast<std::size_t>(event.device)]);
  table.text(daypart_name(daypart_at(event.time)));
  table.number(event.time);
  table.end_row();
}

std::string_view sample_filters_json() {
  return R"json([
  {"name": "family-only",
   "filterExpression": "INCLUDE ItemID WHERE Items.MATURITY IN (\"all\", \"7\")"},
  {"name": "unwatched",
   "filterExpression": "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"Watch\")"},
  {"name": "by-genre",
   "filterExpression": "INCLUDE ItemID WHERE Items.GENRES IN ($GENRE)"},
  {"name": "recent",
   "filterExpression": "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP >= $SINCE"},
  {"name": "available",
   "filterExpression": "EXCLUDE ItemID WHERE Items.AVAILABLE_FROM > $NOW OR Items.AVAILABLE_UNTIL <= $NOW"}
]
)json";
}

}  // namespace pocketrec
