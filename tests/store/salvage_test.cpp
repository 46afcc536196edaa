#include "store/salvage.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "child_process.h"
#include "crash/watched_vfs.h"
#include "query.h"
#include "sample_events.h"
#include "store/event_log.h"
#include "store/filter_store.h"
#include "store/record_store.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr std::size_t kPageBytes = 1024;
constexpr int kSenders = 40;
constexpr int kEvents = 600;
constexpr int kRecords = 60;
constexpr std::size_t kMergeAt = 50;  // so that the index of visitors is in the file
constexpr const char* kFile = "events.sqlite";
constexpr const char* kLog = "events.sqlite-wal";
constexpr const char* kAside = "events.sqlite.corrupt-1";

// POCKETREC_DAMAGES=3000 makes a long run.
int random_damages() {
  const char* text = std::getenv("POCKETREC_DAMAGES");
  return text ? std::stoi(text) : 25;
}

// The event with this number; some are anonymous, and some are larger than a page. `origin` tells databases apart.
Interaction stored_event(int number, const std::string& origin = "") {
  const std::string text = origin + std::to_string(number);
  Interaction event = click("u" + std::to_string(number % kSenders), text, number);
  event.session_id = "s" + std::to_string(number % (kSenders / 2));
  if (number % 7 == 0) event.user_id.clear();
  event.event_id = text;
  event.event_value = number * 0.25;
  if (number % 50 == 0)
    event.properties = R"({"text":")" + std::string(3000, static_cast<char>('a' + number % 26)) + "\"}";
  return event;
}

StoredRecord numbered_record(int number) {
  return {"i" + std::to_string(number), R"({"title":"record )" + std::to_string(number) + "\"}"};
}

void fill(Database& database, int first, int last, const std::string& origin = "") {
  std::vector<Interaction> events;
  for (int i = first; i < last; ++i) events.push_back(stored_event(i, origin));
  REQUIRE(EventLog(database, {}, ClockReading::now, kMergeAt).append(events));
}

