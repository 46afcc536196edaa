#include "sample/sample.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "convert/new_dataset_folder.h"
#include "sample/sample_household.h"
#include "sample/sample_tables.h"
#include "sample/sample_viewing.h"

namespace pocketrec {

namespace {

Result<void> check_range(std::string_view what, std::uint32_t value, std::uint32_t low, std::uint32_t high) {
  if (value >= low && value <= high) return {};
  return Error{ErrorCode::invalid_input, "sample: expected " + std::string(what) + " from " + std::to_string(low) +
                                             " to " + std::to_string(high) + ", got " + std::to_string(value)};
}

Result<void> check_options(const SampleOptions& options) {
  if (auto ok = check_range("users", options.users, 1, 10'000'000); !ok) return ok.error();
  if (auto ok = check_range("items", options.items, 50, 1'000'000); !ok) return ok.error();
  return check_range("days", options.days, 30, 3'650);
}

Result<void> write_items(const SampleCatalogue& catalogue, const SampleNames& names, std::uint64_t seed,
                         NewDatasetFolder& folder, SampleSummary& summary) {
  auto table = folder.create_table(sample_item_schema());
  if (!table) return table.error();
  for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) write_sample_item(catalogue, i, names, seed, *table);
  summary.items = table->rows();
  return table->close();
}

Result<void> write_people(const SampleCatalogue& catalogue, const SampleNames& names, const SampleOptions& options,
                          NewDatasetFolder& folder, SampleSummary& summary) {
  auto users = folder.create_table(sample_user_schema());
  if (!users) return users.error();
  auto interactions = folder.create_table(sample_interaction_schema());
  if (!interactions) return interactions.error();
  const HouseholdMaker maker(catalogue, options.seed);
  SampleViewing viewing(catalogue, options.seed);
  for (std::uint32_t first_user = 0; first_user < options.users;) {
    const std::uint64_t number = summary.households++;
    const SampleHousehold household = maker.make(number, options.users - first_user);
    write_sample_users(household, number, first_user, names, *users);
    for (const SampleEvent& event : viewing.watch(household, number)) {
      write_sample_event(event, first_user, names, *interactions);
    }
    first_user += static_cast<std::uint32_t>(household.viewers.size());
  }
  summary.users = users->rows();
  summary.interactions = interactions->rows();
  if (auto ok = users->close(); !ok) return ok.error();
  return interactions->close();
}

}  // namespace

Result<SampleSummary> write_sample(const std::filesystem::path& target, const SampleOptions& options) {
  if (auto ok = check_options(options); !ok) return ok.error();
  auto folder = NewDatasetFolder::begin(target);
  if (!folder) return folder.error();
  const SampleCatalogue catalogue = make_sample_catalogue(options);
  const SampleNames names(options.users, options.items);
  SampleSummary summary;
  if (auto ok = write_items(catalogue, names, options.seed, *folder, summary); !ok) return ok.error();
  if (auto ok = write_people(catalogue, names, options, *folder, summary); !ok) return ok.error();
  if (auto ok = folder->write_file("filters.json", sample_filters_json()); !ok) return ok.error();
  if (auto ok = folder->publish(); !ok) return ok.error();
  return summary;
}

}  // namespace pocketrec
