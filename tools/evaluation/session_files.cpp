#include "evaluation/session_files.h"

#include <span>
#include <string>
#include <utility>

#include "evaluation/number_lines.h"

namespace pocketrec {
namespace {

constexpr char kForm[] = "item item …";

class SessionSplit {
 public:
  explicit SessionSplit(NumberVocabulary items) : items_(std::move(items)) { split_.item_ids = items_.ids(); }

  /// Adds the events of a session. Returns its user.
  std::uint32_t add(std::span<const std::uint32_t> items) {
    const auto user = static_cast<std::uint32_t>(split_.user_ids.size());
    split_.user_ids.push_back(std::to_string(user + 1));
    for (std::size_t i = 0; i < items.size(); ++i) {
      split_.user.push_back(user);
      split_.item.push_back(items_.code(items[i]));
      split_.time.push_back(static_cast<std::int64_t>(i));
    }
    return user;
  }

  /// Asks for the last item of a session whose items, or all but the last of them, begin at row `first`.
  void ask(std::uint32_t user, std::size_t first, std::span<const std::uint32_t> items, Split& split) const {
    if (items.size() < 2) {
      ++split.users_skipped;
      return;
    }
    TestUser test{user, {}, {items_.code(items.back())}};
    for (std::size_t i = 0; i + 1 < items.size(); ++i) test.history.push_back(static_cast<std::uint32_t>(first + i));
    split.users.push_back(std::move(test));
  }

  std::size_t rows() const { return split_.item.size(); }
  GivenSplit& split() { return split_; }

 private:
  NumberVocabulary items_;
  GivenSplit split_;
};

void train_on_first(std::size_t rows, Split& split) {
  for (std::size_t row = 0; row < rows; ++row) split.training.push_back(static_cast<std::uint32_t>(row));
}

}  // namespace

Result<GivenSplit> read_session_files(const std::filesystem::path& train_path, const std::filesystem::path& test_path) {
  const auto train = read_number_lines(train_path, kForm);
  if (!train) return train.error();
  const auto test = read_number_lines(test_path, kForm);
  if (!test) return test.error();
  NumberVocabulary items;
  for (const NumberFile* file : {&*train, &*test}) {
    for (const NumberLine& line : file->lines) {
      for (const std::uint32_t item : line.values) items.add(item);
    }
  }
  items.finish();

  SessionSplit sessions(std::move(items));
  Split& validation = sessions.split().validation;
  Split& tested = sessions.split().test;
  validation.item_count = tested.item_count = sessions.split().item_ids.size();
  const std::size_t first_asked = train->lines.size() - train->lines.size() / 10;
  for (std::size_t i = 0; i < train->lines.size(); ++i) {
    if (i == first_asked) train_on_first(sessions.rows(), validation);
    const std::size_t first = sessions.rows();
    const std::uint32_t user = sessions.add(train->lines[i].values);
    if (i >= first_asked) sessions.ask(user, first, train->lines[i].values, validation);
  }
  train_on_first(sessions.rows(), tested);
  for (const NumberLine& line : test->lines) {
    const std::size_t first = sessions.rows();
    const std::uint32_t user = sessions.add(std::span(line.values).first(line.values.size() - 1));
    sessions.ask(user, first, line.values, tested);
  }
  return std::move(sessions.split());
}

}  // namespace pocketrec
