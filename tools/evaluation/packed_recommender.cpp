#include "evaluation/packed_recommender.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/list_request.h"
#include "ranking/select_top_k.h"

namespace pocketrec {

UserState state_of(const NamedEvents& events, const TestUser& user, const Model& model) {
  const Catalog catalog(model.items());
  UserState state;
  if (user.user < events.columns.user_ids.size()) {
    state.profile = packed_profile(model, events.columns.user_ids[user.user]);
  }
  for (const std::uint32_t row : user.history) {
    const auto item = catalog.find(events.item_ids[events.columns.item[row]]);
    if (!item) continue;
    std::optional<double> value;
    if (!events.value.empty() && !std::isnan(events.value[row])) value = static_cast<double>(events.value[row]);
    state.events.push_back({*item,
                            events.event_types[events.event_type[row]],
                            Timestamp{std::chrono::seconds{events.columns.time[row]}},
                            value,
                            {}});
    for (const NamedContext& column : events.contexts) {
      if (column.codes[row] == 0) continue;
      set_context(model.context_columns(), column.name, column.values[column.codes[row] - 1],
                  state.events.back().context);
    }
  }
  return state;
}

std::map<std::string, std::string> context_of(const NamedEvents& events, const TestUser& user) {
  std::map<std::string, std::string> context;
  if (!user.asked_at) return context;
  for (const NamedContext& column : events.contexts) {
    const std::uint32_t code = column.codes[*user.asked_at];
    if (code != 0) context.emplace(column.name, column.values[code - 1]);
  }
  return context;
}

std::vector<ItemIndex> hidden_items(const NamedEvents& events, const TestUser& user, const Catalog& catalog,
                                    bool hides_history, bool hides_same_context) {
  std::vector<ItemIndex> items;
  if (!hides_history && !(hides_same_context && user.asked_at)) return items;
  for (const std::uint32_t row : user.history) {
    const bool hidden =
        hides_history || std::all_of(events.contexts.begin(), events.contexts.end(), [&](const auto& column) {
          return column.codes[row] == column.codes[*user.asked_at];
        });
    const auto item = catalog.find(events.item_ids[events.columns.item[row]]);
    if (hidden && item) items.push_back(*item);
  }
  return items;
}

Recommend packed_recommender(std::shared_ptr<const Snapshot> snapshot, std::string recommender,
                             const NamedEvents& events, const Split& split) {
  const auto rows = std::make_shared<std::unordered_map<std::string_view, ItemIndex>>();
  for (std::size_t i = 0; i < events.item_ids.size(); ++i) {
    rows->emplace(events.item_ids[i], static_cast<ItemIndex>(i));
  }
  ItemMask allowed(snapshot->catalog().size(), split.candidates.empty());
  for (const ItemIndex item : split.candidates) {
    if (const auto row = snapshot->catalog().find(events.item_ids[item])) allowed.insert(*row);
  }
  return [=, hides_history = split.hides_history,
          hides_same_context = split.hides_same_context](const TestUser& user) -> Result<std::vector<ItemIndex>> {
    const Catalog& catalog = snapshot->catalog();
    auto state = std::make_shared<UserState>(state_of(events, user, snapshot->model()));
    auto request = ListRequest::open(*snapshot, recommender, state);
    if (!request) return request.error();
    request->use_context(context_of(events, user));
    ItemMask candidates = allowed;
    for (const ItemIndex item : hidden_items(events, user, catalog, hides_history, hides_same_context)) {
      candidates.erase(item);
    }
    // Items that only the model has take places in the device's list too, so as many more are asked for.
    const std::size_t extra = catalog.size() > rows->size() ? catalog.size() - rows->size() : 0;
    std::vector<ItemIndex> list;
    for (const ScoredItem& entry : select_top_k(request->score(), candidates, kMetricListLength + extra)) {
      const auto row = rows->find(catalog.id(entry.item));
      if (row != rows->end() && list.size() < kMetricListLength) list.push_back(row->second);
    }
    return list;
  };
}

}  // namespace pocketrec
