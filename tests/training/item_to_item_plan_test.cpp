#include <doctest/doctest.h>

#include <cmath>
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

ItemToItemWay way_of(const InteractionShape& shape, const ItemToItemOptions& options) {
  const auto plan = plan_item_to_item(shape, options);
  REQUIRE(plan);
  return plan->way;
}

std::string message_of(const ItemToItemOptions& options, const InteractionShape& shape = {10, 10, 20}) {
  const auto plan = plan_item_to_item(shape, options);
  return plan ? std::string() : plan.error().message;
}

}  // namespace

TEST_SUITE("item-to-item plan") {
  TEST_CASE("the cheaper inverse is taken, over items while there are few of them") {
    CHECK(way_of({6'040, 3'706, 800'000}, budget(8 * kGigabyte)) == ItemToItemWay::items);
    CHECK(way_of({100, 4'000, 10'000}, budget(8 * kGigabyte)) == ItemToItemWay::items);
    CHECK(way_of({29'858, 40'981, 810'000}, budget(10 * kGigabyte)) == ItemToItemWay::users);
    CHECK(way_of({1'000'000, 20'000, 20'000'000}, budget(10 * kGigabyte)) == ItemToItemWay::items);
    CHECK(way_of({7'900, 8'000, 80'000'000}, budget(10 * kGigabyte)) == ItemToItemWay::items);
  }

  TEST_CASE("without room or time for an inverse, sources come from co-occurrence") {
    CHECK(way_of({6'040, 3'706, 800'000}, budget(60'000'000)) == ItemToItemWay::co_occurrence);
    CHECK(way_of({1'000'000, 500'000, 50'000'000}, budget(100 * kGigabyte)) == ItemToItemWay::co_occurrence);
    ItemToItemOptions options = budget(8 * kGigabyte);
    options.inverse_operations_limit = 1e9;
    CHECK(way_of({6'040, 3'706, 800'000}, options) == ItemToItemWay::co_occurrence);
    CHECK(way_of({900, 5'500, 9'000}, options) == ItemToItemWay::users);
  }

  TEST_CASE("a plan says what it needs") {
    const auto plan = plan_item_to_item({6'040, 3'706, 800'000}, budget(8 * kGigabyte));
    REQUIRE(plan);
    CHECK(plan->keeps_products);
    CHECK(plan->operations == doctest::Approx(3706.0 * 3706 * 3706 / 2 + 3706 * 200 * 200 * (200.0 / 6 + 1)));
    CHECK(plan->bytes > 2 * 3706 * 3707 / 2 * 4);
    CHECK(plan->bytes < 120'000'000);
    CHECK(plan->text ==
          "3706 items, 6040 users, 800000 interactions: inverse over items, at most 200 sources a target, "
          "refit; about " +
              std::to_string(plan->bytes / 1'000'000 + 1) + " MB and 30.5e9 multiplications");
  }

  TEST_CASE("all products are kept only where they fit") {
    const InteractionShape shape{6'040, 3'706, 800'000};
    ItemToItemOptions options = budget(8 * kGigabyte);
    const std::uint64_t roomy = plan_item_to_item(shape, options)->bytes;
    options.memory_budget_bytes = roomy - 1;
    const auto tight = plan_item_to_item(shape, options);
    REQUIRE(tight);
    CHECK(tight->way == ItemToItemWay::items);
    CHECK(!tight->keeps_products);
    CHECK(tight->bytes < roomy);
    CHECK(tight->text.find("refit from the lists") != std::string::npos);
  }

  TEST_CASE("a matrix of products that is mostly zeros is not made for the refit") {
    ItemToItemOptions options = budget(20 * kGigabyte);
    options.way = ItemToItemWay::co_occurrence;
    CHECK(plan_item_to_item({6'040, 3'706, 800'000}, options)->keeps_products);
    CHECK(!plan_item_to_item({29'858, 40'981, 810'000}, options)->keeps_products);
  }

  TEST_CASE("a way that is asked for is taken") {
    for (ItemToItemWay way : {ItemToItemWay::items, ItemToItemWay::users, ItemToItemWay::co_occurrence}) {
      ItemToItemOptions options = budget(1);
      options.way = way;
      CHECK(way_of({6'040, 3'706, 800'000}, options) == way);
    }
    CHECK(item_to_item_way_name(ItemToItemWay::users) == "users");
    CHECK(item_to_item_way_name(ItemToItemWay::co_occurrence) == "co-occurrence");
  }

  TEST_CASE("nothing to train on is a plan as well") {
    const auto plan = plan_item_to_item({}, budget(kGigabyte));
    REQUIRE(plan);
    CHECK(plan->operations == 0);
  }

  TEST_CASE("each option outside its range is refused with its name") {
    ItemToItemOptions options;
    options.user_exponent = -0.1;
    CHECK(message_of(options) == "item-to-item options: expected user_exponent from 0 to 1, got -0.100000");
    options = {};
    options.item_exponent = std::numeric_limits<double>::quiet_NaN();
    CHECK(message_of(options) == "item-to-item options: expected item_exponent from 0 to 1, got nan");
    options = {};
    options.regularization = 0;
    CHECK(message_of(options) ==
          "item-to-item options: expected regularization from 0.000001 to 1000000, got 0.000000");
    options = {};
    options.refit_ratio = 0;
    CHECK(message_of(options) == "item-to-item options: expected refit_ratio from 0.000001 to 1000000, got 0.000000");
    options.refit = false;
    CHECK(message_of(options).empty());
    options = {};
    options.neighbors = 0;
    CHECK(message_of(options) == "item-to-item options: expected neighbors from 1 to 4096, got 0.000000");
    options = {};
    options.candidate_ratio = 17;
    CHECK(message_of(options) == "item-to-item options: expected candidate_ratio from 1 to 16, got 17.000000");
    options = {};
    options.threads = 2000;
    CHECK(message_of(options) == "item-to-item options: expected threads at most 1024, got 2000.000000");
    options = {};
    options.inverse_operations_limit = -1;
    CHECK(message_of(options) == "item-to-item options: expected inverse_operations_limit 0 or more, got -1.000000");
  }

  TEST_CASE("co-occurrence without refit has no weights, which is refused") {
    ItemToItemOptions options = budget(30'000'000);
    options.refit = false;
    CHECK(message_of(options, {6'040, 3'706, 800'000}) ==
          "item-to-item options: expected refit for 3706 items and 6040 users, of which no inverse fits 30 MB and "
          "50.0e12 multiplications, got none");
    options.way = ItemToItemWay::co_occurrence;
    CHECK(message_of(options) ==
          "item-to-item options: expected refit with the co-occurrence way, whose weights come from it, got none");
  }
}
