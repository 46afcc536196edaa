#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace pocketrec {

/// A genre's place in sample_genres().
using SampleGenreIndex = std::uint8_t;

/// Who watches. The order is that of the tables in SampleGenre.
enum class AgeGroup : std::uint8_t { child, teen, adult, senior };
inline constexpr std::size_t kAgeGroups = 4;
/// "child", "teen", "adult", "senior".
std::string_view age_group_name(AgeGroup group);

/// When they watch: from 6, 12, 18 and 22 o'clock on.
enum class Daypart : std::uint8_t { morning, afternoon, evening, night };
inline constexpr std::size_t kDayparts = 4;
/// "morning", "afternoon", "evening", "night".
std::string_view daypart_name(Daypart daypart);
/// The daypart of a moment in epoch seconds, from 1970 on, UTC.
Daypart daypart_at(std::int64_t time);

/// Lowest ages of maturity labels, "all" first; places in this list are maturity levels.
inline constexpr std::array<std::string_view, 5> kMaturityLabels = {"all", "7", "12", "16", "18"};
/// The highest maturity level that a group may watch.
std::uint8_t maturity_limit(AgeGroup group);

/// A genre: what it is called, who likes it when, and the words of its titles and descriptions.
struct SampleGenre {
  std::string_view name;
  std::array<std::uint32_t, kAgeGroups> appeal;   ///< relative; 0: not for this group
  std::array<std::uint32_t, kDayparts> affinity;  ///< relative, 1 to 10
  std::uint8_t lowest_maturity;                   ///< level
  std::uint8_t highest_maturity;                  ///< level
  std::array<std::string_view, 10> adjectives;    ///< of titles
  std::array<std::string_view, 14> nouns;         ///< of titles
  std::array<std::string_view, 4> tones;          ///< of descriptions: "A <tone> film"
};

/// The fourteen genres. Lives for ever.
std::span<const SampleGenre> sample_genres();

}  // namespace pocketrec
