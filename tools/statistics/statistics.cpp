#include "statistics/statistics.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "statistics/merge_data.h"

namespace pocketrec {

Result<std::unique_ptr<Statistics>> Statistics::open(std::span<const std::filesystem::path> paths, TrainingData& data,
                                                     ModelSettings& settings) {
  assert(!paths.empty());
  std::unique_ptr<Statistics> statistics(new Statistics());
  std::vector<DataPart> parts;
  for (const std::filesystem::path& path : paths) {
    auto part = PartFile::open(path);
    if (!part) return part.error();
    auto part_data = (*part)->read_data();
    if (!part_data) return part_data.error();
    parts.push_back({path.string(), *std::move(part_data)});
    statistics->parts_.push_back(*std::move(part));
  }
  const PartFile& first = *statistics->parts_.front();
  for (const auto& part : statistics->parts_) {
    for (std::size_t i = 0; i < first.settings().size(); ++i) {
      const CountedSetting& expected = first.settings()[i];
      const CountedSetting& got = part->settings()[i];
      if (expected.value == got.value) continue;
      return Error{ErrorCode::invalid_input, first.path() + " and " + part->path() + ": expected the same " +
                                                 std::string(got.name) + ", got " + expected.value + " and " +
                                                 got.value};
    }
  }
  statistics->settings_ = first.settings();
  for (const CountedSetting& setting : statistics->settings_) {
    if (auto ok = set(settings, std::string(setting.name) + "=" + setting.value); !ok) return ok.error();
  }

  std::vector<std::vector<std::uint32_t>> item_of;
  auto merged = merge_data(std::move(parts), item_of);
  if (!merged) return merged.error();
  data = *std::move(merged);
  for (std::size_t i = 0; i < item_of.size(); ++i) {
    statistics->parts_[i]->renumber(std::move(item_of[i]), static_cast<std::uint32_t>(data.items.ids.size()));
  }
  std::vector<const CountedSums*> groups;
  for (const UserGroup group : kUserGroups) {
    for (const auto& part : statistics->parts_) groups.push_back(&part->sums(group));
    statistics->sums_.push_back(std::make_unique<AddedSums>(groups));
  }
  return statistics;
}

const CountedSums* Statistics::sums_of(const TrainingData& data, std::span<const std::uint32_t> rows) const {
  std::vector<std::uint32_t> expected;
  for (std::size_t groups = 0; groups < sums_.size(); ++groups) {
    const std::vector<std::uint32_t> more = rows_of_group(data, kUserGroups[groups]);
    expected.insert(expected.end(), more.begin(), more.end());
    std::sort(expected.begin(), expected.end());
    if (std::equal(expected.begin(), expected.end(), rows.begin(), rows.end())) return sums_[groups].get();
  }
  return nullptr;
}

Result<void> Statistics::check_settings(const ModelSettings& settings) const {
  for (const CountedSetting& setting : settings_) {
    const std::string now = setting_text(settings, setting.name);
    if (now == setting.value) continue;
    return Error{ErrorCode::invalid_input, "setting " + std::string(setting.name) + ": expected " + setting.value +
                                               ", with which " + parts_.front()->path() + " was counted, got " + now};
  }
  return {};
}

Result<void> Statistics::status() const {
  for (const auto& part : parts_) {
    if (auto ok = part->status(); !ok) return ok;
  }
  return {};
}

}  // namespace pocketrec
