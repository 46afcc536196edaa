#include "evaluation/split.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace pocketrec {
namespace {

/// Rows of every user, oldest first.
class UserRows {
 public:
  explicit UserRows(const EventColumns& events) : begins_(events.user_ids.size() + 1), rows_(events.user.size()) {
    assert(events.item.size() == events.user.size() && events.time.size() == events.user.size());
    for (std::uint32_t user : events.user) {
      assert(user < events.user_ids.size());
      ++begins_[user + 1];
    }
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
    for (std::size_t row = 0; row < events.user.size(); ++row) {
      rows_[next[events.user[row]]++] = static_cast<std::uint32_t>(row);
    }
    for (std::size_t user = 0; user + 1 < begins_.size(); ++user) {
      std::stable_sort(rows_.begin() + static_cast<std::ptrdiff_t>(begins_[user]),
                       rows_.begin() + static_cast<std::ptrdiff_t>(begins_[user + 1]),
                       [&events](std::uint32_t a, std::uint32_t b) { return events.time[a] < events.time[b]; });
    }
  }

  std::span<const std::uint32_t> of(std::uint32_t user) const {
    return std::span(rows_).subspan(begins_[user], begins_[user + 1] - begins_[user]);
  }

 private:
  std::vector<std::size_t> begins_;
  std::vector<std::uint32_t> rows_;
};

TestUser make_test_user(const EventColumns& events, std::uint32_t user, std::span<const std::uint32_t> history,
                        std::span<const std::uint32_t> newest) {
  TestUser made{user, {history.begin(), history.end()}, {}};
  if (!newest.empty()) made.asked_at = newest.front();
  for (std::uint32_t row : newest) made.truth.push_back(events.item[row]);
  std::sort(made.truth.begin(), made.truth.end());
  made.truth.erase(std::unique(made.truth.begin(), made.truth.end()), made.truth.end());
  return made;
}

void append(std::vector<std::uint32_t>& rows, std::span<const std::uint32_t> more) {
  rows.insert(rows.end(), more.begin(), more.end());
}

std::uint64_t fnv1a_64(std::string_view text) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
  for (char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x0000'0100'0000'01b3;
  }
  return hash;
}

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11eb;
  return value ^ (value >> 31);
}

}  // namespace

unsigned holdout_group(std::string_view user_id) {
  constexpr std::uint64_t kSeed = 0x706f'636b'6574'7265;
  return static_cast<unsigned>(mix(fnv1a_64(user_id) ^ kSeed) % 10);
}

Split hold_out_users(const EventColumns& events, HeldOutUsers held_out) {
  const UserRows user_rows(events);
  Split split;
  split.item_count = events.item_count;
  for (std::uint32_t user = 0; user < events.user_ids.size(); ++user) {
    const auto rows = user_rows.of(user);
    if (rows.empty()) continue;
    const unsigned group = holdout_group(events.user_ids[user]);
    if (group == (held_out == HeldOutUsers::test ? 0u : 1u)) {
      if (rows.size() < 2) {
        ++split.users_skipped;
        continue;
      }
      const std::size_t newest = (rows.size() + 9) / 10;
      split.users.push_back(make_test_user(events, user, rows.first(rows.size() - newest), rows.last(newest)));
    } else if (group != 0) {
      append(split.training, rows);
    }
  }
  std::sort(split.training.begin(), split.training.end());
  return split;
}

SplitPair leave_one_out(const EventColumns& events, ValidationUse use) {
  const UserRows user_rows(events);
  SplitPair splits;
  Split& validation = splits.validation;
  Split& test = splits.test;
  for (std::uint32_t user = 0; user < events.user_ids.size(); ++user) {
    const auto rows = user_rows.of(user);
    if (rows.empty()) continue;
    if (rows.size() < 3) {
      ++validation.users_skipped;
      append(validation.training, rows);
      append(test.training, rows);
      continue;
    }
    const auto oldest = rows.first(rows.size() - 2);
    const auto before_last = rows.first(rows.size() - 1);
    append(validation.training, oldest);
    append(test.training, use == ValidationUse::training ? before_last : oldest);
    validation.users.push_back(make_test_user(events, user, oldest, rows.subspan(rows.size() - 2, 1)));
    test.users.push_back(make_test_user(events, user, before_last, rows.last(1)));
  }
  test.users_skipped = validation.users_skipped;
  for (Split* split : {&validation, &test}) {
    std::sort(split->training.begin(), split->training.end());
    split->item_count = events.item_count;
    split->hides_history = true;
  }
  return splits;
}

SplitPair next_in_context(const EventColumns& events, ValidationUse use) {
  SplitPair splits = leave_one_out(events, use);
  for (Split* split : {&splits.validation, &splits.test}) {
    split->hides_history = false;
    split->hides_same_context = true;
  }
  return splits;
}

void keep_newest(Split& split, std::size_t count) {
  for (TestUser& user : split.users) {
    if (user.history.size() <= count) continue;
    user.history.erase(user.history.begin(), user.history.end() - static_cast<std::ptrdiff_t>(count));
  }
}

}  // namespace pocketrec