// The bytes of a store with everything in it, after a clean stop.
std::string make_store() {
  const TemporaryFolder folder;
  {
    auto database = Database::open(folder.path());
    REQUIRE(database);
    std::vector<StoredRecord> records;
    for (int i = 0; i < kRecords; ++i) records.push_back(numbered_record(i));
    REQUIRE(RecordStore(**database).put(RecordKind::item, records));
    REQUIRE(FilterStore(**database).add({"mine", "INCLUDE ItemID WHERE Items.x IN (1)", 1'700'000'000}));
    // In small transactions, as they come: the pages of table and indexes are mixed.
    for (int i = 0; i < kEvents; i += 20) fill(**database, i, i + 20);
  }
  return folder.read(kFile);
}

// File and write-ahead log of a store whose program ended without a stop, with half of the events in the file.
std::pair<std::string, std::string> make_unclean_store(const std::string& origin = "") {
  const TemporaryFolder folder;
  for (int half = 0; half < 2; ++half) {
    auto database = Database::open(folder.path());
    REQUIRE(database);
    for (int i = 0; i < kEvents / 2; i += 20)
      fill(**database, half * kEvents / 2 + i, half * kEvents / 2 + i + 20, origin);
    if (half == 1) return {folder.read(kFile), folder.read(kLog)};
  }
  return {};
}

struct Found {
  std::size_t events = 0;
  std::size_t records = 0;
  std::size_t filters = 0;
  std::size_t changed = 0;  // rows that nobody stored
  bool set_aside = false;
  std::chrono::milliseconds slowest{0};
};

// All rows of the store through its public interface, after whatever healing that takes.
Found find_all(Database& database, const std::string& origin = "") {
  Found found;
  const EventLog log(database);
  std::set<std::string> seen;
  for (const char* kind : {"u", "s"}) {
    for (int visitor = 0; visitor < (*kind == 'u' ? kSenders : kSenders / 2); ++visitor) {
      const auto events = log.events_of(kind + std::to_string(visitor));
      REQUIRE_MESSAGE(events, events.error().message);
      for (const Interaction& event : *events) {
        const int number = std::atoi(event.event_id.c_str() + std::min(origin.size(), event.event_id.size()));
        // An anonymous event is seen by all users of its session.
        const bool is_new = seen.insert(event.event_id).second;
        if (event != stored_event(number, origin)) {
          ++found.changed;
        } else if (is_new) {
          ++found.events;
        }
      }
    }
  }
  const auto records = RecordStore(database).all(RecordKind::item);
  REQUIRE(records);
  for (const StoredRecord& record : *records) {
    ++(record == numbered_record(std::atoi(record.id.c_str() + 1)) ? found.records : found.changed);
  }
  const auto filters = FilterStore(database).all();
  REQUIRE(filters);
  found.filters = filters->size();
  return found;
}

// Opens a folder whose file was damaged, uses it as a program does until it works, and reads what is there.
std::optional<Found> open_damaged_store(const std::filesystem::path& folder) {
  const auto begin = std::chrono::steady_clock::now();
  auto database = Database::open(folder);
  if (!database) {
    MESSAGE(database.error().message);
    return std::nullopt;
  }
  EventLog log(**database);
  const RecordStore records(**database);
  const FilterStore filters(**database);
  // Damage that a start does not see shows in use, each at most once until it is healed.
  const Interaction fresh = click("fresh", "fresh", 1);
  bool works = false;
  for (int use = 0; use < 4 && !works; ++use) {
    works = static_cast<bool>(log.append({&fresh, 1}));
    for (int user = 0; user < kSenders; ++user) works &= static_cast<bool>(log.events_of("u" + std::to_string(user)));
    for (int user = 0; user < kSenders / 2; ++user)
      works &= static_cast<bool>(log.events_of("s" + std::to_string(user)));
    works &= records.all(RecordKind::item) && filters.all() && log.count() && log.newest() &&
             log.count_items(moment(0), moment(kEvents));
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  if (!works) {
    const auto events = log.append({&fresh, 1});
    MESSAGE("does not heal: " << (events ? "" : events.error().message));
    return std::nullopt;
  }
  Found found = find_all(**database);
  found.set_aside = std::filesystem::exists(folder / kAside);
  found.slowest = took;
  if (found.set_aside) {
    const auto warnings = (*database)->take_warnings();
    CHECK(!warnings.empty());
    CHECK(query(**database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
  }
  return found;
}

struct Sum {
  int damages = 0;
  int stuck = 0;
  int set_aside = 0;
  std::size_t most_lost = 0;
  std::size_t lost = 0;
  std::size_t changed = 0;
  std::size_t most_changed = 0;
  std::chrono::milliseconds slowest{0};

  void add(const std::optional<Found>& found) {
    ++damages;
    if (!found) {
      ++stuck;
      return;
    }
    set_aside += found->set_aside;
    const std::size_t missing = kEvents - found->events;
    lost += missing;
    most_lost = std::max(most_lost, missing);
    changed += found->changed;
    most_changed = std::max(most_changed, found->changed);
    slowest = std::max(slowest, found->slowest);
  }

  std::string text() const {
    return std::to_string(damages) + " damages, " + std::to_string(set_aside) + " set aside, " + std::to_string(lost) +
           " events lost, at most " + std::to_string(most_lost) + " of " + std::to_string(kEvents) + " at once, " +
           std::to_string(changed) + " rows changed, slowest " + std::to_string(slowest.count()) + " ms, " +
           std::to_string(stuck) + " not healed";
  }
};

bool holds_schema(const std::string& file, std::size_t page) {
  return page == 0 || file.substr(page * kPageBytes, kPageBytes).find("CREATE ") != std::string::npos;
}

// The lock file of a store whose damage was met before: the start checks it.
void want_check(const TemporaryFolder& folder) {
  folder.write("pocketrec.lock", "1");
}

}  // namespace

TEST_SUITE("salvage") {
  TEST_CASE("of a file with one page zeroed costs what is on the page") {
    const WatchedVfs vfs(without_syncs);
    const std::string sound = make_store();
    const std::size_t pages = sound.size() / kPageBytes;
    Sum leaves;
    Sum inner;
    Sum schema;
    Sum rest;
    for (std::size_t page = 0; page < pages; ++page) {
      CAPTURE(page);
      const TemporaryFolder folder;
      std::string damaged = sound;
      std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(page * kPageBytes), kPageBytes, '\0');
      folder.write(kFile, damaged);
      want_check(folder);
      // By the first byte (fileformat.html, 1.6); pages that only continue a long value begin with a page number.
      const auto found = open_damaged_store(folder.path());
      const char kind = sound[page * kPageBytes];
      (holds_schema(sound, page)              ? schema
       : kind == 13                           ? leaves
       : kind == 5 || kind == 10 || kind == 2 ? inner
                                              : rest)
          .add(found);
    }
    MESSAGE("leaves of tables: " << leaves.text());
    MESSAGE("pages of indexes and inner pages: " << inner.text());
    MESSAGE("pages of the schema: " << schema.text());
    MESSAGE("other pages: " << rest.text());
    CHECK(leaves.stuck + inner.stuck + schema.stuck + rest.stuck == 0);
    CHECK(leaves.changed + inner.changed + schema.changed == 0);
    CHECK(leaves.most_lost <= 40);
    CHECK(leaves.slowest < std::chrono::seconds(4));
  }

  TEST_CASE("of a file with a flipped bit on any page heals") {
    const WatchedVfs vfs(without_syncs);
    const std::string sound = make_store();
    const std::size_t pages = sound.size() / kPageBytes;
    std::mt19937 random(1);
    Sum sum;
    for (std::size_t page = 0; page < pages; ++page) {
      const TemporaryFolder folder;
      std::string damaged = sound;
      // Mostly where the page says how it is laid out.
      const std::size_t place = page * kPageBytes + random() % (page % 4 == 0 ? kPageBytes : 64);
      CAPTURE(place);
      damaged[place] = static_cast<char>(damaged[place] ^ (1 << random() % 8));
      folder.write(kFile, damaged);
      want_check(folder);
      sum.add(open_damaged_store(folder.path()));
    }
    MESSAGE(sum.text());
    CHECK(sum.stuck == 0);
    // A bit of a text or a number makes another one, which nothing tells from the one that was stored.
    CHECK(sum.most_changed <= kEvents / kSenders * 2);
    CHECK(sum.slowest < std::chrono::seconds(4));
  }

  TEST_CASE("of a file with any flipped bit in its header heals") {
    const WatchedVfs vfs(without_syncs);
    const std::string sound = make_store();
    Sum sum;
    for (std::size_t place = 0; place < 112; ++place) {
      const TemporaryFolder folder;
      std::string damaged = sound;
      CAPTURE(place);
      damaged[place] = static_cast<char>(damaged[place] ^ (1 << place % 8));
      folder.write(kFile, damaged);
      want_check(folder);
      sum.add(open_damaged_store(folder.path()));
    }
    MESSAGE(sum.text());
    CHECK(sum.stuck == 0);
    CHECK(sum.changed == 0);
  }

  TEST_CASE("of a file with damage at random, or cut short at random, heals") {
    const WatchedVfs vfs(without_syncs);
    const std::string sound = make_store();
    std::mt19937 random(2);
    Sum torn;
    Sum cut;
    for (int i = 0; i < random_damages(); ++i) {
      CAPTURE(i);
      {
        const TemporaryFolder folder;
        std::string damaged = sound;
        const std::size_t begin = random() % sound.size();
        const std::size_t end = std::min(sound.size(), begin + 1 + random() % (20 * kPageBytes));
        for (std::size_t place = begin; place < end; ++place) damaged[place] = static_cast<char>(random());
        folder.write(kFile, damaged);
        want_check(folder);
        torn.add(open_damaged_store(folder.path()));
      }
      const TemporaryFolder folder;
      folder.write(kFile, sound.substr(0, random() % sound.size()));
      want_check(folder);
      cut.add(open_damaged_store(folder.path()));
    }
    MESSAGE("random bytes: " << torn.text());
    MESSAGE("cut short: " << cut.text());
    CHECK(torn.stuck + cut.stuck == 0);
    CHECK(cut.changed == 0);
    CHECK(std::max(torn.slowest, cut.slowest) < std::chrono::seconds(4));
  }

  TEST_CASE("without the log of an unclean stop has the events before it") {
    const auto [file, log] = make_unclean_store();
    const TemporaryFolder folder;
    folder.write(kFile, file);
    const auto found = open_damaged_store(folder.path());
    REQUIRE(found);
    CHECK(found->events >= kEvents / 2);
    CHECK(found->changed == 0);
  }

  TEST_CASE("with the log of another store has no event that was not stored") {
    const auto [file, log] = make_unclean_store();
    const auto [other_file, other_log] = make_unclean_store("other");
    const TemporaryFolder folder;
    folder.write(kFile, file);
    folder.write(kLog, other_log);
    const auto found = open_damaged_store(folder.path());
    REQUIRE(found);
    // Without the other's log the file is what it was when its own log was last folded into it.
    CHECK(found->set_aside);
    CHECK(found->events >= kEvents / 2);
    CHECK(found->changed == 0);
    CHECK(folder.read(std::string(kAside) + "-wal").starts_with(other_log));
    CHECK(folder.read(kAside) == file);
  }

  TEST_CASE("of a file that is damaged beside its log uses both, and changes neither") {
    auto [file, log] = make_unclean_store();
    std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(file.size() / 2 / kPageBytes * kPageBytes), 3 * kPageBytes,
                '\xff');  // not a text, which would continue a long one
    const TemporaryFolder folder;
    folder.write(kFile, file);
    folder.write(kLog, log);
    const auto found = open_damaged_store(folder.path());
    REQUIRE(found);
    CHECK(found->set_aside);
    CHECK(found->events > kEvents * 9 / 10);
    CHECK(found->changed == 0);
    // Opening appends to a log.
    CHECK(folder.read(std::string(kAside) + "-wal").starts_with(log));
    CHECK(folder.read(kAside) == file);
  }

  TEST_CASE("keeps keys, so that an event which is sent again with another time is known") {
    std::string damaged = make_store();
    std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(damaged.size() / 2 / kPageBytes * kPageBytes), kPageBytes,
                '\0');
    const TemporaryFolder folder;
    folder.write(kFile, damaged);
    want_check(folder);
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    Interaction again = stored_event(kEvents - 1);
    again.sent_at = moment(0);
    const auto appended = log.append({&again, 1});
    REQUIRE(appended);
    CHECK(appended->duplicates == 1);
    const auto warnings = (*database)->take_warnings();
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("60 records and 1 filters") != std::string::npos);
  }

  TEST_CASE("is done by the next start when the program ended before it") {
    const TemporaryFolder folder;
    folder.write(kAside, make_store());
    folder.write("events.sqlite.salvage", kAside);
    {
      const auto found = open_damaged_store(folder.path());
      REQUIRE(found);
      CHECK(found->events == kEvents);
      CHECK(found->records == kRecords);
      CHECK(found->filters == 1);
    }
    CHECK(!std::filesystem::exists(folder / "events.sqlite.salvage"));
    CHECK((*Database::open(folder.path()))->take_warnings().empty());
  }

  TEST_CASE("is not begun when the program ended before the file had its new name, and the log is back") {
    const auto [file, log] = make_unclean_store();
    const TemporaryFolder folder;
    folder.write(kFile, file);
    folder.write(std::string(kAside) + "-wal", log);
    folder.write("events.sqlite.salvage", kAside);
    const auto found = open_damaged_store(folder.path());
    REQUIRE(found);
    CHECK(!found->set_aside);
    CHECK(found->events == kEvents);
  }

  TEST_CASE("leaves a sound store when its time is over at once") {
    const TemporaryFolder folder;
    folder.write("damaged", make_store());
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const Salvaged salvaged = salvage(**database, folder / "damaged", std::chrono::milliseconds(0));
    CHECK(!salvaged.in_time);
    CHECK(salvaged.events == 0);
    const Salvaged rest = salvage(**database, folder / "damaged", std::chrono::seconds(60));
    CHECK(rest.in_time);
    CHECK(rest.events == kEvents);
    CHECK(find_all(**database).events == kEvents);
  }

  TEST_CASE("leaves a sound store when there is no room for it") {
    const TemporaryFolder folder;
    folder.write("damaged", make_store());
    const int status = run_in_child([&] {
      auto database = Database::open(folder.path());
      if (!database) return 1;
      ::signal(SIGXFSZ, SIG_IGN);
      rlimit limit{};
      ::getrlimit(RLIMIT_FSIZE, &limit);
      limit.rlim_cur = 150'000;
      ::setrlimit(RLIMIT_FSIZE, &limit);
      const Salvaged salvaged = salvage(**database, folder / "damaged", std::chrono::seconds(60));
      if (salvaged.in_time || salvaged.events + salvaged.records + salvaged.filters != 0) return 2;
      limit.rlim_cur = limit.rlim_max;
      ::setrlimit(RLIMIT_FSIZE, &limit);
      const auto count = EventLog(**database).count();
      if (!count || *count != 0) return 3;
      fill(**database, 0, 20);
      return 0;
    });
    CHECK(status == 0);
  }
}

}  // namespace pocketrec
