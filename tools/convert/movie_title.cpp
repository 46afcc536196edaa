#include "convert/movie_title.h"

#include <algorithm>

namespace pocketrec {

namespace {

std::string_view trim(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "1995", or the first year of "1995-1999", "2006–2009", "2009– ".
std::optional<int> leading_year(std::string_view text) {
  constexpr std::string_view kEnDash = "\xE2\x80\x93";
  if (text.size() < 4 || !std::all_of(text.begin(), text.begin() + 4, is_digit)) return std::nullopt;
  std::string_view rest = text.substr(4);
  if (!rest.empty()) {
    const std::size_t dash = rest.starts_with('-') ? 1 : rest.starts_with(kEnDash) ? kEnDash.size() : 0;
    if (dash == 0) return std::nullopt;
    rest = trim(rest.substr(dash));
    if (!std::all_of(rest.begin(), rest.end(), is_digit)) return std::nullopt;
  }
  int year = 0;
  for (char digit : text.substr(0, 4)) year = year * 10 + (digit - '0');
  return year;
}

}  // namespace

MovieTitle parse_movie_title(std::string_view title) {
  const std::string_view whole = trim(title);
  std::string_view front = whole;
  std::string_view medium;
  for (std::string_view known : {"(V)", "(TV)"}) {
    if (front.ends_with(known)) {
      medium = known;
      front = trim(front.substr(0, front.size() - known.size()));
      break;
    }
  }
  const std::size_t open = front.rfind('(');
  if (open == std::string_view::npos || !front.ends_with(')')) return {std::string(whole), std::nullopt};
  const std::optional<int> year = leading_year(front.substr(open + 1, front.size() - open - 2));
  const std::string_view text = trim(front.substr(0, open));
  if (!year || text.empty()) return {std::string(whole), std::nullopt};
  MovieTitle result{std::string(text), year};
  if (!medium.empty()) result.text.append(" ").append(medium);
  return result;
}

}  // namespace pocketrec
