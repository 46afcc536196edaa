#include "sample/sample_viewing.h"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace pocketrec {

namespace {

// By age group: how often a session falls into each daypart.
constexpr std::array<std::array<std::uint32_t, kDayparts>, kAgeGroups> kDaypartHabits = {
    {{3, 7, 2, 0}, {1, 4, 5, 2}, {1, 1, 6, 4}, {3, 4, 5, 1}}};

// By daypart: tv, phone, tablet, unknown.
constexpr std::array<std::array<std::uint32_t, 4>, kDayparts> kDevicesOfDaypart = {
    {{25, 55, 17, 3}, {40, 30, 27, 3}, {70, 14, 13, 3}, {48, 20, 29, 3}}};
constexpr std::array<std::uint32_t, 4> kDevicesOfChildren = {38, 4, 55, 3};

// How often a viewer turns to the circles followed: the dearest most often.
constexpr std::array<std::uint32_t, 4> kTasteWeights = {9, 5, 4, 3};

std::int64_t time_of_session(std::int64_t day_start, Daypart daypart, SampleRandom& random) {
  const std::int64_t first_hour = 6 + 6 * static_cast<std::int64_t>(daypart) - (daypart == Daypart::night ? 2 : 0);
  const std::uint32_t hours = daypart == Daypart::morning || daypart == Daypart::afternoon ? 5 : 3;
  return day_start + first_hour * 3'600 + random.below(hours * 3'600);
}

SampleDevice pick_device(const SampleViewer& viewer, bool shared, Daypart daypart, SampleRandom& random) {
  if (shared) return SampleDevice::tv;
  return static_cast<SampleDevice>(random.weighted(
      viewer.age == AgeGroup::child ? kDevicesOfChildren : kDevicesOfDaypart[static_cast<std::size_t>(daypart)]));
}

std::uint32_t percent_watched(bool to_taste, SampleRandom& random) {
  if (!to_taste) return random.between(5, 100);
  const std::uint32_t missed = random.below(50);
  return 100 - random.below(missed + 1);
}

}  // namespace

SampleViewing::SampleViewing(const SampleCatalogue& catalogue, std::uint64_t seed)
    : catalogue_(catalogue), seed_(seed), seen_(catalogue.items.size() * kMostViewers) {}

const std::vector<SampleEvent>& SampleViewing::watch(const SampleHousehold& household, std::uint64_t number) {
  assert(household.viewers.size() <= kMostViewers);
  // Apart from the stream that made the household itself.
  SampleRandom random(~seed_, SampleRandom::Purpose::household, number);
  mark_ = number + 1;
  courses_.fill({});
  events_.clear();
  plan_sessions(household, random);
  for (const Session& session : sessions_) sit_down(household, session, random);
  std::stable_sort(events_.begin(), events_.end(), [](const SampleEvent& a, const SampleEvent& b) {
    return std::tie(a.viewer, a.time, a.type, a.item) < std::tie(b.viewer, b.time, b.type, b.item);
  });
  return events_;
}

void SampleViewing::plan_sessions(const SampleHousehold& household, SampleRandom& random) {
  sessions_.clear();
  const auto day_start = [this](std::uint32_t day) { return catalogue_.start + kDay * day; };
  const auto size = static_cast<std::uint32_t>(household.viewers.size());
  for (std::uint32_t place = 0; place < size; ++place) {
    const SampleViewer& viewer = household.viewers[place];
    for (std::uint32_t i = 0; i < viewer.sessions; ++i) {
      const std::uint32_t day = random.between(viewer.first_day, catalogue_.days - 1);
      const auto habit = random.weighted(kDaypartHabits[static_cast<std::size_t>(viewer.age)]);
      sessions_.push_back({time_of_session(day_start(day), static_cast<Daypart>(habit), random), {place}, false});
    }
  }
  for (std::uint32_t i = 0; i < household.shared_sessions; ++i) {
    const std::uint32_t day = random.below(catalogue_.days);
    Session session;
    const Daypart daypart = random.chance(65) ? Daypart::evening : Daypart::afternoon;
    session.time = time_of_session(day_start(day), daypart, random);
    session.shared = true;
    const std::uint32_t first = random.below(size);
    for (std::uint32_t k = 0; k < size; ++k) {
      const std::uint32_t place = (first + k) % size;
      const bool joins = k < 2 || random.chance(60);
      if (joins && household.viewers[place].first_day <= day) session.viewers.push_back(place);
    }
    if (!session.viewers.empty()) sessions_.push_back(std::move(session));
  }
  std::stable_sort(sessions_.begin(), sessions_.end(), [](const Session& a, const Session& b) {
    return std::tie(a.time, a.shared, a.viewers) < std::tie(b.time, b.shared, b.viewers);
  });
}

