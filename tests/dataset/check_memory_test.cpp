#include <doctest/doctest.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "dataset/check.h"
#include "dataset/csv_reader.h"
#include "dataset/hash64.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

// The most memory that this process has had so far, in bytes.
std::int64_t peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

// By how many bytes the peak of the memory grows while `work` runs, in a process of its own: a peak never sinks, so
// what ran before would hide it. `work` returns whether its results are right.
template <typename Work>
std::int64_t growth_during(Work work) {
  ::malloc_trim(0);  // memory that was freed but kept would be used again unseen
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::fflush(nullptr);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const std::int64_t before = peak_memory();
    const bool right = work();
    const std::int64_t growth = peak_memory() - before;
    const bool told = ::write(ends[1], &growth, sizeof growth) == static_cast<ssize_t>(sizeof growth);
    ::_exit(right && told ? 0 : 1);
  }
  ::close(ends[1]);
  std::int64_t growth = 0;
  CHECK(::read(ends[0], &growth, sizeof growth) == static_cast<ssize_t>(sizeof growth));
  ::close(ends[0]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  return growth;
}

// interactions.csv of about 20 MB, written in pieces so that the test itself needs no memory. Returns its size.
std::uintmax_t write_large(const TemporaryFolder& folder) {
  const std::filesystem::path path = folder.path() / "interactions.csv";
  std::FILE* file = std::fopen(path.c_str(), "wb");
  REQUIRE(file != nullptr);
  std::fputs("USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n", file);
  for (std::uint64_t i = 0; i < 600000; ++i) {
    std::fprintf(file, "user-%u,item-%u,Watch,%u\n", static_cast<unsigned>(mix64(i) % 20000),
                 static_cast<unsigned>(mix64(i + 7) % 5000), static_cast<unsigned>(1600000000 + i));
  }
  REQUIRE(std::fclose(file) == 0);
  return std::filesystem::file_size(path);
}

}  // namespace

TEST_SUITE("check of a large file") {
  TEST_CASE("the measurement sees memory that is used") {
    const auto growth = growth_during([] {
      const std::vector<char> memory(32'000'000, 'x');
      return memory[12345] == 'x';
    });
    CHECK(growth > 30'000'000);
  }

  TEST_CASE("memory grows with the ids and a hash for each row, not with the file") {
    const TemporaryFolder folder;
    REQUIRE(write_large(folder) > 19'000'000);
    const auto growth = growth_during([&] {
      const auto report = check_dataset(folder.path());
      return report && report->interactions->rows() == 600000 && report->interactions->users() == 20000 &&
             report->interactions->items() == 5000 && !report->has_errors();
    });
    CHECK(growth < 64'000'000);
  }

  TEST_CASE("reading alone needs no more than its buffer") {
    const TemporaryFolder folder;
    write_large(folder);
    const auto growth = growth_during([&] {
      auto reader = CsvReader::open(folder.path() / "interactions.csv");
      if (!reader) return false;
      std::size_t rows = 0;
      for (auto step = reader->next(); step && *step == CsvReader::Step::row; step = reader->next()) ++rows;
      return rows == 600000;
    });
    CHECK(growth < 6'000'000);
  }
}
