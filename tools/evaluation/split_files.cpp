#include "evaluation/split_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>

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

Error bad_line(const std::string& file, std::size_t line, const std::string& what) {
  return Error{ErrorCode::invalid_input, file + ", line " + std::to_string(line) + ": " + what};
}

Result<std::string> read_text(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    const int reason = errno;
    return Error{reason == ENOENT ? ErrorCode::resource_not_found : ErrorCode::io,
                 path.string() + ": cannot be opened: " + std::generic_category().message(reason)};
  }
  std::string text;
  std::array<char, 1 << 16> block;
  std::size_t got = 0;
  while ((got = std::fread(block.data(), 1, block.size(), file.get())) > 0) text.append(block.data(), got);
  if (std::ferror(file.get()) != 0) {
    return Error{ErrorCode::io, path.string() + ": cannot be read: " + std::generic_category().message(errno)};
  }
  return text;
}

/// Reads the number that begins at `at`, and moves `at` behind it. Precondition: line[at] is no blank.
Result<std::uint32_t> read_number(std::string_view line, std::size_t& at, const std::string& file, std::size_t number) {
  const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
  const std::string_view word = line.substr(at, end - at);
  std::uint32_t value = 0;
  const auto [stop, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (code != std::errc{} || stop != word.data() + word.size()) {
    return bad_line(file, number,
                    "expected a number from 0 to 4294967295, got \"" + std::string(word.substr(0, 40)) + "\" (column " +
                        std::to_string(at + 1) + ")");
  }
  at = end;
  return value;
}

Result<PartFile> read_part(const std::filesystem::path& path) {
  const auto text = read_text(path);
  if (!text) return text.error();
  PartFile part{path.filename().string(), {}};
  std::unordered_map<std::uint32_t, std::size_t> line_of_user;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    std::string_view line = std::string_view(*text).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    begin = end + 1;
    ++number;

    UserLine read;
    read.number = number;
    bool has_user = false;
    for (std::size_t at = 0; (at = line.find_first_not_of(" \t", at)) != std::string_view::npos;) {
      const auto value = read_number(line, at, part.name, number);
      if (!value) return value.error();
      if (has_user) {
        read.items.push_back(*value);
      } else {
        read.user = *value;
        has_user = true;
      }
    }
    if (!has_user) continue;
    const auto [known, is_new] = line_of_user.emplace(read.user, number);
    if (!is_new) {
      return bad_line(part.name, number,
                      "expected a line per user, got user " + std::to_string(read.user) + " again, who has line " +
                          std::to_string(known->second));
    }
    part.lines.push_back(std::move(read));
  }
  if (part.lines.empty()) {
    return Error{ErrorCode::invalid_input, part.name + ": expected lines `user item item …`, got none"};
  }
  return part;
}

/// Numbers of the files in ascending order; their places are the codes.
class Vocabulary {
 public:
  void add(std::uint32_t number) { numbers_.push_back(number); }
  void finish() {
    std::sort(numbers_.begin(), numbers_.end());
    numbers_.erase(std::unique(numbers_.begin(), numbers_.end()), numbers_.end());
  }
  std::uint32_t code(std::uint32_t number) const {
    return static_cast<std::uint32_t>(std::lower_bound(numbers_.begin(), numbers_.end(), number) - numbers_.begin());
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (std::uint32_t number : numbers_) ids.push_back(std::to_string(number));
    return ids;
  }

 private:
  std::vector<std::uint32_t> numbers_;
};

/// Replaces the files' numbers by codes, and says what the codes stand for.
void encode(std::span<PartFile> parts, GivenSplit& split) {
  Vocabulary users;
  Vocabulary items;
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
using History = std::vector<std::vector<std::uint32_t>>;

void add_events(const PartFile& part, GivenSplit& split, History& history) {
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
Result<std::vector<TestUser>> make_test_users(const PartFile& part, const GivenSplit& split, const History& history) {
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
  History history(split.user_ids.size());
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
