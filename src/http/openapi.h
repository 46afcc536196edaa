#pragma once

#include <string_view>

namespace pocketrec {

/// docs/openapi.json: what routes() takes and gives, in OpenAPI 3.1. A constant.
std::string_view openapi_description();

}  // namespace pocketrec
