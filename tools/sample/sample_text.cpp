#include "sample/sample_text.h"

#include <array>
#include <span>
#include <string_view>

namespace pocketrec {

namespace {

constexpr std::array<std::string_view, 28> kPlaces = {
    "Lisbon",  "Harbor Street", "the North",   "Willow Creek", "Marseille",   "the Valley", "Kyoto",
    "Ashford", "the Delta",     "Montevideo",  "Copper Hill",  "Tangier",     "Glen Mora",  "the Coast",
    "Vienna",  "Saltmarsh",     "Nairobi",     "Cedar Falls",  "the Steppe",  "Oslo",       "Briarwood",
    "Havana",  "the Old Town",  "Juniper Bay", "Cracow",       "the Islands", "Redwater",   "Samarkand"};

constexpr std::array<std::string_view, 24> kRoles = {
    "a retired teacher",    "two sisters",         "a young mechanic",   "a night nurse",        "an unlucky inventor",
    "a village postman",    "three old friends",   "a stubborn captain", "a runaway cook",       "an honest accountant",
    "a shy librarian",      "a pair of strangers", "a former champion",  "a street musician",    "an only child",
    "a traveling doctor",   "a clumsy apprentice", "a family of five",   "a radio host",         "an aging architect",
    "a determined student", "a widowed farmer",    "a new teacher",      "an ambitious reporter"};

// In the past tense, which suits one person and several.
constexpr std::array<std::string_view, 24> kPlots = {
    "had to find a way home",          "uncovered a long-kept secret",  "got one last chance",
    "lost everything in a day",        "made an unlikely friend",       "refused to give up",
    "inherited more than expected",    "set out to right an old wrong", "took on a far stronger rival",
    "woke up in a changed town",       "answered a call for help",      "tried to outrun the past",
    "agreed to an impossible bargain", "learned to trust again",        "followed a trail of clues",
    "had three days to decide",        "crossed the country on foot",   "stumbled upon a hidden door",
    "promised to keep quiet",          "started over from nothing",     "guarded what nobody else wanted",
    "met somebody from long ago",      "broke the only rule",           "looked for a missing friend"};

constexpr std::array<std::string_view, 48> kMotifs = {"among lighthouse keepers",
                                                      "with trains and timetables",
                                                      "in the world of chess",
                                                      "around a family restaurant",
                                                      "on the high seas",
                                                      "with a great deal of music",
                                                      "in the theater",
                                                      "among beekeepers",
                                                      "around a radio station",
                                                      "in the mountains",
                                                      "with horses",
                                                      "at a boarding school",
                                                      "in a newspaper's office",
                                                      "with clever machines",
                                                      "around a football club",
                                                      "in an old hotel",
                                                      "among street artists",
                                                      "with twins and doubles",
                                                      "in the deep forest",
                                                      "around a hospital at night",
                                                      "with time running backward",
                                                      "in a small border town",
                                                      "among puppeteers",
                                                      "around a lost painting",
                                                      "in the court of a king",
                                                      "with dancing",
                                                      "on a long road trip",
                                                      "in the desert",
                                                      "around a bakery at dawn",
                                                      "with submarines",
                                                      "in a travelling circus",
                                                      "among gardeners",
                                                      "around an election",
                                                      "in the far Arctic",
                                                      "with magic tricks",
                                                      "on a river boat",
                                                      "in a courtroom",
                                                      "with cats everywhere",
                                                      "around a racing team",
                                                      "in a walled city",
                                                      "among astronomers",
                                                      "with letters never sent",
                                                      "around a wedding",
                                                      "in the vineyards",
                                                      "on a space station",
                                                      "with wolves",
                                                      "around a bookshop",
                                                      "in an airport during a storm"};

std::string_view pick_word(std::span<const std::string_view> words, SampleRandom& random) {
  return random.pick(words);
}

std::string compose(const SampleGenre& genre, bool long_form, SampleRandom& random) {
  const std::string adjective(pick_word(genre.adjectives, random));
  const std::string noun(pick_word(genre.nouns, random));
  const std::string second(pick_word(genre.nouns, random));
  const std::string place(pick_word(kPlaces, random));
  const std::uint32_t pattern = random.below(5);
  if (long_form)
    return (pattern < 2 ? "The " : "") + adjective + " " + noun + (pattern % 2 == 0 ? " of " : " in ") + place;
  switch (pattern) {
    case 0:
      return adjective + " " + noun;
    case 1:
      return "The " + adjective + " " + noun;
    case 2:
      return noun + " in " + place;
    case 3:
      return "The " + noun + " of " + place;
    default:
      return noun == second ? adjective + " " + noun : "The " + noun + " and the " + second;
  }
}

}  // namespace

std::string TitleMaker::make(const SampleGenre& genre, SampleRandom& random) {
  constexpr int kShortTries = 6;
  constexpr int kTries = 40;
  std::string title;
  for (int i = 0; i < kTries; ++i) {
    title = compose(genre, i >= kShortTries, random);
    if (taken_.insert(title).second) return title;
  }
  title += " No. " + std::to_string(taken_.size() + 1);
  taken_.insert(title);
  return title;
}

std::uint32_t sample_motifs() {
  return kMotifs.size();
}

std::string sample_description(const SampleGenre& genre, bool series, std::uint32_t motif, SampleRandom& random) {
  const std::string_view tone = pick_word(genre.tones, random);
  const bool vowel = std::string_view("aeiou").find(tone.front()) != std::string_view::npos;
  std::string text = vowel ? "An " : "A ";
  text.append(tone).append(series ? " series" : " film");
  text.append(" about ").append(pick_word(kRoles, random)).append(" who ").append(pick_word(kPlots, random));
  text.append(", ").append(kMotifs[motif]).append(".");
  return text;
}

}  // namespace pocketrec
