#include "sample/sample_catalogue.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sample/sample_text.h"

namespace pocketrec {

namespace {

constexpr std::int64_t kYear = 31'556'952;

std::uint16_t year_of(std::int64_t time) {
  return static_cast<std::uint16_t>(1970 + time / kYear);
}

std::uint32_t genre_count() {
  return static_cast<std::uint32_t>(sample_genres().size());
}

std::vector<std::uint32_t> shuffled(std::uint32_t size, SampleRandom& random) {
  std::vector<std::uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0U);
  for (std::uint32_t i = size; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

// Genres whose maturity levels have one in common may meet in one item.
bool may_meet(const SampleGenre& a, const SampleGenre& b) {
  return a.name != b.name && a.lowest_maturity <= b.highest_maturity && b.lowest_maturity <= a.highest_maturity;
}

// Circles that nobody of some age may share are no friends: a child's circle next to a horror circle.
bool may_be_friends(const TasteCircle& a, const TasteCircle& b) {
  const SampleGenre& left = sample_genres()[a.genre];
  const SampleGenre& right = sample_genres()[b.genre];
  return (left.appeal[0] > 0) == (right.appeal[0] > 0);
}

std::vector<TasteCircle> make_circles(std::uint32_t items, SampleRandom& random) {
  const std::uint32_t per_genre = std::clamp(items / 130U, 2U, 12U);
  const std::uint32_t count = per_genre * genre_count();
  const std::vector<std::uint32_t> ranks = shuffled(count, random);
  const std::vector<std::uint32_t> motifs = shuffled(sample_motifs(), random);
  std::vector<TasteCircle> circles(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    TasteCircle& circle = circles[i];
    circle.genre = static_cast<SampleGenreIndex>(i % genre_count());
    do {
      circle.side_genre = static_cast<SampleGenreIndex>(random.below(genre_count()));
    } while (!may_meet(sample_genres()[circle.genre], sample_genres()[circle.side_genre]));
    circle.motif = motifs[i % motifs.size()];
    circle.audience = 100'000 / (ranks[i] + count / 4 + 4);
  }
  for (TasteCircle& circle : circles) {
    for (std::uint32_t& other : circle.friends) {
      do {
        other = random.below(count);
      } while (&circles[other] == &circle || !may_be_friends(circle, circles[other]));
    }
  }
  return circles;
}

// What the parts of a franchise have in common, and the first part's own.
SampleItem make_work(std::uint32_t circle_index, const TasteCircle& circle, TitleMaker& titles, SampleRandom& random) {
  const SampleGenre& genre = sample_genres()[circle.genre];
  SampleItem work;
  work.circle = circle_index;
  work.guest_circle = random.chance(20) ? circle.friends[random.below(2)] : circle_index;
  work.genres[0] = circle.genre;
  if (random.chance(60)) work.genres[work.genre_count++] = circle.side_genre;
  const auto extra = static_cast<SampleGenreIndex>(random.below(genre_count()));
  const bool meets_all =
      may_meet(genre, sample_genres()[extra]) && may_meet(sample_genres()[circle.side_genre], sample_genres()[extra]);
  if (meets_all && random.chance(30)) work.genres[work.genre_count++] = extra;
  std::uint8_t lowest = 0;
  for (std::uint8_t i = 0; i < work.genre_count; ++i) {
    lowest = std::max(lowest, sample_genres()[work.genres[i]].lowest_maturity);
  }
  work.maturity = static_cast<std::uint8_t>(random.between(lowest, genre.highest_maturity));
  const std::array<std::uint32_t, kSampleLanguages.size()> languages = {55, 8, 8, 8, 7, 5, 4, 5};
  work.language = static_cast<std::uint8_t>(random.weighted(languages));
  work.series = random.chance(35);
  work.title = titles.make(genre, random);
  return work;
}

// Days on which the parts arrive, the earliest first.
std::vector<std::int64_t> arrivals(std::uint32_t parts, std::int64_t start, std::uint32_t days, SampleRandom& random) {
  std::vector<std::int64_t> times(parts);
  for (std::int64_t& time : times) {
    time = random.chance(35) ? start + kDay * random.below(days) : start - kDay * (1 + random.below(1'500));
  }
  std::sort(times.begin(), times.end());
  return times;
}

void set_time_course(SampleItem& item, std::int64_t start, std::uint32_t days, SampleRandom& random) {
  item.available_from = item.created + (random.chance(20) ? kDay * random.between(1, 14) : 0);
  const bool announced = item.created > kSampleEnd - 14 * kDay && random.chance(50);
  if (announced) item.available_from = kSampleEnd + kDay * random.between(1, 20);
  const std::uint32_t licence = random.below(100);
  const std::int64_t counted_from = std::max(item.available_from, start);
  if (licence < 10) item.available_until = counted_from + kDay * random.between(40, 300);
  if (licence >= 10 && licence < 75)
    item.available_until = counted_from + kDay * random.between(days + 30, days + 1'000);
  const std::array<std::uint32_t, 4> fades = {10, 30, 90, 300};
  item.fade_days = fades[random.below(4)];
  if (random.chance(15)) item.comeback = start + kDay * random.below(days);
}

std::uint16_t minutes_of(const SampleItem& item, SampleRandom& random) {
  const bool for_children = item.maturity == 0;
  if (item.series) return static_cast<std::uint16_t>(for_children ? random.between(8, 25) : random.between(22, 58));
  return static_cast<std::uint16_t>(for_children ? random.between(65, 95) : random.between(80, 165));
}

void add_parts(const SampleItem& work, std::uint32_t parts, const SampleOptions& options, std::int64_t start,
               std::vector<SampleItem>& items, SampleRandom& random) {
  const std::vector<std::int64_t> created = arrivals(parts, start, options.days, random);
  // One number a statement: in what order the operands of one expression are evaluated is up to the compiler.
  const bool fresh = random.chance(45);
  const std::uint32_t spread = random.between(1, 8);
  const std::uint32_t age = random.below(fresh ? 2 : 7 * spread);
  std::uint32_t year = year_of(created[0]) - age;
  for (std::uint32_t part = 1; part <= parts; ++part) {
    SampleItem item = work;
    item.part = part;
    item.created = created[part - 1];
    item.year = static_cast<std::uint16_t>(year);
    year = std::min<std::uint32_t>(year + random.between(1, 3), year_of(created[std::min(part, parts - 1)]));
    if (item.series) {
      item.title += ": Season " + std::to_string(part);
    } else if (part > 1) {
      item.title += " " + std::to_string(part);
    }
    item.minutes = minutes_of(item, random);
    set_time_course(item, start, options.days, random);
    items.push_back(std::move(item));
  }
}

std::vector<SampleItem> make_items(const std::vector<TasteCircle>& circles, const SampleOptions& options,
                                   std::int64_t start, SampleRandom& random) {
  const auto circle_count = static_cast<std::uint32_t>(circles.size());
  std::vector<SampleItem> items;
  items.reserve(options.items);
  TitleMaker titles;
  for (std::uint32_t work_number = 0; items.size() < options.items; ++work_number) {
    const std::uint32_t circle = work_number < circle_count ? work_number : random.below(circle_count);
    SampleItem work = make_work(circle, circles[circle], titles, random);
    work.franchise = work_number;
    // While some circles are still empty, works stay single, so that a small catalogue reaches all of them.
    const bool single = work_number < circle_count || random.chance(60);
    const auto room = static_cast<std::uint32_t>(options.items - items.size());
    add_parts(work, std::min(single ? 1U : random.between(2, 6), room), options, start, items, random);
  }
  return items;
}

void append_sum(std::vector<std::uint64_t>& sums, std::uint64_t value) {
  sums.push_back(value + (sums.empty() ? 0 : sums.back()));
}

void link_parts(std::vector<SampleItem>& items) {
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&items](std::uint32_t a, std::uint32_t b) {
    return std::pair(items[a].franchise, items[a].part) < std::pair(items[b].franchise, items[b].part);
  });
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    if (items[order[i]].franchise == items[order[i + 1]].franchise) items[order[i]].next_part = order[i + 1];
  }
}

}  // namespace

bool SampleItem::available_at(std::int64_t time) const {
  return time >= available_from && (available_until == 0 || time < available_until);
}

std::uint32_t SampleItem::attention_at(std::int64_t time) const {
  if (!available_at(time)) return 0;
  const std::int64_t age = (time - available_from) / kDay;
  std::int64_t attention = 200 + 800 * std::int64_t{fade_days} / (fade_days + age);
  if (comeback != 0) {
    const std::int64_t distance = (time - comeback) / kDay;
    attention += 600 * 100 / (100 + distance * distance);
  }
  return static_cast<std::uint32_t>(std::min<std::int64_t>(attention, 1'000));
}

std::uint32_t pick_by_sums(std::span<const std::uint64_t> running_sums, SampleRandom& random) {
  // The bias of the remainder is below one in 2^30 for every catalogue in range, and the same everywhere.
  const std::uint64_t drawn = random.next() % running_sums.back();
  const auto found = std::upper_bound(running_sums.begin(), running_sums.end(), drawn);
  return static_cast<std::uint32_t>(found - running_sums.begin());
}

SampleCatalogue make_sample_catalogue(const SampleOptions& options) {
  SampleRandom random(options.seed, SampleRandom::Purpose::catalogue, 0);
  SampleCatalogue catalogue;
  catalogue.days = options.days;
  catalogue.start = kSampleEnd - kDay * options.days;
  catalogue.circles = make_circles(options.items, random);
  std::vector<SampleItem> in_order = make_items(catalogue.circles, options, catalogue.start, random);

  // Ids must not tell which items belong together.
  catalogue.items.reserve(in_order.size());
  for (std::uint32_t place : shuffled(options.items, random)) catalogue.items.push_back(std::move(in_order[place]));
  link_parts(catalogue.items);

  const std::vector<std::uint32_t> ranks = shuffled(options.items, random);
  for (std::uint32_t i = 0; i < options.items; ++i) {
    SampleItem& item = catalogue.items[i];
    item.pull = 100'000'000 / (ranks[i] + 14) * 2 / (1 + item.part) + 1;
    append_sum(catalogue.pull_sums, item.pull);
    TasteCircle& own = catalogue.circles[item.circle];
    own.items.push_back(i);
    append_sum(own.pull_sums, item.pull);
    if (item.guest_circle == item.circle) continue;
    TasteCircle& guest = catalogue.circles[item.guest_circle];
    guest.items.push_back(i);
    append_sum(guest.pull_sums, item.pull);
  }
  return catalogue;
}

}  // namespace pocketrec
