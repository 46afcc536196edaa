#include "sample/sample_household.h"

#include <algorithm>

namespace pocketrec {

namespace {

struct Country {
  std::string_view code;
  std::uint8_t language;
};

constexpr std::array<Country, 10> kCountries = {
    {{"US", 0}, {"GB", 0}, {"DE", 1}, {"FR", 2}, {"ES", 3}, {"MX", 3}, {"JP", 4}, {"BR", 5}, {"IT", 6}, {"KR", 7}}};
constexpr std::array<std::uint32_t, kCountries.size()> kCountryWeights = {28, 12, 13, 10, 8, 7, 8, 7, 4, 3};

AgeGroup age_of_viewer(std::uint32_t place, std::uint32_t size, SampleRandom& random) {
  if (size <= 2) return random.chance(22) ? AgeGroup::senior : AgeGroup::adult;
  if (place < 2) return random.chance(4) ? AgeGroup::senior : AgeGroup::adult;
  return random.chance(60) ? AgeGroup::child : AgeGroup::teen;
}

std::string_view subscription_of(std::uint32_t size, SampleRandom& random) {
  const std::array<std::uint32_t, 3> small = {50, 38, 12};
  const std::array<std::uint32_t, 3> large = {12, 43, 45};
  constexpr std::array<std::string_view, 3> kNames = {"basic", "standard", "premium"};
  return kNames[random.weighted(size <= 2 ? small : large)];
}

}  // namespace

HouseholdMaker::HouseholdMaker(const SampleCatalogue& catalogue, std::uint64_t seed)
    : catalogue_(catalogue), seed_(seed) {
  for (std::size_t age = 0; age < kAgeGroups; ++age) {
    std::uint64_t sum = 0;
    for (const TasteCircle& circle : catalogue.circles) {
      sum += std::uint64_t{circle.audience} * sample_genres()[circle.genre].appeal[age];
      audience_sums_[age].push_back(sum);
    }
  }
}

std::uint32_t HouseholdMaker::pick_circle(AgeGroup age, SampleRandom& random) const {
  return pick_by_sums(audience_sums_[static_cast<std::size_t>(age)], random);
}

SampleViewer HouseholdMaker::make_viewer(AgeGroup age, std::uint8_t language, std::uint32_t shared_circle,
                                         SampleRandom& random) const {
  const auto suits = [&](std::uint32_t circle) {
    return sample_genres()[catalogue_.circles[circle].genre].appeal[static_cast<std::size_t>(age)] > 0;
  };
  SampleViewer viewer;
  viewer.age = age;
  viewer.language = random.chance(92) ? language : std::uint8_t{0};
  viewer.circles[0] = pick_circle(age, random);
  for (std::size_t i = 1; i + 1 < viewer.circles.size(); ++i) {
    const std::uint32_t beside = catalogue_.circles[viewer.circles[0]].friends[i - 1];
    viewer.circles[i] = random.chance(65) && suits(beside) ? beside : pick_circle(age, random);
  }
  viewer.circles.back() = suits(shared_circle) ? shared_circle : viewer.circles[0];
  viewer.first_day = random.chance(60) ? 0 : random.below(catalogue_.days * 7 / 10);
  viewer.sessions = random.between(6, 15);
  if (random.chance(20)) viewer.sessions += random.below(45);
  return viewer;
}

SampleHousehold HouseholdMaker::make(std::uint64_t number, std::uint32_t most_viewers) const {
  SampleRandom random(seed_, SampleRandom::Purpose::household, number);
  const std::array<std::uint32_t, 5> size_weights = {34, 26, 17, 16, 7};
  const std::uint32_t size = std::min(random.weighted(size_weights) + 1, most_viewers);
  const Country& country = kCountries[random.weighted(kCountryWeights)];
  SampleHousehold household;
  household.country = country.code;
  household.subscription = subscription_of(size, random);
  household.shared_circle = pick_circle(size > 2 ? AgeGroup::child : AgeGroup::adult, random);
  household.shared_sessions = size > 1 ? 2 + random.below(6) : 0;
  for (std::uint32_t place = 0; place < size; ++place) {
    const AgeGroup age = age_of_viewer(place, size, random);
    household.viewers.push_back(make_viewer(age, country.language, household.shared_circle, random));
  }
  return household;
}

}  // namespace pocketrec
