#include "evaluation/truth_files.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "evaluation/number_lines.h"

namespace pocketrec {
namespace {

using Rows = std::unordered_map<std::string_view, std::uint32_t>;

Rows rows_of(std::span<const std::string> ids) {
  Rows rows;
  for (std::size_t i = 0; i < ids.size(); ++i) rows.emplace(ids[i], static_cast<std::uint32_t>(i));
  return rows;
}

/// Calls use(words, line number) for every line with words, until one is an error.
template <typename Use>
Result<void> for_each_line(const std::filesystem::path& path, const Use& use) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    const std::string_view line = std::string_view(*text).substr(begin, end - begin);
    begin = end + 1;
    ++number;
    std::vector<std::string_view> words;
    for (std::size_t at = 0; (at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos;) {
      const std::size_t stop = std::min(line.find_first_of(" \t\r", at), line.size());
      words.push_back(line.substr(at, stop - at));
      at = stop;
    }
    if (words.empty()) continue;
    if (auto ok = use(words, number); !ok) return ok.error();
  }
  return {};
}

Error unknown(const std::filesystem::path& path, std::size_t line, const char* what, std::string_view word) {
  return bad_line(path.filename().string(), line,
                  std::string("expected ") + what + " of the data, got '" + std::string(word.substr(0, 40)) + "'");
}

Error nothing_in(const std::filesystem::path& path, const char* what) {
  return {ErrorCode::invalid_input, path.filename().string() + ": expected " + what + ", got none"};
}

}  // namespace

Result<Split> read_truth_file(const std::filesystem::path& path, const EventColumns& events,
                              std::span<const std::string> item_ids) {
  const Rows users = rows_of(events.user_ids);
  const Rows items = rows_of(item_ids);
  std::vector<std::vector<ItemIndex>> truth(events.user_ids.size());
  std::vector<char> has_line(events.user_ids.size(), 0);
  const auto read = for_each_line(path, [&](std::span<const std::string_view> words, std::size_t line) -> Result<void> {
    const auto user = users.find(words.front());
    if (user == users.end()) return unknown(path, line, "a user", words.front());
    if (has_line[user->second] != 0) {
      return bad_line(path.filename().string(), line, "expected a line per user, got a second one");
    }
    has_line[user->second] = 1;
    std::vector<ItemIndex>& own = truth[user->second];
    for (const std::string_view word : words.subspan(1)) {
      const auto item = items.find(word);
      if (item == items.end()) return unknown(path, line, "an item", word);
      own.push_back(item->second);
    }
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
    return {};
  });
  if (!read) return read.error();

  Split split;
  split.item_count = events.item_count;
  split.training.resize(events.item.size());
  std::iota(split.training.begin(), split.training.end(), 0U);
  std::vector<std::vector<std::uint32_t>> history(events.user_ids.size());
  for (std::uint32_t row = 0; row < events.item.size(); ++row) history[events.user[row]].push_back(row);
  split.hides_history = true;
  for (std::uint32_t user = 0; user < truth.size(); ++user) {
    if (truth[user].empty()) continue;
    std::stable_sort(history[user].begin(), history[user].end(),
                     [&](std::uint32_t a, std::uint32_t b) { return events.time[a] < events.time[b]; });
    for (const std::uint32_t row : history[user]) {
      if (std::binary_search(truth[user].begin(), truth[user].end(), events.item[row])) split.hides_history = false;
    }
    split.users.push_back({user, std::move(history[user]), std::move(truth[user])});
  }
  if (split.users.empty()) return nothing_in(path, "lines `user item item …`");
  return split;
}

Result<std::vector<ItemIndex>> read_candidates(const std::filesystem::path& path,
                                               std::span<const std::string> item_ids) {
  const Rows items = rows_of(item_ids);
  std::vector<ItemIndex> candidates;
  const auto read = for_each_line(path, [&](std::span<const std::string_view> words, std::size_t line) -> Result<void> {
    for (const std::string_view word : words) {
      const auto item = items.find(word);
      if (item == items.end()) return unknown(path, line, "an item", word);
      candidates.push_back(item->second);
    }
    return {};
  });
  if (!read) return read.error();
  if (candidates.empty()) return nothing_in(path, "item ids");
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return candidates;
}

}  // namespace pocketrec
