#include "model/mapped_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <utility>

#include "model/model.h"
#include "packing/write_file.h"
#include "small_model.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

void check_refused(const std::filesystem::path& path, ErrorCode code, const std::string& reason) {
  const auto file = MappedFile::open(path);
  REQUIRE_FALSE(file);
  CHECK(file.error().code == code);
  CHECK(file.error().message == path.string() + ": " + reason);
  CHECK_FALSE(Model::open(path));
}

}  // namespace

TEST_SUITE("mapped file") {
  TEST_CASE("shows the bytes of the file") {
    TemporaryFolder folder;
    const auto file = MappedFile::open(folder.write("file", "some bytes"));
    REQUIRE(file);
    REQUIRE(file->bytes().size() == 10);
    CHECK(std::memcmp(file->bytes().data(), "some bytes", 10) == 0);
  }

  TEST_CASE("keeps its bytes when it is moved and when the file is replaced") {
    TemporaryFolder folder;
    auto first = MappedFile::open(folder.write("file", "first"));
    REQUIRE(first);
    MappedFile file = *std::move(first);
    CHECK(first->bytes().empty());
    folder.write("new", "second");
    std::filesystem::rename(folder / "new", folder / "file");
    REQUIRE(file.bytes().size() == 5);
    CHECK(std::memcmp(file.bytes().data(), "first", 5) == 0);
    auto second = MappedFile::open(folder / "file");
    REQUIRE(second);
    file = *std::move(second);
    REQUIRE(file.bytes().size() == 6);
    CHECK(std::memcmp(file.bytes().data(), "second", 6) == 0);
  }

  TEST_CASE("a missing file is not found") {
    TemporaryFolder folder;
    check_refused(folder / "missing", ErrorCode::resource_not_found, "there is no such file");
  }

  TEST_CASE("a folder is no file") {
    TemporaryFolder folder;
    check_refused(folder.path(), ErrorCode::io, "expected a regular file");
  }

  TEST_CASE("a pipe is refused without waiting for its other end") {
    TemporaryFolder folder;
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    check_refused(folder / "pipe", ErrorCode::io, "expected a regular file");
  }

  TEST_CASE("a device is refused") {
    check_refused("/dev/null", ErrorCode::io, "expected a regular file");
  }

  TEST_CASE("a symbolic link is refused") {
    TemporaryFolder folder;
    folder.write("file", "bytes");
    std::filesystem::create_symlink(folder / "file", folder / "link");
    check_refused(folder / "link", ErrorCode::io, "is a symbolic link; give the file itself");
  }

  TEST_CASE("an empty file is refused") {
    TemporaryFolder folder;
    check_refused(folder.write("empty", ""), ErrorCode::io, "the file is empty");
  }

  TEST_CASE("a path through a file is an error of its own") {
    TemporaryFolder folder;
    folder.write("file", "bytes");
    check_refused(folder / "file/model", ErrorCode::io, "Not a directory");
  }
}

TEST_SUITE("model") {
  TEST_CASE("opens from a file and outlives the file's name") {
    TemporaryFolder folder;
    const auto packed = pack_model(small_contents());
    REQUIRE(packed);
    REQUIRE(write_file_atomically(folder / "model", packed->bytes()));
    const auto model = Model::open(folder / "model");
    REQUIRE(model);
    std::filesystem::remove(folder / "model");
    CHECK((*model)->items().ids()[0] == "alien");
    CHECK((*model)->items().ids()[11] == "labyrinth");
  }

  TEST_CASE("a refusal names the file") {
    TemporaryFolder folder;
    const auto model = Model::open(folder.write("model", "not a model"));
    REQUIRE_FALSE(model);
    CHECK(model.error().code == ErrorCode::corrupt_model);
    CHECK(model.error().message == (folder / "model").string() + ": model file: expected at least 64 bytes, found 11");
  }

  TEST_CASE("the sizes of its sections add up to no more than the file") {
    const auto model = small_model();
    std::uint64_t total = 0;
    for (const ModelSection& section : model->sections()) total += section.bytes;
    CHECK(model->sections()[0].name == "header and metadata");
    CHECK(total <= model->header().file_length);
    CHECK(total > model->header().file_length / 3);
  }
}

}  // namespace pocketrec
