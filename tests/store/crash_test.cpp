#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <random>
#include <string>
#include <vector>

#include "child_process.h"
#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr int kBatch = 5;

// Event `number` of the test, the same whenever it is made.
Interaction numbered_event(int number) {
  return with_id(click("u" + std::to_string(number % 7), std::to_string(number), number), std::to_string(number));
}

// Appends batches from `first` on, and writes the number of the batch's end to `acknowledged` after each, until killed.
int append_until_killed(const std::filesystem::path& folder, int first, int acknowledged) {
  auto database = Database::open(folder);
  if (!database) return 1;
  EventLog log(**database);
  for (int next = first;; next += kBatch) {
    std::vector<Interaction> batch;
    batch.reserve(kBatch);
    for (int i = 0; i < kBatch; ++i) batch.push_back(numbered_event(next + i));
    if (!log.append(batch)) return 2;
    const int end = next + kBatch;
    if (::write(acknowledged, &end, sizeof end) != sizeof end) return 3;
  }
}

}  // namespace

TEST_SUITE("event log, crashes") {
  TEST_CASE("keeps every acknowledged event exactly once when the process is killed at any moment") {
    const TemporaryFolder folder;
    std::mt19937 random(1);
    int acknowledged = 0;
    for (int round = 0; round < 20; ++round) {
      int ends[2];
      REQUIRE(::pipe(ends) == 0);
      // The first batch repeats the last acknowledged one, as a sender does that did not get the answer.
      const int first = std::max(0, acknowledged - kBatch);
      const pid_t child = fork_child([&] { return append_until_killed(folder.path(), first, ends[1]); });
      ::close(ends[1]);
      // Every other round is killed while it appends for sure, the rest perhaps while it opens.
      int reached = 0;
      for (int i = 0; i < 2 && round % 2 == 0; ++i)
        REQUIRE(::read(ends[0], &reached, sizeof reached) == sizeof reached);
      acknowledged = std::max(acknowledged, reached);
      ::usleep(std::uniform_int_distribution<useconds_t>(2'000, 60'000)(random));
      REQUIRE(::kill(child, SIGKILL) == 0);
      CHECK(wait_for(child) == -1);
      for (int end = 0; ::read(ends[0], &end, sizeof end) == sizeof end;) acknowledged = std::max(acknowledged, end);
      ::close(ends[0]);

      auto database = Database::open(folder.path());
      REQUIRE(database);
      REQUIRE((*database)->take_warnings().empty());
      const EventLog log(**database);
      std::vector<int> times_seen;
      for (int user = 0; user < 7; ++user) {
        auto events = log.events_of("u" + std::to_string(user));
        REQUIRE(events);
        for (const Interaction& event : *events) {
          const auto number = static_cast<std::size_t>(std::stoi(event.event_id));
          times_seen.resize(std::max(times_seen.size(), number + 1));
          ++times_seen[number];
          REQUIRE(event == numbered_event(static_cast<int>(number)));
        }
      }
      // At most the batch that was under way is there without an acknowledgement, and whole.
      REQUIRE(times_seen.size() >= static_cast<std::size_t>(acknowledged));
      REQUIRE(times_seen.size() <= static_cast<std::size_t>(acknowledged + kBatch));
      REQUIRE(times_seen.size() % kBatch == 0);
      REQUIRE(std::all_of(times_seen.begin(), times_seen.end(), [](int times) { return times == 1; }));
    }
    CHECK(acknowledged >= 10 * kBatch);
  }
}

}  // namespace pocketrec
