#pragma once

#include <span>
#include <string_view>

namespace pocketrec {

/// What a method of a path asks for.
struct Route {
  std::string_view method;
  std::string_view path;
  std::string_view operation;
  bool has_query = false;  ///< the operation's input is the query of the target, and not the body
};

/// Every path of the service, as docs/openapi.json describes it. What has the method GET changes nothing.
std::span<const Route> routes();

/// The route of a request, HEAD being a GET (RFC 9110 §9.3.2); nullptr when there is none.
const Route* find_route(std::string_view method, std::string_view path);

/// Whether any method of the path asks for something.
bool has_path(std::string_view path);

}  // namespace pocketrec
