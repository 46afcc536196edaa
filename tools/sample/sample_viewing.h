#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sample/sample_catalogue.h"
#include "sample/sample_household.h"

namespace pocketrec {

/// What viewers do. Places in kSampleEventTypes; in the order in which they follow on each other.
enum class SampleEventType : std::uint8_t { click, purchase, watch, like };
inline constexpr std::array<std::string_view, 4> kSampleEventTypes = {"Click", "Purchase", "Watch", "Like"};

/// What they do it with. Places in kSampleDevices; `unknown` is null.
enum class SampleDevice : std::uint8_t { tv, phone, tablet, unknown };
inline constexpr std::array<std::string_view, 4> kSampleDevices = {"tv", "phone", "tablet", ""};

/// One row of interactions.csv.
struct SampleEvent {
  std::int64_t time = 0;     ///< epoch seconds, before kSampleEnd
  std::uint32_t viewer = 0;  ///< place in its household
  std::uint32_t item = 0;    ///< place in the catalogue
  SampleEventType type = SampleEventType::watch;
  SampleDevice device = SampleDevice::unknown;
  std::uint8_t percent = 0;  ///< share watched, 5 to 100; 0 for other types
};

/// Lets households watch. Holds scratch memory of a few bytes per item, so that one serves all households in turn.
class SampleViewing {
 public:
  /// The catalogue must outlive the object.
  SampleViewing(const SampleCatalogue& catalogue, std::uint64_t seed);

  /// All events of a household, ordered by viewer, then time, then type. The result lives until the next call.
  /// number: the household's, as for HouseholdMaker::make().
  const std::vector<SampleEvent>& watch(const SampleHousehold& household, std::uint64_t number);

 private:
  static constexpr std::size_t kMostViewers = 5;

  // A sitting before the screen: one viewer, or several together.
  struct Session {
    std::int64_t time = 0;
    std::vector<std::uint32_t> viewers;  // places in the household; the first one chooses
    bool shared = false;
  };

  // What is known of a viewer while time goes by.
  struct Course {
    std::int64_t busy_until = 0;
    std::uint32_t open_franchise = kNoSampleItem;  // the part seen last
    std::uint32_t watched_last = kNoSampleItem;
  };

  struct Choice {
    std::uint32_t item = 0;
    bool to_taste = false;
  };

  void plan_sessions(const SampleHousehold& household, SampleRandom& random);
  void sit_down(const SampleHousehold& household, const Session& session, SampleRandom& random);
  std::optional<Choice> choose(const SampleHousehold& household, const Session& session, std::int64_t time,
                               SampleRandom& random);
  Choice draw(const SampleHousehold& household, const Session& session, std::int64_t time, SampleRandom& random) const;
  bool may_watch(const SampleHousehold& household, const Session& session, std::uint32_t item, std::int64_t time,
                 bool again) const;
  std::int64_t watch_item(const Session& session, Choice choice, std::int64_t time, SampleDevice device,
                          SampleRandom& random);
  void add(std::uint32_t viewer, Choice choice, SampleEventType type, SampleDevice device, std::int64_t time,
           std::uint32_t percent);

  const SampleCatalogue& catalogue_;
  std::uint64_t seed_;
  std::vector<std::uint64_t> seen_;  // per item and place in the household: number + 1 of the household that saw it
  std::uint64_t mark_ = 0;
  std::array<Course, kMostViewers> courses_{};
  std::vector<Session> sessions_;
  std::vector<SampleEvent> events_;
};

}  // namespace pocketrec
