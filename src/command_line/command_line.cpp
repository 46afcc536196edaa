#include "command_line/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "command_line/verbs.h"

namespace pocketrec {
namespace {

/// Levenshtein distance.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

/// The verbs that may follow `verb`, or its options.
std::vector<std::string> known_words(const CLI::App& verb, bool options) {
  std::vector<std::string> words;
  if (options) {
    for (const CLI::Option* option : verb.get_options()) {
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
    return words;
  }
  for (const CLI::App* child : verb.get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back(child->get_name());
  }
  return words;
}

std::string suggestion(CLI::App& app, int argc, const char* const* argv) {
  const auto [verb, behind] = deepest_verb(app, argc, argv);
  for (int i = behind; i < argc; ++i) {
    const std::string word = std::string(argv[i]).substr(0, std::string_view(argv[i]).find('='));
    if (word.empty()) continue;
    const std::vector<std::string> words = known_words(*verb, word.front() == '-');
    if (std::find(words.begin(), words.end(), word) != words.end()) continue;
    if (const std::string near = nearest_word(word, words); !near.empty()) {
      return "\nDid you mean " + near + " instead of " + word + "?";
    }
  }
  return "";
}

/// Lets every verb answer --version as the program does.
void add_version_to_verbs(const CLI::App& program, CLI::App& app) {
  for (CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    verb->set_version_flag("--version", [&program] { return program.version(); });
    add_version_to_verbs(program, *verb);
  }
}

}  // namespace

bool parse_command_line(CLI::App& app, int argc, const char* const* argv, int& exit_code) {
  add_version_to_verbs(app, app);
  try {
    app.parse(argc, argv);
    return true;
  } catch (const CLI::ParseError& outcome) {
    if (outcome.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      // Help and version: CLI11 knows which text was asked for.
      exit_code = app.exit(outcome);
      return false;
    }
    std::fprintf(stderr, "%s: %s%s\nSee %s --help.\n", app.get_name().c_str(), outcome.what(),
                 suggestion(app, argc, argv).c_str(), app.get_name().c_str());
    exit_code = kExitMisuse;
    return false;
  }
}

int fail(std::string_view program, const Error& error) {
  std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(program.size()), program.data(), error.message.c_str());
  return error_traits(error.code).exit_status;
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
  std::perror("standard output");
  std::exit(kExitFailed);
}

std::string not_negative(const std::string& text) {
  return text.starts_with('-') ? "expected a number from 0 on, got " + text : std::string();
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t fewest = 3;
  for (const std::string& candidate : known) {
    const std::size_t distance = edits(word, candidate);
    if (distance < fewest && distance < candidate.size()) {
      fewest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

Result<std::map<std::string, std::string>> named_values(std::string_view option,
                                                        const std::vector<std::string>& assignments) {
  std::map<std::string, std::string> values;
  for (const std::string& assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos) {
      return Error{ErrorCode::invalid_input, std::string(option) + ": expected NAME=VALUE, got '" + assignment + "'"};
    }
    values[assignment.substr(0, equals)] = assignment.substr(equals + 1);
  }
  return values;
}

}  // namespace pocketrec