void SampleViewing::sit_down(const SampleHousehold& household, const Session& session, SampleRandom& random) {
  const SampleViewer& chooser = household.viewers[session.viewers.front()];
  std::int64_t time = session.time;
  for (std::uint32_t place : session.viewers) time = std::max(time, courses_[place].busy_until);
  const SampleDevice device = pick_device(chooser, session.shared, daypart_at(session.time), random);
  const std::uint32_t length = 1 + random.below(3);
  for (std::uint32_t i = 0; i < length; ++i) {
    if (random.chance(12)) {
      const auto glance = choose(household, session, time, random);
      if (glance) add(session.viewers.front(), *glance, SampleEventType::click, device, time, 0);
      time += random.between(20, 120);
    }
    const auto choice = choose(household, session, time, random);
    if (!choice) break;
    time = watch_item(session, *choice, time, device, random);
  }
  for (std::uint32_t place : session.viewers) courses_[place].busy_until = time;
}

std::optional<SampleViewing::Choice> SampleViewing::choose(const SampleHousehold& household, const Session& session,
                                                           std::int64_t time, SampleRandom& random) {
  const std::uint32_t place = session.viewers.front();
  const SampleViewer& chooser = household.viewers[place];
  const Course& course = courses_[place];

  if (course.open_franchise != kNoSampleItem && random.chance(50)) {
    const std::uint32_t next = catalogue_.items[course.open_franchise].next_part;
    if (next != kNoSampleItem && may_watch(household, session, next, time, false)) return Choice{next, true};
  }
  if (course.watched_last != kNoSampleItem && random.chance(chooser.age == AgeGroup::child ? 12 : 2)) {
    if (may_watch(household, session, course.watched_last, time, true)) return Choice{course.watched_last, true};
  }

  constexpr int kTries = 60;
  for (int i = 0; i < kTries; ++i) {
    const Choice choice = draw(household, session, time, random);
    if (!may_watch(household, session, choice.item, time, false)) continue;
    const SampleItem& item = catalogue_.items[choice.item];
    if (random.below(1'000) >= item.attention_at(time)) continue;
    const bool understood = item.language == 0 || item.language == chooser.language;
    if (!understood && !random.chance(30)) continue;
    return choice;
  }
  return std::nullopt;
}

SampleViewing::Choice SampleViewing::draw(const SampleHousehold& household, const Session& session, std::int64_t time,
                                          SampleRandom& random) const {
  const SampleViewer& chooser = household.viewers[session.viewers.front()];
  const std::uint32_t mood = random.below(100);
  if (mood < 8) return {pick_by_sums(catalogue_.pull_sums, random), false};

  std::uint32_t circle = household.shared_circle;
  if (!session.shared || !random.chance(75)) {
    const auto daypart = static_cast<std::size_t>(daypart_at(time));
    std::array<std::uint32_t, kTasteWeights.size()> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const TasteCircle& followed = catalogue_.circles[chooser.circles[i]];
      weights[i] = kTasteWeights[i] * (2 + sample_genres()[followed.genre].affinity[daypart]);
    }
    circle = chooser.circles[random.weighted(weights)];
  }
  if (mood < 15) circle = catalogue_.circles[circle].friends[random.below(2)];
  const TasteCircle& chosen = catalogue_.circles[circle];
  return {chosen.items[pick_by_sums(chosen.pull_sums, random)], true};
}

bool SampleViewing::may_watch(const SampleHousehold& household, const Session& session, std::uint32_t item,
                              std::int64_t time, bool again) const {
  if (!catalogue_.items[item].available_at(time)) return false;
  for (std::uint32_t place : session.viewers) {
    if (catalogue_.items[item].maturity > maturity_limit(household.viewers[place].age)) return false;
  }
  // Together one watches again what only the others have seen.
  return again || seen_[item * kMostViewers + session.viewers.front()] != mark_;
}

std::int64_t SampleViewing::watch_item(const Session& session, Choice choice, std::int64_t time, SampleDevice device,
                                       SampleRandom& random) {
  const SampleItem& item = catalogue_.items[choice.item];
  const std::uint32_t chooser = session.viewers.front();
  if (random.chance(13)) {
    add(chooser, choice, SampleEventType::click, device, time, 0);
    time += random.between(5, 60);
  }
  if (random.chance(2)) {
    add(chooser, choice, SampleEventType::purchase, device, time, 0);
    time += random.between(10, 90);
  }
  const std::uint32_t percent = percent_watched(choice.to_taste, random);
  const std::int64_t end = time + std::int64_t{item.minutes} * 60 * percent / 100;
  for (std::uint32_t place : session.viewers) {
    add(place, choice, SampleEventType::watch, device, time, percent);
    seen_[choice.item * kMostViewers + place] = mark_;
    courses_[place].watched_last = choice.item;
    if (item.next_part != kNoSampleItem && percent >= 50) courses_[place].open_franchise = choice.item;
  }
  if (percent >= 85 && random.chance(6)) add(chooser, choice, SampleEventType::like, device, end, 0);
  return end + random.between(30, 400);
}

void SampleViewing::add(std::uint32_t viewer, Choice choice, SampleEventType type, SampleDevice device,
                        std::int64_t time, std::uint32_t percent) {
  if (time >= kSampleEnd) return;
  SampleEvent event;
  event.time = time;
  event.viewer = viewer;
  event.item = choice.item;
  event.type = type;
  event.device = device;
  event.percent = static_cast<std::uint8_t>(percent);
  events_.push_back(event);
}

}  // namespace pocketrec
