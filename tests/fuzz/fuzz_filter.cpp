// Any bytes as a filter expression: what is read is written and read again as the same, is explained, and evaluates.
#include <cstdint>
#include <string>

#include "catalog/catalog.h"
#include "filter/explain_filter.h"
#include "filter/filter.h"
#include "model/model.h"
#include "require.h"

namespace {

constexpr std::size_t kMaxCharacters = 2500;  // contract/filters.md §1

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pocketrec;
  static const auto model = [] {
    auto opened = Model::open(POCKETREC_FUZZ_MODEL);
    require(static_cast<bool>(opened));
    return *std::move(opened);
  }();
  const auto expression = parse_filter(text_of(data, size));
  if (!expression) {
    require(expression.error().code == ErrorCode::invalid_input && !expression.error().message.empty());
    return 0;
  }
  const std::string written = to_text(*expression);
  if (written.size() <= kMaxCharacters) {  // else it may not be read again
    const auto again = parse_filter(written);
    require(again && to_text(*again) == written);
  }
  require(explain_filter(*expression).ends_with('.'));
  for (const std::string& name : placeholders_of(*expression)) require(written.find("$" + name) != std::string::npos);

  const FilterSchemas schemas{&model->interactions_schema(), &model->items_schema(), &model->users_schema()};
  const auto bound = bind_filter(*expression, schemas);
  if (!bound) return 0;
  static const Catalog catalog(model->items());
  const UserState user;
  FilterRequest request;
  request.user = &user;
  request.user_id = "u1";
  const auto passing = evaluate(*bound, catalog, request);
  require(!passing || passing->size() == catalog.size());
  return 0;
}
