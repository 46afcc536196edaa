#pragma once

// cpp-httplib, of which only the parser, dispatch and response writer run. Its client, its sockets and its uploads
// cannot be switched off, and would bring libstdc++'s regular expressions, which recurse with their input, and the C
// library's resolver, which loads modules of the system, into a static program. So what httplib names `std::regex` and
// `getaddrinfo` are these, found in its own namespace first: nothing matches, and no name is known.
// The target is limited before a request comes here, together with method and version it may be a little longer.
#define CPPHTTPLIB_REQUEST_URI_MAX_LENGTH 65536
#include <netdb.h>

#include <iterator>
#include <regex>

namespace httplib {

namespace std {
using namespace ::std;

struct regex {
  template <typename... Pattern>
  explicit regex(const Pattern&... /*unused*/) {}
};

template <typename... Arguments>
bool regex_match(const Arguments&... /*unused*/) {
  return false;
}

template <typename... Arguments>
bool regex_search(const Arguments&... /*unused*/) {
  return false;
}

/// Always at its end.
struct sregex_iterator {
  template <typename... Arguments>
  explicit sregex_iterator(const Arguments&... /*unused*/) {}
  bool operator==(const sregex_iterator& /*unused*/) const { return true; }
  const smatch& operator*() const { return none; }
  sregex_iterator& operator++() { return *this; }
  smatch none;
};
}  // namespace std

// Objects, as a function would be looked for among those of the system, too.
inline constexpr auto getaddrinfo = [](const auto&... /*unused*/) { return EAI_FAIL; };
inline constexpr auto freeaddrinfo = [](const auto&... /*unused*/) {};
inline constexpr auto getnameinfo = [](const auto&... /*unused*/) { return EAI_FAIL; };

}  // namespace httplib

#include <httplib.h>
