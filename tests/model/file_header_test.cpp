#include "model/file_header.h"

#include <doctest/doctest.h>

#include <cstring>
#include <string>

#include "model/model.h"
#include "packing/pack_model.h"
#include "small_model.h"

namespace pocketrec {
namespace {

PackedModel pack(const ModelContents& contents) {
  auto packed = pack_model(contents);
  if (!packed) FAIL(packed.error().message);
  return *std::move(packed);
}

/// Writes `value` over the header field at `offset`.
template <typename T>
void set(PackedModel& model, std::size_t offset, T value) {
  std::memcpy(model.bytes().data() + offset, &value, sizeof value);
}

Error refusal(std::span<const std::byte> bytes) {
  const auto opened = Model::open_bytes(bytes);
  REQUIRE_FALSE(opened);
  return opened.error();
}

}  // namespace

TEST_SUITE("model file header") {
  TEST_CASE("it starts with the bytes that the format's description shows") {
    const PackedModel model = pack(small_contents());
    const std::uint8_t expected[] = {0x89, 0x50, 0x4b, 0x52, 0x45, 0x43, 0x0d, 0x0a, 1, 0, 0, 0};
    CHECK(std::memcmp(model.bytes().data(), expected, sizeof expected) == 0);
  }

  TEST_CASE("every beginning of a file is refused with the lengths") {
    const PackedModel whole = pack(small_contents());
    const std::string full = std::to_string(whole.bytes().size());
    for (std::size_t length = 0; length < whole.bytes().size(); ++length) {
      // A copy of exactly that length: sanitizers see a read behind its end.
      PackedModel cut(length);
      std::memcpy(cut.bytes().data(), whole.bytes().data(), length);
      const Error error = refusal(cut.bytes());
      REQUIRE(error.code == ErrorCode::corrupt_model);
      const std::string expected =
          length < kHeaderSize ? "expected at least 64 bytes" : "expected " + full + " bytes as its header says";
      REQUIRE(error.message == "model file: " + expected + ", found " + std::to_string(length));
    }
  }

  TEST_CASE("bytes behind the end are refused with the lengths") {
    const PackedModel whole = pack(small_contents());
    PackedModel longer(whole.bytes().size() + 64);
    std::memcpy(longer.bytes().data(), whole.bytes().data(), whole.bytes().size());
    CHECK(refusal(longer.bytes()).message == "model file: expected " + std::to_string(whole.bytes().size()) +
                                                 " bytes as its header says, found " +
                                                 std::to_string(longer.bytes().size()));
  }

  TEST_CASE("every change of a single byte is refused") {
    PackedModel model = pack(small_contents());
    for (std::size_t i = 0; i < model.bytes().size(); ++i) {
      for (const auto change : {std::byte{0x01}, std::byte{0x80}, std::byte{0xFF}}) {
        model.bytes()[i] ^= change;
        const auto opened = Model::open_bytes(model.bytes());
        model.bytes()[i] ^= change;
        INFO("byte " << i << " xor " << std::to_integer<int>(change));
        REQUIRE_FALSE(opened);
        const bool newer = i >= 8 && i < 12 && opened.error().code == ErrorCode::unsupported_model;
        REQUIRE((opened.error().code == ErrorCode::corrupt_model || newer));
      }
    }
    CHECK(Model::open_bytes(model.bytes()));
  }

  TEST_CASE("a newer revision is refused with the advice to install a newer program") {
    PackedModel model = pack(small_contents());
    set(model, 8, kFormatRevision + 1);
    const Error error = refusal(model.bytes());
    CHECK(error.code == ErrorCode::unsupported_model);
    CHECK(error.message ==
          "model file: it has revision 3, and this program reads up to revision 2; install a newer pocketrec");
  }

  TEST_CASE("a cut file of a newer revision counts as damaged") {
    PackedModel model = pack(small_contents());
    set(model, 8, kFormatRevision + 1);
    CHECK(refusal(std::as_const(model).bytes().first(128)).code == ErrorCode::corrupt_model);
  }

  TEST_CASE("revision 0, other hash algorithms and reserved bits are refused") {
    PackedModel model = pack(small_contents());
    SUBCASE("revision") {
      set(model, 8, std::uint32_t{0});
    }
    SUBCASE("algorithm") {
      set(model, 24, std::uint32_t{2});
    }
    SUBCASE("reserved") {
      set(model, 28, std::uint32_t{1});
    }
    const Error error = refusal(model.bytes());
    CHECK(error.code == ErrorCode::corrupt_model);
    CHECK(error.message.find("expected hash algorithm 1, reserved 0 and a revision of at least 1") !=
          std::string::npos);
  }

  TEST_CASE("metadata that is empty or longer than the file is refused") {
    PackedModel model = pack(small_contents());
    const std::size_t most = model.bytes().size() - kHeaderSize;
    for (const std::size_t length : {std::size_t{0}, most + 1, std::size_t{0xFFFFFFFF}}) {
      write_file_header(model.bytes(), static_cast<std::uint32_t>(length));
      CHECK(refusal(model.bytes()).message == "model file: expected metadata of 1 to " + std::to_string(most) +
                                                  " bytes, found " + std::to_string(length));
    }
  }

  TEST_CASE("bytes at an address that is no multiple of 64 are refused") {
    const PackedModel model = pack(small_contents());
    PackedModel moved(model.bytes().size() + 64);
    for (const std::size_t shift : {1, 8, 32, 63}) {
      std::memcpy(moved.bytes().data() + shift, model.bytes().data(), model.bytes().size());
      const Error error = refusal(std::as_const(moved).bytes().subspan(shift, model.bytes().size()));
      CHECK(error.code == ErrorCode::invalid_input);
      CHECK(error.message == "model bytes: expected an address that is a multiple of 64");
    }
  }
}

}  // namespace pocketrec
