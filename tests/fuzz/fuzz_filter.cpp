// Any bytes as a filter expression: what is read is written and read again as the same, is explained, and chooses the
// items that the reference evaluator chooses, with a cache and without. The length picks one of eight random
// catalogues.
#define DOCTEST_CONFIG_IMPLEMENT  // for the sample data, which other programs use in tests
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "api/limits.h"
#include "filter/explain_filter.h"
#include "filter/filter.h"
#include "filter/random_filter.h"
#include "filter/reference_evaluator.h"
#include "filter/sample_data.h"
#include "require.h"

namespace {

using namespace pocketrec;

constexpr std::size_t kSamples = 8;

// A catalogue, and one request that asks for its items.
struct Sample {
  explicit Sample(RandomFilters random)
      : data(random.data()),
        plain(random.request(data)),
        values(random.filter_values(plain)),
        user(data.user(plain.user.value_or(""))),
        request(filter_request(plain, data, user, values)) {}
  Sample(const Sample&) = delete;  // the request points into it
  Sample& operator=(const Sample&) = delete;

  SampleData data;
  ReferenceRequest plain;
  std::map<std::string, std::string> values;
  UserState user;
  FilterRequest request;
  FilterCache cache{2'000};  // so small that it forgets
};

Sample& sample_of(std::size_t size) {
  static std::array<std::unique_ptr<Sample>, kSamples> samples;
  std::unique_ptr<Sample>& sample = samples[size % kSamples];
  if (!sample) sample = std::make_unique<Sample>(RandomFilters(size % kSamples));
  return *sample;
}

void require_reference_items(const FilterExpression& expression, const BoundFilter& filter, Sample& sample) {
  const auto passing = evaluate(filter, sample.data.catalog(), sample.request);
  const auto remembered = evaluate(filter, sample.data.catalog(), sample.request, &sample.cache);
  require(static_cast<bool>(passing) == static_cast<bool>(remembered));
  if (!passing) {
    require(passing.error().code == ErrorCode::invalid_input && !passing.error().message.empty());
    return;  // perhaps for a value that does not fit its field, of which the reference knows nothing
  }
  const auto expected = reference_filter(expression, sample.data, sample.plain);
  require(expected.has_value());
  std::string ids;
  for (const std::string& id : *expected) ids += (ids.empty() ? "" : " ") + id;
  require(sample.data.ids_of(*passing) == ids);
  require(sample.data.ids_of(*remembered) == ids);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto expression = parse_filter(text_of(data, size));
  if (!expression) {
    require(expression.error().code == ErrorCode::invalid_input && !expression.error().message.empty());
    return 0;
  }
  const std::string written = to_text(*expression);
  if (written.size() <= limits::kExpressionLength) {  // else it may not be read again
    const auto again = parse_filter(written);
    require(again && to_text(*again) == written);
  }
  require(explain_filter(*expression).ends_with('.'));
  for (const std::string& name : placeholders_of(*expression)) require(written.find("$" + name) != std::string::npos);

  Sample& sample = sample_of(size);
  const auto bound = bind_filter(*expression, sample.data.schemas());
  if (bound) require_reference_items(*expression, *bound, sample);
  return 0;
}
