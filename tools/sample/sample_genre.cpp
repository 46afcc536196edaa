#include "sample/sample_genre.h"

namespace pocketrec {

namespace {

// clang-format off
constexpr std::array<SampleGenre, 14> kGenres = {{
  {"Action", {0, 8, 8, 3}, {2, 5, 9, 8}, 2, 4,
   {"Burning", "Iron", "Reckless", "Final", "Double", "Rapid", "Armored", "Lethal", "Broken", "Steel"},
   {"Strike", "Convoy", "Bullet", "Vendetta", "Squad", "Impact", "Pursuit", "Siege", "Fury", "Courier", "Outpost",
    "Breakout", "Throttle", "Ambush"},
   {"breathless", "loud", "hard-hitting", "high-speed"}},
  {"Adventure", {5, 6, 6, 4}, {4, 8, 8, 3}, 1, 2,
   {"Lost", "Golden", "Hidden", "Distant", "Uncharted", "Wild", "Farthest", "Emerald", "Sunken", "Wandering"},
   {"Voyage", "Island", "Compass", "Expedition", "River", "Treasure", "Summit", "Caravan", "Horizon", "Map", "Lagoon",
    "Trail", "Canyon", "Jungle"},
   {"sweeping", "sunlit", "daring", "good-humored"}},
  {"Animation", {10, 5, 3, 1}, {8, 10, 5, 2}, 0, 2,
   {"Tiny", "Bouncing", "Paper", "Sparkling", "Cloudy", "Clockwork", "Giggling", "Velvet", "Striped", "Sleepy"},
   {"Robot", "Penguin", "Balloon", "Firefly", "Otter", "Teapot", "Dinosaur", "Umbrella", "Kite", "Hedgehog",
    "Lighthouse", "Marble", "Snowman", "Toucan"},
   {"colorful", "hand-drawn", "playful", "whimsical"}},
  {"Comedy", {2, 7, 9, 6}, {4, 6, 10, 6}, 1, 3,
   {"Awkward", "Perfect", "Accidental", "Lucky", "Terrible", "Ordinary", "Borrowed", "Slightly Late", "Cheerful",
    "Overbooked"},
   {"Wedding", "Neighbors", "Roommates", "Vacation", "Boss", "Reunion", "Dinner", "Landlord", "Intern", "Plumber",
    "In-Laws", "Bakery", "Campsite", "Understudy"},
   {"warm", "deadpan", "fast-talking", "silly"}},
  {"Crime", {0, 1, 8, 7}, {1, 3, 8, 10}, 3, 4,
   {"Crooked", "Cold", "Dirty", "Silent", "Guilty", "Marked", "Stolen", "Unpaid", "Downtown", "Second"},
   {"Precinct", "Ledger", "Heist", "Alibi", "Informant", "Syndicate", "Witness", "Docks", "Getaway", "Verdict",
    "Safecracker", "Motive", "Wiretap", "Evidence"},
   {"gritty", "tense", "slow-burning", "clever"}},
  {"Documentary", {1, 1, 5, 9}, {8, 6, 6, 4}, 0, 2,
   {"Living", "Ancient", "Deep", "Modern", "Untold", "Vanishing", "Great", "Electric", "Frozen", "Secret"},
   {"Oceans", "Kitchens", "Railways", "Glaciers", "Orchestras", "Cathedrals", "Markets", "Forests", "Archives",
    "Deserts", "Workshops", "Migrations", "Bridges", "Harvests"},
   {"patient", "revealing", "beautifully shot", "curious"}},
  {"Drama", {0, 3, 8, 8}, {3, 5, 10, 7}, 2, 3,
   {"Quiet", "Empty", "Long", "Unspoken", "Fading", "Northern", "Tender", "Divided", "Patient", "Faithful"},
   {"House", "Winter", "Letters", "Sister", "Harvest", "Promise", "Photograph", "Orchard", "Return", "Inheritance",
    "Ferry", "Daughter", "Silence", "Piano"},
   {"moving", "quiet", "bittersweet", "intimate"}},
  {"Family", {10, 3, 4, 4}, {8, 10, 6, 1}, 0, 1,
   {"Little", "Happy", "Brave", "Curious", "Big", "Rainy", "Holiday", "Muddy", "Whispering", "Best"},
   {"Farm", "Puppy", "Treehouse", "Picnic", "Grandpa", "Pony", "Backyard", "Birthday", "Kitten", "Lake", "Circus",
    "Scooter", "Garden", "Classroom"},
   {"gentle", "big-hearted", "funny", "cozy"}},
  {"Fantasy", {4, 8, 6, 3}, {3, 6, 9, 5}, 1, 3,
   {"Enchanted", "Crimson", "Moonlit", "Forgotten", "Silver", "Cursed", "Elder", "Winged", "Hollow", "Eternal"},
   {"Crown", "Dragon", "Kingdom", "Sorcerer", "Oracle", "Blade", "Spell", "Griffin", "Tower", "Rune", "Throne",
    "Grimoire", "Realm", "Raven"},
   {"lavish", "dreamlike", "epic", "bewitching"}},
  {"Horror", {0, 4, 5, 1}, {1, 1, 4, 10}, 3, 4,
   {"Rotten", "Haunted", "Pale", "Bleeding", "Nameless", "Starving", "Buried", "Cellar", "Black", "Unholy"},
   {"Scream", "Asylum", "Doll", "Whisper", "Crypt", "Ritual", "Attic", "Fog", "Mirror", "Plague", "Scarecrow",
    "Séance", "Bride", "Hunger"},
   {"terrifying", "creeping", "merciless", "unsettling"}},
  {"Mystery", {0, 4, 6, 9}, {2, 4, 8, 9}, 2, 3,
   {"Missing", "Seventh", "Locked", "Curious", "Veiled", "Midnight", "Unsigned", "Scarlet", "Vanished", "Twelfth"},
   {"Guest", "Key", "Portrait", "Riddle", "Manor", "Clue", "Postcard", "Stranger", "Library", "Lodger", "Cipher",
    "Footprint", "Clockmaker", "Will"},
   {"puzzling", "elegant", "twisting", "charming"}},
  {"Romance", {0, 5, 6, 6}, {3, 6, 10, 6}, 1, 3,
   {"Summer", "Second", "Sweet", "Endless", "Stolen", "Parisian", "First", "Sudden", "Secret", "Autumn"},
   {"Kiss", "Hearts", "Waltz", "Proposal", "Bouquet", "Valentine", "Serenade", "Rendezvous", "Embrace", "Sunset",
    "Honeymoon", "Confession", "Crush", "Promenade"},
   {"tender", "breezy", "passionate", "sparkling"}},
  {"Science Fiction", {0, 8, 7, 3}, {2, 4, 8, 9}, 2, 3,
   {"Orbital", "Quantum", "Last", "Synthetic", "Parallel", "Stellar", "Infinite", "Zero", "Magnetic", "Lunar"},
   {"Colony", "Signal", "Engine", "Station", "Android", "Eclipse", "Protocol", "Nebula", "Paradox", "Beacon", "Reactor",
    "Frontier", "Clone", "Gravity"},
   {"visionary", "brooding", "spectacular", "thoughtful"}},
  {"Thriller", {0, 2, 8, 5}, {1, 2, 7, 10}, 3, 4,
   {"Fatal", "Hunted", "Sleepless", "Dark", "Blind", "Deadly", "Narrow", "Hostile", "Wired", "Breathless"},
   {"Deception", "Hour", "Witness Room", "Countdown", "Obsession", "Hostage", "Corridor", "Conspiracy", "Trap",
    "Stalker", "Detour", "Blackout", "Edge", "Passenger"},
   {"gripping", "paranoid", "relentless", "chilling"}},
}};
// clang-format on

}  // namespace

std::string_view age_group_name(AgeGroup group) {
  constexpr std::array<std::string_view, kAgeGroups> kNames = {"child", "teen", "adult", "senior"};
  return kNames[static_cast<std::size_t>(group)];
}

std::string_view daypart_name(Daypart daypart) {
  constexpr std::array<std::string_view, kDayparts> kNames = {"morning", "afternoon", "evening", "night"};
  return kNames[static_cast<std::size_t>(daypart)];
}

Daypart daypart_at(std::int64_t time) {
  const std::int64_t hour = time % 86'400 / 3'600;
  if (hour < 6) return Daypart::night;
  if (hour < 12) return Daypart::morning;
  if (hour < 18) return Daypart::afternoon;
  return hour < 22 ? Daypart::evening : Daypart::night;
}

std::uint8_t maturity_limit(AgeGroup group) {
  constexpr std::array<std::uint8_t, kAgeGroups> kLimits = {1, 3, 4, 4};
  return kLimits[static_cast<std::size_t>(group)];
}

std::span<const SampleGenre> sample_genres() {
  return kGenres;
}

}  // namespace pocketrec
