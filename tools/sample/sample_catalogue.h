#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sample/sample.h"
#include "sample/sample_genre.h"
#include "sample/sample_random.h"

namespace pocketrec {

/// Seconds of a day.
inline constexpr std::int64_t kDay = 86'400;

/// No item, where an item's place may stand.
inline constexpr std::uint32_t kNoSampleItem = 0xFFFF'FFFF;

/// Languages of items and viewers; places in this list. English, the first, is understood everywhere.
inline constexpr std::array<std::string_view, 8> kSampleLanguages = {"en", "de", "fr", "es", "ja", "pt", "it", "ko"};

/// One title of the made-up service, and how it does.
struct SampleItem {
  std::string title;
  std::array<SampleGenreIndex, 3> genres{};  ///< the first `genre_count` count, the main one first; all different
  std::uint8_t genre_count = 1;
  bool series = false;
  std::uint8_t maturity = 0;  ///< place in kMaturityLabels
  std::uint8_t language = 0;  ///< place in kSampleLanguages
  std::uint16_t minutes = 0;
  std::uint16_t year = 0;
  std::uint32_t circle = 0;        ///< its taste circle
  std::uint32_t guest_circle = 0;  ///< another that likes it too, or the same
  std::uint32_t franchise = 0;     ///< items of one franchise share the number
  std::uint32_t part = 1;          ///< from 1 on, within the franchise
  std::uint32_t next_part = kNoSampleItem;
  std::uint32_t pull = 0;            ///< how often it is reached for, before time comes in; long-tailed
  std::int64_t created = 0;          ///< epoch seconds
  std::int64_t available_from = 0;   ///< epoch seconds
  std::int64_t available_until = 0;  ///< epoch seconds; 0: no end
  std::uint32_t fade_days = 0;       ///< after so many days half of the novelty is gone
  std::int64_t comeback = 0;         ///< epoch seconds of a second high; 0: none

  /// True when it can be watched at that time.
  bool available_at(std::int64_t time) const;
  /// Attention at that time in thousandths, 0 to 1000: novelty that fades, and a comeback. 0 while not available.
  std::uint32_t attention_at(std::int64_t time) const;
};

/// Items that the same people like. No column tells of it.
struct TasteCircle {
  SampleGenreIndex genre = 0;
  SampleGenreIndex side_genre = 0;
  std::uint32_t motif = 0;
  std::uint32_t audience = 0;              ///< how often viewers follow it, relative
  std::array<std::uint32_t, 2> friends{};  ///< circles that its viewers like as well; of any genre
  std::vector<std::uint32_t> items;
  std::vector<std::uint64_t> pull_sums;  ///< running sums of the items' pull
};

/// Everything there is to watch.
struct SampleCatalogue {
  std::int64_t start = 0;  ///< epoch seconds of the first day with interactions
  std::uint32_t days = 0;
  std::vector<SampleItem> items;
  std::vector<TasteCircle> circles;      ///< none without items
  std::vector<std::uint64_t> pull_sums;  ///< over all items
};

/// The catalogue for these options; the same for the same options. Precondition: they are in range.
SampleCatalogue make_sample_catalogue(const SampleOptions& options);

/// The place that `running_sums` give to a random number, as often as its share says. Precondition: the last sum is
/// from 1 to 2^63.
std::uint32_t pick_by_sums(std::span<const std::uint64_t> running_sums, SampleRandom& random);

}  // namespace pocketrec
