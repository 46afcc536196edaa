#include "recipes/event_weights.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

#include "domain/number_text.h"
#include "recipes/refused_setting.h"
#include "user/event_weight.h"

namespace pocketrec {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();

Result<EventWeight> parse_entry(std::string_view text) {
  EventWeight entry;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || !read_number(text.substr(colon + 1), -1, 1, entry.weight)) {
    return refused_setting("events", "type:weight with a weight from -1 to 1", text);
  }
  std::string_view type = text.substr(0, colon);
  if (const std::size_t at = type.find(">="); at != std::string_view::npos) {
    double least = 0;
    if (!read_number(type.substr(at + 2), -kLargest, kLargest, least))
      return refused_setting("events", "type>=value:weight with a number as value", text);
    entry.least_value = least;
    type = type.substr(0, at);
  }
  if (type.empty()) return refused_setting("events", "an event type", text);
  entry.event_type = type;
  return entry;
}

double weight_of(const TrainingData& data, std::uint32_t row, std::span<const EventWeight> weights) {
  UserEvent event;
  event.event_type = data.event_types[data.event_type[row]];
  event.value = std::isnan(data.value[row]) ? std::nullopt : std::optional(static_cast<double>(data.value[row]));
  return event_weight(weights, event);
}

}  // namespace

Result<std::vector<EventWeight>> parse_event_weights(std::string_view text) {
  std::vector<EventWeight> weights;
  if (text == "all") return weights;
  while (true) {
    const std::size_t comma = text.find(',');
    auto entry = parse_entry(text.substr(0, comma));
    if (!entry) return entry.error();
    weights.push_back(*std::move(entry));
    if (comma == std::string_view::npos) return weights;
    text.remove_prefix(comma + 1);
  }
}

std::string event_weights_text(std::span<const EventWeight> weights) {
  if (weights.empty()) return "all";
  std::string text;
  for (const EventWeight& weight : weights) {
    text += (text.empty() ? "" : ",") + weight.event_type;
    if (weight.least_value) text += ">=" + number_text(*weight.least_value);
    text += ":" + number_text(weight.weight);
  }
  return text;
}

std::vector<std::uint32_t> rows_with_weight(const TrainingData& data, std::span<const std::uint32_t> rows,
                                            std::span<const EventWeight> weights) {
  std::vector<std::uint32_t> kept;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(kept),
               [&](std::uint32_t row) { return weight_of(data, row, weights) > 0; });
  return kept;
}

void set_gains(const TrainingData& data, std::span<const EventWeight> weights, Split& split) {
  if (weights.empty()) return;
  std::vector<TestUser*> test_user(data.users.ids.size(), nullptr);
  std::vector<char> is_history(data.user.size(), 0);
  for (TestUser& user : split.users) {
    test_user[user.user] = &user;
    user.gains.assign(user.truth.size(), 0);
    for (const std::uint32_t row : user.history) is_history[row] = 1;
  }
  for (std::uint32_t row = 0; row < data.user.size(); ++row) {
    TestUser* const user = test_user[data.user[row]];
    if (user == nullptr || is_history[row] != 0) continue;
    const auto found = std::lower_bound(user->truth.begin(), user->truth.end(), data.item[row]);
    if (found == user->truth.end() || *found != data.item[row]) continue;
    double& gain = user->gains[static_cast<std::size_t>(found - user->truth.begin())];
    gain = std::max(gain, weight_of(data, row, weights));
  }
}

}  // namespace pocketrec
