#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace pocketrec {

/// An entry of a list and where it stands; 1 is the first place.
template <typename Entry>
struct PlacedPin {
  std::size_t position = 1;
  Entry entry;
};

/// Puts each pin at its position among `others`, which keep their order; one whose position is behind the end stands at
/// the end. pins: positions ascend.
template <typename Entry>
std::vector<Entry> place_pins(std::vector<Entry> others, std::vector<PlacedPin<Entry>> pins) {
  for (PlacedPin<Entry>& pin : pins) {
    const std::size_t place = std::min(pin.position - 1, others.size());
    others.insert(others.begin() + static_cast<std::ptrdiff_t>(place), std::move(pin.entry));
  }
  return others;
}

}  // namespace pocketrec
