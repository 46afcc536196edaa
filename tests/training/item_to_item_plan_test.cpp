#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "training/item_to_item.h"

using namespace pocketrec;

namespace {

constexpr std::uint64_t kGigabyte = 1'000'000'000;

ItemToItemOptions budget(std::uint64_t bytes) {
  ItemToItemOptions options;
  options.memory_budget_bytes = bytes;
  options.threads = 2;
  return options;
}

std::string message_of(const ItemToItemOptions& options, const InteractionShape& shape = {10, 10, 20}) {
  const auto plan = plan_item_to_item(shape, options);
  return plan ? std::string() : plan.error().message;
}

}  // namespace

TEST_SUITE("item-to-item plan") {
  TEST_CASE("a plan says what it needs") {
    const auto plan = plan_item_to_item({6'040, 3'706, 800'000}, budget(8 * kGigabyte));
    REQUIRE(plan);
    CHECK(plan->form == ProductForm::tiles);
    CHECK(plan->bytes > 3706 * 3707 / 2 * 4 + 8 * 3706 * 600);
    CHECK(plan->bytes < 60'000'000);
    CHECK(plan->text ==
          "3706 items, 6040 users, 800000 interactions: at most 200 sources a target of 400 candidates, products as a "
          "matrix; about " +
              std::to_string(plan->bytes / 1'000'000 + 1) + " MB");
  }

  TEST_CASE("all products are kept only where they fit") {
    const InteractionShape shape{6'040, 3'706, 800'000};
    ItemToItemOptions options = budget(8 * kGigabyte);
    options.memory_budget_bytes = plan_item_to_item(shape, options)->bytes;
    CHECK(plan_item_to_item(shape, options)->form == ProductForm::tiles);
    --options.memory_budget_bytes;
    const auto tight = plan_item_to_item(shape, options);
    REQUIRE(tight);
    CHECK(!tight->form);
    CHECK(tight->bytes <= options.memory_budget_bytes);
    CHECK(tight->text.find("products from the users' lists") != std::string::npos);
  }

  TEST_CASE("a matrix of products that is mostly zeros is not made") {
    CHECK(!plan_item_to_item({29'858, 40'981, 810'000}, budget(20 * kGigabyte))->form);
  }

  TEST_CASE("counted sums are kept as a matrix, or as lists where that is mostly zeros") {
    const InteractionShape dense{6'040, 3'706, 800'000, 300'000'000};
    CHECK(plan_item_to_item(dense, budget(8 * kGigabyte), true)->form == ProductForm::tiles);
    const InteractionShape sparse{29'858, 40'981, 810'000, 80'000'000};
    CHECK(plan_item_to_item(sparse, budget(20 * kGigabyte), true)->form == ProductForm::full_lists);
  }

  TEST_CASE("more memory than the budget is refused") {
    CHECK(message_of(budget(1'000'000), {6'040, 3'706, 800'000}).find("item-to-item: expected at most 1 MB, got ") ==
          0);
    CHECK(message_of(budget(kGigabyte), {1'000'000, 500'000, 50'000'000}).find("about 3") != std::string::npos);
    CHECK(message_of(budget(8 * kGigabyte), {1'000'000, 500'000, 50'000'000}).empty());
  }

  TEST_CASE("nothing to train on is a plan as well") {
    CHECK(plan_item_to_item({}, budget(kGigabyte)));
  }

  TEST_CASE("each option outside its range is refused with its name") {
    ItemToItemOptions options;
    options.user_exponent = -0.1;
    CHECK(message_of(options) == "item-to-item options: expected user_exponent from 0 to 1, got -0.1");
    options = {};
    options.item_exponent = std::numeric_limits<double>::quiet_NaN();
    CHECK(message_of(options) == "item-to-item options: expected item_exponent from 0 to 1, got nan");
    options = {};
    options.regularization = 0;
    CHECK(message_of(options) == "item-to-item options: expected regularization from 1e-06 to 1e+06, got 0");
    options = {};
    options.refit_ratio = 0;
    CHECK(message_of(options) == "item-to-item options: expected refit_ratio from 1e-06 to 1e+06, got 0");
    options = {};
    options.neighbors = 0;
    CHECK(message_of(options) == "item-to-item options: expected neighbors from 1 to 4096, got 0");
    options = {};
    options.candidate_ratio = 17;
    CHECK(message_of(options) == "item-to-item options: expected candidate_ratio from 1 to 16, got 17");
    options = {};
    options.threads = 2000;
    CHECK(message_of(options) == "item-to-item options: expected threads from 0 to 1024, got 2000");
  }
}
