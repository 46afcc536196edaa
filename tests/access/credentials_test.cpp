#include "access/credentials.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "temporary_folder.h"
#include "test_signer.h"

namespace pocketrec {
namespace {

const std::string kKeyLine = std::string("kiosk runtime key ") + kExampleId + " " + kExampleSecret + "\n";

std::string parse_message(const std::string& text) {
  const auto credentials = Credentials::parse(text, "F");
  return credentials ? "(good)" : credentials.error().message;
}

/// A file as it has to be, which the test then spoils.
std::filesystem::path write_private(const TemporaryFolder& folder, std::string_view name, std::string_view text) {
  auto path = folder.write(name, text);
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return path;
}

std::string read_message(const std::filesystem::path& path) {
  const auto credentials = Credentials::read(path.string());
  return credentials ? "(good)" : credentials.error().message;
}

}  // namespace

TEST_SUITE("credentials") {
  TEST_CASE("are found by access key id and by token") {
    const std::string token = "a-token-of-thirty-two-characters";
    const auto credentials = Credentials::parse("# comment\r\n\n \t\n" + kKeyLine + "\tsensor.1 events,runtime token " +
                                                    TestSigner::hex(TestSigner::hash(token)) + "\r\n  # the end",
                                                "F");
    REQUIRE(credentials);
    const AccessKey* key = credentials->find_key(kExampleId);
    REQUIRE(key != nullptr);
    CHECK(key->holder.name == "kiosk");
    CHECK(key->holder.roles.has(Role::runtime));
    CHECK_FALSE(key->holder.roles.has(Role::events));
    CHECK(key->signing_secret.view() == std::string("AWS4") + kExampleSecret);
    CHECK(credentials->find_key("AKIDEXAMPL") == nullptr);
    CHECK(credentials->find_key("") == nullptr);

    const Holder* holder = credentials->find_token(token);
    REQUIRE(holder != nullptr);
    CHECK(holder->name == "sensor.1");
    CHECK(holder->roles.has(Role::runtime));
    CHECK(holder->roles.has(Role::events));
    CHECK(credentials->find_token(token + " ") == nullptr);
    CHECK(credentials->find_token("") == nullptr);
    CHECK(credentials->find_token(TestSigner::hex(TestSigner::hash(token))) == nullptr);
  }

  TEST_CASE("may have an end") {
    const auto credentials = Credentials::parse(
        kKeyLine.substr(0, kKeyLine.size() - 1) + " expires=2026-11-24T02:01:48Z\nsensor events token " +
            TestSigner::hex(TestSigner::hash("token")) + " expires=1970-01-01T00:00:00Z\n",
        "F");
    REQUIRE(credentials);
    CHECK(credentials->find_key(kExampleId)->holder.expires->time_since_epoch().count() == 1'795'485'708);
    CHECK(credentials->find_token("token")->expires == std::chrono::sys_seconds());
  }

  TEST_CASE("say what was expected and in which line, and nothing of what stands there") {
    const std::string form =
        "expected NAME ROLES key ID SECRET [expires=TIME], or NAME ROLES token SHA256 [expires=TIME]";
    const std::string secret(32, 's');
    CHECK(parse_message("") == "F: expected at least one credential, got none");
    CHECK(parse_message("# only\n") == "F: expected at least one credential, got none");
    CHECK(parse_message("\nkiosk\n") == "F, line 2: " + form);
    CHECK(parse_message("kiosk runtime secret A " + secret) == "F, line 1: " + form);
    CHECK(parse_message("kiosk runtime key ABCD " + secret + " more") == "F, line 1: " + form);
    CHECK(parse_message("kio/sk runtime key ABCD " + secret) ==
          "F, line 1: expected a name of 1 to 64 letters, digits and ._-");
    CHECK(parse_message("kiosk root key ABCD " + secret) ==
          "F, line 1: expected runtime, events or admin as the role, or several with commas between");
    CHECK(parse_message("kiosk runtime key AB " + secret) ==
          "F, line 1: expected an access key id of 4 to 128 letters, digits and _");
    CHECK(parse_message("kiosk runtime key ABCD " + secret.substr(1)) ==
          "F, line 1: expected a secret access key of 32 to 128 visible ASCII characters");
    CHECK(parse_message("kiosk runtime key ABCD " + secret + " expires=2026-12-31") ==
          "F, line 1: expected expires=YYYY-MM-DDThh:mm:ssZ");
    CHECK(parse_message("kiosk runtime key ABCD " + secret + " expires=2026-02-30T00:00:00Z") ==
          "F, line 1: expected expires=YYYY-MM-DDThh:mm:ssZ");
    CHECK(parse_message(kKeyLine + kKeyLine) == "F, line 2: expected every access key id once");
    CHECK(parse_message("kiosk runtime token " + secret) ==
          "F, line 1: expected the SHA-256 of a token as 64 lower-case hex digits");
  }

  TEST_CASE("are read from a file that only its owner can read") {
    const TemporaryFolder folder;
    const auto path = write_private(folder, "good", kKeyLine);
    CHECK(read_message(path) == "(good)");
    std::filesystem::permissions(path, std::filesystem::perms::owner_read);
    CHECK(read_message(path) == "(good)");
    for (const auto& [mode, text] : {std::pair(0640U, "0640"), std::pair(0604U, "0604"), std::pair(0620U, "0620"),
                                     std::pair(0601U, "0601"), std::pair(0666U, "0666")}) {
      std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
      CHECK(read_message(path) == "credentials file " + path.string() +
                                      ": expected no rights for group and others (chmod 600), got mode " + text);
    }
  }

  TEST_CASE("are not read from anything else") {
    const TemporaryFolder folder;
    const auto path = write_private(folder, "good", kKeyLine);
    std::filesystem::create_symlink(path, folder / "link");
    CHECK(read_message(folder / "link") ==
          "credentials file " + (folder / "link").string() + ": expected the file itself, got a symbolic link");
    CHECK(read_message(folder / "none") == "credentials file " + (folder / "none").string() + ": not found");
    CHECK(read_message(folder.path()).ends_with(": expected a regular file"));
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    CHECK(read_message(folder / "fifo").ends_with(": expected a regular file"));
    CHECK(read_message("/dev/null").ends_with(": expected a regular file"));
    CHECK(read_message(write_private(folder, "empty", "")).ends_with(": expected at least one credential, got none"));
    CHECK(read_message(write_private(folder, "large", std::string(65'537, '#')))
              .ends_with(": expected at most 65536 bytes, got 65537 bytes"));
    std::filesystem::create_hard_link(path, folder / "second");
    CHECK(read_message(path).ends_with(": expected one name, got 2 hard links to the same file"));
    if (::geteuid() != 0) {
      MESSAGE("SKIPPED: another owner's file, which only root can make");
      return;
    }
    const auto foreign = write_private(folder, "foreign", kKeyLine);
    REQUIRE(::chown(foreign.c_str(), 12345, 12345) == 0);
    CHECK(read_message(foreign).ends_with(": expected the owner to be user 0, who runs this program, got user 12345"));
  }
}

}  // namespace pocketrec
