#include "user/context.h"

#include <doctest/doctest.h>

#include "small_model.h"
#include "user/user_state.h"

using namespace pocketrec;

namespace {

std::shared_ptr<const Model> model_with_columns() {
  ModelContents contents = small_contents();
  contents.context_columns = {{"DEVICE", {"phone", "tv"}}, {"DAY_PART", {"evening", "morning"}}};
  return open_packed(contents);
}

}  // namespace

TEST_SUITE("context") {
  TEST_CASE("finds columns in any case and passes over what the model does not know") {
    const auto model = model_with_columns();
    ContextValues values;
    set_context(model->context_columns(), "browser", "lynx", values);
    set_context(model->context_columns(), "device", "fridge", values);
    CHECK(values.empty());
    set_context(model->context_columns(), "dayPart", "morning", values);
    CHECK(values == ContextValues{0, 2});
    set_context(model->context_columns(), "Device", "phone", values);
    CHECK(values == ContextValues{1, 2});
  }

  TEST_CASE("of a recorded event stands in its properties") {
    const auto model = model_with_columns();
    Interaction event;
    event.item_id = "alien";
    event.properties = R"({"dayPart":"evening","device":7})";
    UserState state;
    fold_events(state, std::vector{event}, Catalog(model->items()), model->context_columns());
    REQUIRE(state.events.size() == 1);
    CHECK(state.events[0].context == ContextValues{0, 1});
    CHECK(context_of(model->context_columns(), "").empty());
    CHECK(context_of({}, event.properties).empty());
  }

  TEST_CASE("weighs an event by what is different, column by column") {
    const std::vector<ContextWeight> weights = {{1, 0.25}, {0, 0.5}};
    using Values = ContextValues;
    CHECK(context_weight(weights, Values{1, 2}, Values{1, 2}) == 1);
    CHECK(context_weight(weights, Values{2, 2}, Values{1, 2}) == 0.5);
    CHECK(context_weight(weights, Values{1, 1}, Values{1, 2}) == 0.25);
    CHECK(context_weight(weights, Values{2, 1}, Values{1, 2}) == 0.125);
    CHECK(context_weight(weights, Values{}, Values{1, 2}) == 0.125);  // an event that tells nothing is no match
    CHECK(context_weight(weights, Values{2, 1}, Values{0, 0}) == 1);  // and a request that tells nothing asks none
    CHECK(context_weight(weights, Values{2, 1}, Values{}) == 1);
    CHECK(context_weight({}, Values{2, 1}, Values{1, 2}) == 1);
  }
}
