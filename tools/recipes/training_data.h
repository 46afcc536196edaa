#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "api/list_rules.h"
#include "dataset/interaction_table.h"
#include "datasets/named_filter.h"
#include "datasets/schema.h"
#include "evaluation/split.h"
#include "evaluation/split_files.h"
#include "packing/model_contents.h"
#include "result/result.h"

namespace pocketrec {

/// What a model is made from, in memory: the vocabulary (items and users with their metadata), and the events as
/// parallel columns: from a folder in the order of users and time, from a published split in that of its files.
struct TrainingData {
  RecordContents items;  ///< all of items.csv and of the interactions
  RecordContents users;  ///< all of users.csv and of the interactions
  std::vector<std::string> event_types;
  std::vector<Field> interaction_fields;
  std::vector<NamedFilter> filters;
  std::vector<NamedRules> list_rules;
  std::string fingerprint;  ///< fingerprint_of() all else, in hexadecimal

  std::vector<std::uint32_t> user;          ///< row of users
  std::vector<ItemIndex> item;              ///< row of items
  std::vector<std::uint32_t> event_type;    ///< position in event_types
  std::vector<std::int64_t> time;           ///< epoch seconds
  std::vector<float> value;                 ///< NaN is none
  std::vector<InteractionColumn> contexts;  ///< categorical columns of the interactions, by row

  /// Views of this object: they live no longer than it does.
  EventColumns events() const& { return {user, item, time, users.ids, items.ids.size()}; }
  EventColumns events() const&& = delete;
};

/// The given rows by user and time; events of the same time keep their order of rows.
std::vector<std::uint32_t> rows_by_user(const TrainingData& data, std::span<const std::uint32_t> rows);

/// Puts the events in the order of users and time; those of a user with the same time keep theirs.
void sort_events(TrainingData& data);

/// Reads a data set's folder. Errors: those of open_dataset, read_interactions and read_records.
Result<TrainingData> load_training_data(const std::filesystem::path& folder);

/// The training and validation events of a published split; ids are the numbers of its files as text.
TrainingData training_data_of(const GivenSplit& split);

}  // namespace pocketrec
