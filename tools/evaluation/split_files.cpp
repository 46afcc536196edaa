#include "evaluation/split_files.h"

#include <algorithm>
#include <array>
#include <span>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "evaluation/number_lines.h"

namespace pocketrec {
namespace {

/// A line of a file: a user and the items, as numbers of the file until number() makes them codes.
struct UserLine {
  std::uint32_t user = 0;
  std::vector<std::uint32_t> items;
  std::size_t number = 0;  ///< of the line, from 1
};

struct PartFile {
  std::string name;
  std::vector<UserLine> lines;
};

Result<PartFile> read_part(const std::filesystem::path& path) {
  auto file = read_number_lines(path, "user item item …");
  if (!file) return file.error();
  PartFile part{file->name, {}};
  std::unordered_map<std::uint32_t, std::size_t> line_of_user;
  for (const NumberLine& line : file->lines) {
    const std::uint32_t user = line.values.front();
    const auto [known, is_new] = line_of_user.emplace(user, line.number);
    if (!is_new) {
      return bad_line(part.name, line.number,
                      "expected a line per user, got user " + std::to_string(user) + " again, who has line " +
                          std::to_string(known->second));
    }
    part.lines.push_back({user, {line.values.begin() + 1, line.values.end()}, line.number});
  }
  return part;
}

/// Replaces the files' numbers by codes, and says what the codes stand for.
void encode(std::span<PartFile> parts, GivenSplit& split) {
  NumberVocabulary users;
  NumberVocabulary items;
  for (const PartFile& part : parts) {
    for (const UserLine& line : part.lines) {
      users.add(line.user);
      for (std::uint32_t item : line.items) items.add(item);
    }
  }
  users.finish();
  items.finish();
  for (PartFile& part : parts) {
    for (UserLine& line : part.lines) {
      line.user = users.code(line.user);
      for (std::uint32_t& item : line.items) item = items.code(item);
    }
    std::sort(part.lines.begin(), part.lines.end(),
              [](const UserLine& a, const UserLine& b) { return a.user < b.user; });
  }
  split.user_ids = users.ids();
  split.item_ids = items.ids();
}

/// Rows of each user, in the order in which they were added.
using RowsOfUsers = std::vector<std::vector<std::uint32_t>>;

void add_events(const PartFile& part, GivenSplit& split, RowsOfUsers& history) {
  for (const UserLine& line : part.lines) {
    auto& rows = history[line.user];
    for (ItemIndex item : line.items) {
      split.time.push_back(static_cast<std::int64_t>(rows.size()));
      rows.push_back(static_cast<std::uint32_t>(split.item.size()));
      split.user.push_back(line.user);
      split.item.push_back(item);
    }
  }
}

/// Makes a test user of every line.
Result<std::vector<TestUser>> make_test_users(const PartFile& part, const GivenSplit& split,
                                              const RowsOfUsers& history) {
  std::vector<TestUser> users;
  users.reserve(part.lines.size());
  for (const UserLine& line : part.lines) {
    TestUser user{line.user, history[line.user], {line.items.begin(), line.items.end()}};
    std::sort(user.truth.begin(), user.truth.end());
    user.truth.erase(std::unique(user.truth.begin(), user.truth.end()), user.truth.end());
    for (std::uint32_t row : user.history) {
      if (!std::binary_search(user.truth.begin(), user.truth.end(), split.item[row])) continue;
      return bad_line(part.name, line.number,
                      "expected items that are new to user " + split.user_ids[line.user] + ", got item " +
                          split.item_ids[split.item[row]] + ", which an earlier file gives that user");
    }
    users.push_back(std::move(user));
  }
  return users;
}

std::vector<std::uint32_t> first_rows(std::size_t count) {
  std::vector<std::uint32_t> rows(count);
  for (std::size_t row = 0; row < count; ++row) rows[row] = static_cast<std::uint32_t>(row);
  return rows;
}

}  // namespace

SplitPaths split_paths_in(const std::filesystem::path& folder) {
  SplitPaths paths{folder / "train.txt", folder / "valid.txt", folder / "test.txt"};
  std::error_code ignored;
  if (!std::filesystem::exists(paths.validation, ignored)) paths.validation.clear();
  return paths;
}

Result<GivenSplit> read_split_files(const SplitPaths& paths, ValidationUse use) {
  const std::array files{&paths.train, &paths.validation, &paths.test};
  std::array<PartFile, files.size()> parts;
  const auto& [train, validation, test] = parts;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i] == &paths.validation && paths.validation.empty()) continue;
    auto read = read_part(*files[i]);
    if (!read) return read.error();
    parts[i] = *std::move(read);
  }

  GivenSplit split;
  encode(parts, split);
  RowsOfUsers history(split.user_ids.size());
  add_events(train, split, history);
  const std::size_t training_rows = split.item.size();
  auto validation_users = make_test_users(validation, split, history);
  if (!validation_users) return validation_users.error();
  add_events(validation, split, history);
  auto test_users = make_test_users(test, split, history);
  if (!test_users) return test_users.error();

  const std::size_t items = split.item_ids.size();
  const std::size_t test_training_rows = use == ValidationUse::training ? split.item.size() : training_rows;
  split.validation = {first_rows(training_rows), *std::move(validation_users), items, 0, true};
  split.test = {first_rows(test_training_rows), *std::move(test_users), items, 0, true};
  return split;
}

}  // namespace pocketrec
