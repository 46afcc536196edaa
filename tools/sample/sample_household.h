#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sample/sample_catalogue.h"
#include "sample/sample_genre.h"

namespace pocketrec {

/// One user: a person with tastes.
struct SampleViewer {
  AgeGroup age = AgeGroup::adult;
  std::uint8_t language = 0;               ///< place in kSampleLanguages
  std::array<std::uint32_t, 4> circles{};  ///< taste circles followed, the dearest first; the last is the household's
  std::uint32_t first_day = 0;             ///< day of joining, from the sample's start
  std::uint32_t sessions = 0;              ///< how often alone before the screen
};

/// People who share a subscription.
struct SampleHousehold {
  std::string_view country;       ///< two letters
  std::string_view subscription;  ///< "basic", "standard" or "premium"
  std::uint32_t shared_circle = 0;
  std::uint32_t shared_sessions = 0;  ///< evenings and afternoons together; 0 for one person
  std::vector<SampleViewer> viewers;  ///< 1 to 5
};

/// Makes households of a catalogue; each depends only on the seed and its number.
class HouseholdMaker {
 public:
  /// The catalogue must outlive the maker.
  HouseholdMaker(const SampleCatalogue& catalogue, std::uint64_t seed);

  /// At most `most_viewers` people. Precondition: most_viewers > 0.
  SampleHousehold make(std::uint64_t number, std::uint32_t most_viewers) const;

 private:
  std::uint32_t pick_circle(AgeGroup age, SampleRandom& random) const;
  SampleViewer make_viewer(AgeGroup age, std::uint8_t language, std::uint32_t shared_circle,
                           SampleRandom& random) const;

  const SampleCatalogue& catalogue_;
  std::uint64_t seed_;
  std::array<std::vector<std::uint64_t>, kAgeGroups> audience_sums_;  // per circle
};

}  // namespace pocketrec
