#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pocketrec {

/// A MovieLens title, "Heat (1995)", taken apart.
struct MovieTitle {
  std::string text;         ///< without the year and without blanks at the ends: "Heat"
  std::optional<int> year;  ///< of release; of a span, "(2006–2009)", the first

  bool operator==(const MovieTitle&) const = default;
};

/// Takes the year off a title's end, where "(V)" and "(TV)" may follow it and then stay with the text. A year elsewhere
/// belongs to the text: "2001: A Space Odyssey (1968)". Without one the text is the whole title.
MovieTitle parse_movie_title(std::string_view title);

}  // namespace pocketrec
