#include "access/role.h"

#include <doctest/doctest.h>

namespace pocketrec {

TEST_SUITE("roles") {
  TEST_CASE("allow what the table says, and everything to admin") {
    struct Row {
      std::string_view operation;
      bool runtime;
      bool events;
    };
    for (const Row& row :
         {Row{"GetRecommendations", true, false}, Row{"GetPersonalizedRanking", true, false},
          Row{"GetActionRecommendations", true, false}, Row{"GetRecommendationsByQuery", true, false},
          Row{"Metrics", true, false}, Row{"PutEvents", false, true}, Row{"PutItems", false, true},
          Row{"PutUsers", false, true}, Row{"PutActions", false, true}, Row{"PutActionInteractions", false, true},
          Row{"Forget", false, false}, Row{"CreateFilter", false, false}, Row{"", false, false},
          Row{"Health", true, true}, Row{"Ready", true, true}, Row{"OpenApi", true, true}}) {
      CAPTURE(row.operation);
      Roles runtime;
      runtime.add(Role::runtime);
      Roles events;
      events.add(Role::events);
      Roles both = runtime;
      both.add(Role::events);
      Roles admin;
      admin.add(Role::admin);
      CHECK(runtime.allow(row.operation) == row.runtime);
      CHECK(events.allow(row.operation) == row.events);
      CHECK(both.allow(row.operation) == (row.runtime || row.events));
      CHECK(admin.allow(row.operation));
      CHECK(Roles().allow(row.operation) == is_public(row.operation));
    }
  }

  TEST_CASE("are not asked for where a monitor looks, nor for the description") {
    for (const std::string_view operation : {"Health", "Ready", "OpenApi"}) CHECK(is_public(operation));
    for (const std::string_view operation : {"Metrics", "GetRecommendationsByQuery", ""}) {
      CHECK_FALSE(is_public(operation));
    }
  }

  TEST_CASE("tell what changes state") {
    CHECK(changes_state("PutEvents"));
    CHECK(changes_state("Forget"));
    CHECK(changes_state("CreateFilter"));
    CHECK_FALSE(changes_state("GetRecommendations"));
    for (const std::string_view operation : {"GetRecommendationsByQuery", "Metrics", "Health", "Ready", "OpenApi"}) {
      CHECK_FALSE(changes_state(operation));
    }
  }
}

}  // namespace pocketrec
