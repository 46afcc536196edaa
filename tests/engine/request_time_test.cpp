#include "engine/request_time.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "small_model.h"

namespace pocketrec {
namespace {

// A model whose newest event is of the second 1,700,000,000.
std::shared_ptr<const Model> model_of_2023() {
  ModelContents contents = small_contents();
  contents.provenance.last_event = 1'700'000'000;
  const auto packed = pack_model(contents);
  REQUIRE(packed);
  const auto model = Model::open_bytes(packed->bytes());
  REQUIRE(model);
  return *model;
}

}  // namespace

TEST_CASE("requests go by the clock, but never by a time before the model's newest event") {
  const auto model = model_of_2023();
  const auto at = [&](std::int64_t milliseconds) {
    return request_time(*model, std::chrono::system_clock::time_point(std::chrono::milliseconds(milliseconds)));
  };
  CHECK(at(1'700'000'000'999) == 1'700'000'000);
  CHECK(at(1'700'000'005'999) == 1'700'000'005);
  CHECK(at(12'000) == 1'700'000'000);  // a clock that starts in 1970
  CHECK(at(-12'000) == 1'700'000'000);
}

TEST_CASE("events of a clock that was not set come behind all that is known") {
  const auto model = model_of_2023();
  const auto at = [&](std::int64_t clock, std::optional<std::int64_t> newest) {
    const auto logged = newest ? std::optional(Timestamp(std::chrono::seconds(*newest))) : std::nullopt;
    const std::chrono::system_clock::time_point now{std::chrono::seconds(clock)};
    return time_of_arrival(*model, now, logged).time_since_epoch() / std::chrono::seconds(1);
  };
  CHECK(at(12, std::nullopt) == 1'700'000'000);
  CHECK(at(12, 1'800'000'000) == 1'800'000'000);
  CHECK(at(12, 13) == 1'700'000'000);
  CHECK(at(1'900'000'000, 1'800'000'000) == 1'900'000'000);
}

}  // namespace pocketrec
