#include "evaluation/evaluate_lists.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace pocketrec {
namespace {

/// Checks what metrics rely on.
Result<void> check_list(std::span<const ItemIndex> list, std::size_t item_count, std::uint32_t user) {
  std::vector<ItemIndex> sorted(list.begin(), list.end());
  std::sort(sorted.begin(), sorted.end());
  const std::string where = " in the list for user " + std::to_string(user) + " of the data";
  if (!sorted.empty() && sorted.back() >= item_count) {
    return Error{ErrorCode::internal, "evaluation: expected items below " + std::to_string(item_count) + ", got item " +
                                          std::to_string(sorted.back()) + where};
  }
  const auto repeated = std::adjacent_find(sorted.begin(), sorted.end());
  if (repeated != sorted.end()) {
    return Error{ErrorCode::internal,
                 "evaluation: expected every item once, got item " + std::to_string(*repeated) + " twice" + where};
  }
  return {};
}

/// The lists of all users, filled by any number of threads.
class ListCollector {
 public:
  ListCollector(const Split& split, const EvaluationProgress& progress)
      : split_(split), progress_(progress), lists_(split.users.size()) {
    asked_total_ = static_cast<std::size_t>(std::count_if(split.users.begin(), split.users.end(),
                                                          [](const TestUser& user) { return !user.truth.empty(); }));
    progress_step_ = std::max<std::size_t>(1, asked_total_ / 100);
  }

  /// Takes users until none is left or one has failed. To be called once by every thread.
  void work(const Recommend& recommend) {
    while (!failed_.load(std::memory_order_relaxed)) {
      const std::size_t index = next_.fetch_add(1, std::memory_order_relaxed);
      if (index >= split_.users.size()) return;
      const TestUser& user = split_.users[index];
      if (user.truth.empty()) continue;
      auto list = recommend(user);
      if (!list) {
        fail(index, list.error());
        return;
      }
      list->resize(std::min(list->size(), kMetricListLength));
      if (auto ok = check_list(*list, split_.item_count, user.user); !ok) {
        fail(index, ok.error());
        return;
      }
      lists_[index] = *std::move(list);
      count_done();
    }
  }

  std::span<const std::vector<ItemIndex>> lists() const { return lists_; }

  const std::optional<Error>& error() const { return error_; }

 private:
  // Users are taken in order and every one taken is finished, so the first who fails is always among those seen.
  void fail(std::size_t index, const Error& error) {
    failed_.store(true, std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    if (error_ && error_index_ < index) return;
    error_ = error;
    error_index_ = index;
  }

  void count_done() {
    if (!progress_) return;
    const std::lock_guard lock(mutex_);
    ++done_;
    if (done_ % progress_step_ == 0 || done_ == asked_total_) progress_(done_, asked_total_);
  }

  const Split& split_;
  const EvaluationProgress& progress_;
  std::vector<std::vector<ItemIndex>> lists_;
  std::size_t asked_total_ = 0;
  std::size_t progress_step_ = 1;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;  ///< guards what follows
  std::size_t done_ = 0;
  std::size_t error_index_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Result<MetricReport> evaluate_lists(const Split& split, const Recommend& recommend, const EvaluationOptions& options) {
  ListCollector collector(split, options.progress);
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < std::min(options.threads, split.users.size()); ++i) {
      try {
        helpers.emplace_back([&collector, own = recommend] { collector.work(own); });
      } catch (const std::system_error&) {
        break;  // no more threads to be had; those that run, and this one, do the work
      }
    }
    const Recommend own = recommend;
    collector.work(own);
  }
  if (collector.error()) return *collector.error();

  MetricMeans means(split.item_count, options.bits);
  for (std::size_t i = 0; i < split.users.size(); ++i) {
    means.add(collector.lists()[i], split.users[i].truth, split.users[i].gains);
  }
  return means.report();
}

}  // namespace pocketrec
