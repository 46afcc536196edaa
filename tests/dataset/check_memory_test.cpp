#include <doctest/doctest.h>
#include <sys/resource.h>

#include <cstdio>
#include <string>

#include "dataset/check.h"
#include "dataset/csv_reader.h"
#include "dataset/hash64.h"
#include "temporary_folder.h"

using namespace pocketrec;

namespace {

// The most memory that this process has had so far, in bytes.
long peak_memory() {
  rusage usage{};
  REQUIRE(getrusage(RUSAGE_SELF, &usage) == 0);
  return usage.ru_maxrss * 1024;
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
  TEST_CASE("memory grows with the ids, not with the file") {
    const TemporaryFolder folder;
    REQUIRE(write_large(folder) > 19'000'000);
    const long before = peak_memory();
    const auto report = check_dataset(folder.path());
    REQUIRE(report);
    CHECK(report->interactions->rows() == 600000);
    CHECK(report->interactions->users() == 20000);
    CHECK(report->interactions->items() == 5000);
    CHECK_FALSE(report->has_errors());
    CHECK(peak_memory() - before < 64'000'000);
  }

  TEST_CASE("reading alone needs no more than its buffer") {
    const TemporaryFolder folder;
    write_large(folder);
    auto reader = CsvReader::open(folder.path() / "interactions.csv");
    REQUIRE(reader);
    // The first block has grown all the buffers there are.
    REQUIRE(*reader->next() == CsvReader::Step::row);
    const long before = peak_memory();
    std::size_t rows = 1;
    while (*reader->next() == CsvReader::Step::row) ++rows;
    CHECK(rows == 600000);
    CHECK(peak_memory() - before < 2'000'000);
  }
}
