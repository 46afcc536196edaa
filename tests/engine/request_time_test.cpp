#include "engine/request_time.h"

#include <doctest/doctest.h>

#include "small_model.h"

namespace pocketrec {

TEST_CASE("requests go by the clock, but never by a time before the model's newest event") {
  ModelContents contents = small_contents();
  contents.provenance.last_event = 1'700'000'000;
  const auto packed = pack_model(contents);
  REQUIRE(packed);
  const auto model = Model::open_bytes(packed->bytes());
  REQUIRE(model);
  const auto at = [&](std::int64_t milliseconds) {
    return request_time(**model, std::chrono::system_clock::time_point(std::chrono::milliseconds(milliseconds)));
  };
  CHECK(at(1'700'000'000'999) == 1'700'000'000);
  CHECK(at(1'700'000'005'999) == 1'700'000'005);
  CHECK(at(12'000) == 1'700'000'000);  // a clock that starts in 1970
  CHECK(at(-12'000) == 1'700'000'000);
}

}  // namespace pocketrec
