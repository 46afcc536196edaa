#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string_view>

#include "store/database.h"

namespace pocketrec {

/// The integer that a query gives, which has to succeed.
inline std::int64_t query(Database& database, std::string_view sql) {
  auto access = database.access();
  REQUIRE(access);
  auto value = database.query_integer(sql);
  REQUIRE(value);
  return *value;
}

}  // namespace pocketrec
