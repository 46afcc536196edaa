#include <doctest/doctest.h>

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "packing/write_file.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

std::span<const std::byte> bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

}  // namespace

TEST_SUITE("atomic files") {
  TEST_CASE("a new file has the bytes and nothing stays beside it") {
    TemporaryFolder folder;
    REQUIRE(write_file_atomically(folder / "model", bytes("first")));
    CHECK(folder.read("model") == "first");
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("an old file is replaced as a whole, and who has it open keeps the old one") {
    TemporaryFolder folder;
    folder.write("model", "an old and longer text");
    std::ifstream old(folder / "model");
    REQUIRE(write_file_atomically(folder / "model", bytes("new")));
    CHECK(folder.read("model") == "new");
    CHECK(folder.entries() == 1);
    std::string line;
    std::getline(old, line);
    CHECK(line == "an old and longer text");
  }

  TEST_CASE("what a cut left beside the file is overwritten") {
    TemporaryFolder folder;
    folder.write("model.part", "half of a longer file");
    REQUIRE(write_file_atomically(folder / "model", bytes("new")));
    CHECK(folder.read("model") == "new");
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("a folder that is not there is an error that names the file") {
    TemporaryFolder folder;
    const auto written = write_file_atomically(folder / "missing/model", bytes("x"));
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::io);
    CHECK(written.error().message == (folder / "missing/model").string() + ": No such file or directory");
  }

  TEST_CASE("a folder that cannot be written to is an error") {
    TemporaryFolder folder;
    folder.write("file", "not a folder");
    const auto written = write_file_atomically(folder / "file/model", bytes("x"));
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::io);
    CHECK(folder.read("file") == "not a folder");
  }

  TEST_CASE("a folder in the file's place is an error, and nothing stays beside it") {
    TemporaryFolder folder;
    std::filesystem::create_directories(folder / "model");
    const auto written = write_file_atomically(folder / "model", bytes("x"));
    REQUIRE_FALSE(written);
    CHECK(written.error().code == ErrorCode::io);
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("a link beside the file is not followed") {
    TemporaryFolder folder;
    folder.write("victim", "untouched");
    std::filesystem::create_symlink(folder / "victim", folder / "model.part");
    CHECK_FALSE(write_file_atomically(folder / "model", bytes("x")));
    CHECK(folder.read("victim") == "untouched");
    CHECK_FALSE(std::filesystem::exists(folder / "model"));
  }
}

}  // namespace pocketrec
