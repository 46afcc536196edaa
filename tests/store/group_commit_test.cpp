#include "store/group_commit.h"

#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

struct Entry {
  int committed = 0;
};

using Group = std::span<Entry* const>;

void run_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

TEST_SUITE("group commit") {
  TEST_CASE("commits a single thread's entries one by one, each at once") {
    GroupCommit<Entry> commits;
    for (int i = 0; i < 3; ++i) {
      Entry entry;
      commits.run(entry, [&](Group group) {
        REQUIRE(group.size() == 1);
        CHECK(group[0] == &entry);
        ++group[0]->committed;
      });
      CHECK(entry.committed == 1);
    }
  }

  TEST_CASE("commits every entry once, one group at a time, and gathers what comes meanwhile") {
    GroupCommit<Entry> commits;
    std::atomic<bool> is_committing = false;
    std::atomic<bool> overlapped = false;
    std::atomic<bool> gathered = false;
    std::atomic<int> wrong = 0;
    constexpr int kTries = 100'000;
    run_threads(4, [&](std::size_t) {
      for (int i = 0; i < kTries && !gathered; ++i) {
        Entry entry;
        commits.run(entry, [&](Group group) {
          if (is_committing.exchange(true)) overlapped = true;
          std::this_thread::yield();
          for (Entry* committed : group) ++committed->committed;
          if (group.size() > 1) gathered = true;
          is_committing = false;
        });
        if (entry.committed != 1) ++wrong;
      }
    });
    CHECK(gathered);
    CHECK_FALSE(overlapped);
    CHECK(wrong == 0);
  }

  TEST_CASE("goes on after a commit that throws") {
    GroupCommit<Entry> commits;
    std::atomic<int> thrown = 0;
    std::atomic<int> caught = 0;
    run_threads(4, [&](std::size_t) {
      for (int i = 0; i < 200; ++i) {
        Entry entry;
        try {
          commits.run(entry, [&](Group) {
            ++thrown;
            throw std::runtime_error("no memory");
          });
        } catch (const std::runtime_error&) {
          ++caught;
        }
      }
    });
    CHECK(thrown == caught);
    Entry entry;
    commits.run(entry, [](Group group) { ++group[0]->committed; });
    CHECK(entry.committed == 1);
  }
}

TEST_SUITE("event log, concurrent senders") {
  TEST_CASE("stores all events of all threads once, and refuses only the thread whose event is too large") {
    constexpr int kEvents = 50;
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::atomic<int> refused = 0;
    std::atomic<int> wrong = 0;
    run_threads(8, [&](std::size_t thread) {
      const std::string user = "u" + std::to_string(thread);
      for (int i = 0; i < kEvents; ++i) {
        std::vector<Interaction> batch = {click(user, std::to_string(i), i), click("all", user + std::to_string(i), i)};
        if (thread == 0) batch[1].properties = std::string(1'100'000, 'x');
        // Every batch comes twice, as from a sender that did not get the first answer.
        for (int time = 0; time < 2; ++time) {
          const auto result = log.append(batch);
          if (thread == 0) {
            if (!result && result.error().code == ErrorCode::invalid_input) ++refused;
          } else if (!result || result->stored != (time == 0 ? 2U : 0U) ||
                     result->duplicates != (time == 0 ? 0U : 2U)) {
            ++wrong;
          }
        }
      }
    });
    CHECK(refused == 2 * kEvents);
    CHECK(wrong == 0);
    CHECK(*log.count() == 7 * kEvents * 2);
    CHECK(log.appended().stored == 7 * kEvents * 2);
    CHECK(log.appended().duplicates == 7 * kEvents * 2);
    CHECK(items_of(log, "u0").empty());
    for (int thread = 1; thread < 8; ++thread) CHECK(log.events_of("u" + std::to_string(thread))->size() == kEvents);
    CHECK(log.events_of("all")->size() == 7 * kEvents);
  }
}

}  // namespace pocketrec
