#include "engine/user_states.h"

#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "engine/record_cells.h"
#include "user/visit.h"

namespace pocketrec {
namespace {

constexpr std::size_t kCachedStates = 4096;

std::optional<double> value_of(const Histories& histories, std::size_t event) {
  if (histories.values.empty() || std::isnan(histories.values[event])) return std::nullopt;
  return static_cast<double>(histories.values[event]);
}

ContextValues context_of(const Histories& histories, std::size_t event) {
  ContextValues context;
  for (const IndexArray& column : histories.contexts) context.push_back(column[event]);
  return context;
}

std::vector<std::pair<std::string, FieldValue>> profile_of(std::string_view properties,
                                                           std::span<const Column> columns) {
  std::vector<FieldValue> cells = fitting_cells(properties, columns);
  std::vector<std::pair<std::string, FieldValue>> profile;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (std::holds_alternative<std::monostate>(cells[c])) continue;
    profile.emplace_back(columns[c].field().name, std::move(cells[c]));
  }
  return profile;
}

}  // namespace

UserState build_user_state(const Snapshot& snapshot, std::string_view visitor_id, std::span<const Interaction> recorded,
                           const std::optional<std::string>& properties) {
  UserState state;
  const Model& model = snapshot.model();
  state.profile = properties ? profile_of(*properties, model.users().columns()) : packed_profile(model, visitor_id);
  if (const auto row = model.users().ids().find(visitor_id)) {
    const Histories& histories = model.histories();
    if (!histories.offsets.empty()) {
      for (std::size_t i = histories.offsets[*row]; i < histories.offsets[*row + 1]; ++i) {
        state.events.push_back({histories.items[i], std::string(model.event_types()[histories.event_types[i]]),
                                histories.time(i), value_of(histories, i), context_of(histories, i)});
      }
    }
  }
  fold_events(state, recorded, snapshot.catalog(), model.context_columns());
  return state;
}

KnownUser UserStates::of(std::string_view visitor_id, const Snapshot& snapshot) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    if (snapshot_ != snapshot.id()) {
      by_visitor_.clear();
      entries_.clear();
      snapshot_ = snapshot.id();
    }
    if (const auto found = by_visitor_.find(visitor_id); found != by_visitor_.end()) {
      if (found->second->ends && now > *found->second->ends) {
        remove(found->second);
      } else {
        entries_.splice(entries_.begin(), entries_, found->second);
        return {entries_.front().state, std::nullopt};
      }
    }
    generation = generation_;
  }
  KnownUser user;
  std::vector<Interaction> recorded;
  if (log_ != nullptr) {
    if (auto events = log_->events_of(visitor_id)) {
      recorded = *std::move(events);
    } else {
      user.unread = events.error();
    }
  }
  std::optional<std::string> properties;
  if (records_ != nullptr) {
    if (auto found = records_->find(RecordKind::user, visitor_id)) {
      properties = *std::move(found);
    } else {
      user.unread = found.error();
    }
  }
  const Visit visit = idle_.count() == 0 ? Visit{recorded, std::nullopt} : current_visit(recorded, idle_, now);
  user.state = std::make_shared<const UserState>(build_user_state(snapshot, visitor_id, visit.events, properties));
  if (user.unread) return user;

  const std::lock_guard lock(mutex_);
  if (generation != generation_ || snapshot_ != snapshot.id() || by_visitor_.contains(visitor_id)) return user;
  entries_.push_front({std::string(visitor_id), user.state, visit.ends});
  by_visitor_.emplace(entries_.front().visitor_id, entries_.begin());
  if (entries_.size() > kCachedStates) {
    by_visitor_.erase(entries_.back().visitor_id);
    entries_.pop_back();
  }
  return user;
}

void UserStates::forget(std::string_view visitor_id) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  const auto found = by_visitor_.find(visitor_id);
  if (found == by_visitor_.end()) return;
  remove(found->second);
}

void UserStates::remove(std::list<Entry>::iterator entry) {
  by_visitor_.erase(entry->visitor_id);
  entries_.erase(entry);
}

void UserStates::forget_all() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  by_visitor_.clear();
  entries_.clear();
}

}  // namespace pocketrec
