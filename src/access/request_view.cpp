#include "access/request_view.h"

#include <algorithm>

namespace pocketrec {

const std::string* RequestView::find(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &HeaderField::name);
  return found == fields.end() ? nullptr : &found->value;
}

std::size_t RequestView::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count(fields, name, &HeaderField::name));
}

}  // namespace pocketrec
