#include "recipes/histories.h"

#include <algorithm>

namespace pocketrec {
namespace {

/// The columns of the data that are context columns of the file.
std::vector<const InteractionColumn*> context_columns(const TrainingData& data, const ModelContents& contents) {
  std::vector<const InteractionColumn*> columns;
  for (const ContextColumnContents& packed : contents.context_columns) {
    for (const InteractionColumn& column : data.contexts) {
      if (column.name == packed.name) columns.push_back(&column);
    }
  }
  return columns;
}

/// The newest events of every user, oldest first.
/// columns: those of the data that the file has, in its order.
HistoryContents newest_events(const RecipeInput& input, const std::vector<const InteractionColumn*>& columns) {
  const TrainingData& data = input.data;
  const std::vector<std::uint32_t> order = rows_by_user(data, input.all_rows);
  // Values cost four bytes an event, and only least values of event weights read them.
  const bool with_values = std::any_of(input.settings.events.begin(), input.settings.events.end(),
                                       [](const EventWeight& weight) { return weight.least_value.has_value(); });
  HistoryContents histories;
  histories.offsets = {0};
  histories.contexts.resize(columns.size());
  std::size_t begin = 0;
  for (std::uint32_t user = 0; user < data.users.ids.size(); ++user) {
    std::size_t end = begin;
    while (end < order.size() && data.user[order[end]] == user) ++end;
    for (std::size_t i = end - std::min<std::size_t>(end - begin, input.settings.history); i < end; ++i) {
      histories.items.push_back(data.item[order[i]]);
      histories.event_types.push_back(data.event_type[order[i]]);
      histories.times.push_back(data.time[order[i]]);
      if (with_values) histories.values.push_back(data.value[order[i]]);
      for (std::size_t c = 0; c < columns.size(); ++c) {
        histories.contexts[c].push_back(columns[c]->codes[order[i]]);
      }
    }
    histories.offsets.push_back(static_cast<std::uint32_t>(histories.items.size()));
    begin = end;
  }
  return histories;
}

}  // namespace

void add_users(const RecipeInput& input, ModelContents& contents) {
  if (input.settings.history > 0) {
    contents.users = input.data.users;
    contents.histories = newest_events(input, context_columns(input.data, contents));
  } else if (!input.data.users.columns.empty()) {
    contents.users = input.data.users;
  }
}

}  // namespace pocketrec
