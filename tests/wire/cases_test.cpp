#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "describe_request.h"
#include "wire/decode_query.h"
#include "wire/messages.h"

// Reads tests/wire/cases/*.txt. A case is a block of lines `key value`, the value from column 10 on, and blocks are
// separated by ---. A line that begins with blanks continues the value above it. Keys:
//
//   decode   recommendations, query (of a GET), ranking, events, items or users
//   limits   relaxed; if left out, those of the service
//   body     the request
//   is       what was understood, in the words of describe_request.h
//   error    the complete message of the refusal, instead of is
//
// In values <3*ab> stands for ababab, and # in it for the number of the repetition, from 0. # begins a comment.

namespace pocketrec {
namespace {

struct Case {
  std::string place;  // file:line
  std::string decode;
  std::string limits;
  std::string body;
  std::string is;
  std::string error;
};

constexpr std::size_t kValueColumn = 9;

// Replaces every <N*text>.
std::string expand(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    std::size_t times = 0;
    const std::size_t close = text.find('>');
    const char* const end = text.data() + text.size();
    if (text.front() == '<' && close != std::string_view::npos) {
      const auto [star, problem] = std::from_chars(text.data() + 1, end, times);
      if (problem == std::errc() && *star == '*') {
        const std::string_view repeated(star + 1, static_cast<std::size_t>(text.data() + close - star - 1));
        for (std::size_t i = 0; i < times; ++i) {
          for (const char c : repeated) c == '#' ? result += std::to_string(i) : result += c;
        }
        text.remove_prefix(close + 1);
        continue;
      }
    }
    result += text.front();
    text.remove_prefix(1);
  }
  return result;
}

std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file, "cannot read " << path.string());
  std::vector<Case> cases(1);
  std::string* value = nullptr;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::string place = path.filename().string() + ":" + std::to_string(number);
    const std::string text = line.substr(std::min(kValueColumn, line.size()));
    if (line.empty() || line.starts_with('#')) continue;
    if (line == "---") {
      cases.emplace_back();
      value = nullptr;
      continue;
    }
    if (line.starts_with(' ')) {
      REQUIRE_MESSAGE(value != nullptr, place << ": continues nothing");
      *value += '\n' + text;
      continue;
    }
    Case& current = cases.back();
    const std::string key = line.substr(0, line.find(' '));
    value = key == "decode"   ? &current.decode
            : key == "limits" ? &current.limits
            : key == "body"   ? &current.body
            : key == "is"     ? &current.is
            : key == "error"  ? &current.error
                              : nullptr;
    REQUIRE_MESSAGE(value != nullptr, place << ": unknown key " << key);
    *value = text;
    if (key == "decode") current.place = place;
  }
  return cases;
}

template <typename T>
void compare(const Case& test, const Result<T>& decoded) {
  if (test.error.empty()) {
    REQUIRE_MESSAGE(decoded, decoded.error().message);
    CHECK(describe(*decoded) == expand(test.is));
  } else {
    REQUIRE_MESSAGE(!decoded, "expected a refusal, got " << describe(*decoded));
    CHECK(decoded.error().code == ErrorCode::invalid_input);
    CHECK(decoded.error().message == expand(test.error));
  }
}

void run(const Case& test) {
  INFO(test.place);
  INFO(test.body);
  REQUIRE(test.is.empty() != test.error.empty());
  REQUIRE((test.limits.empty() || test.limits == "relaxed"));
  const limits::CallLimits& limits = test.limits.empty() ? limits::kService : limits::kRelaxed;
  const std::string body = expand(test.body);
  if (test.decode == "recommendations") {
    compare(test, decode_get_recommendations(body, limits));
  } else if (test.decode == "query") {
    compare(test, decode_recommendations_query(body, limits));
  } else if (test.decode == "ranking") {
    compare(test, decode_get_personalized_ranking(body, limits));
  } else if (test.decode == "items") {
    compare(test, decode_put_items(body, limits));
  } else if (test.decode == "users") {
    compare(test, decode_put_users(body, limits));
  } else {
    REQUIRE(test.decode == "events");
    compare(test, decode_put_events(body, limits));
  }
}

}  // namespace

TEST_SUITE("wire cases") {
  TEST_CASE("every case gives its request or its message") {
    std::size_t cases = 0;
    for (const char* name :
         {"events.txt", "query.txt", "ranking.txt", "recommendations.txt", "records.txt", "relaxed.txt", "rules.txt"}) {
      for (const Case& test : read_cases(std::filesystem::path(POCKETREC_TEST_DATA) / "wire" / "cases" / name)) {
        run(test);
        ++cases;
      }
    }
    CHECK(cases >= 100);
  }
}

}  // namespace pocketrec
