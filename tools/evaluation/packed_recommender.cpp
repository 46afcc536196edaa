#include "evaluation/packed_recommender.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/list_request.h"
#include "ranking/select_top_k.h"

namespace pocketrec {

UserState state_of(const NamedEvents& events, const TestUser& user, const Catalog& catalog) {
  UserState state;
  for (const std::uint32_t row : user.history) {
    const auto item = catalog.find(events.item_ids[events.columns.item[row]]);
    if (!item) continue;
    std::optional<double> value;
    if (!events.value.empty() && !std::isnan(events.value[row])) value = static_cast<double>(events.value[row]);
    state.events.push_back({*item, events.event_types[events.event_type[row]],
                            Timestamp{std::chrono::seconds{events.columns.time[row]}}, value});
  }
  return state;
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
  return [=, hides_history = split.hides_history](const TestUser& user) -> Result<std::vector<ItemIndex>> {
    const Catalog& catalog = snapshot->catalog();
    auto state = std::make_shared<UserState>(state_of(events, user, catalog));
    const auto request = ListRequest::open(*snapshot, recommender, state);
    if (!request) return request.error();
    ItemMask candidates = allowed;
    if (hides_history) {
      for (const UserEvent& event : state->events) candidates.erase(event.item);
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
