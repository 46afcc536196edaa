#include "http/listener.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "raw_client.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

ListenAddress address_of(const std::string& text) {
  auto address = parse_listen_address(text);
  REQUIRE(address);
  return *address;
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode;
}

}  // namespace

TEST_SUITE("listener") {
  TEST_CASE("tells which port it got, and that a second one cannot have it") {
    const auto first = Listener::open(address_of("127.0.0.1:0"));
    REQUIRE(first);
    CHECK(first->address().port != 0);
    const std::string text = to_text(first->address());
    const auto second = Listener::open(first->address());
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::resource_in_use);
    CHECK(second.error().message == "listen on " + text + ": bind: another process uses this address");
  }

  TEST_CASE("frees the port when it goes") {
    ListenAddress address;
    {
      const auto first = Listener::open(address_of("127.0.0.1:0"));
      REQUIRE(first);
      address = first->address();
    }
    CHECK(Listener::open(address));
  }

  TEST_CASE("makes a Unix socket for owner and group, and removes it when it goes") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.sock";
    const mode_t mask = ::umask(0);
    {
      const auto listener = Listener::open(address_of("unix:" + path.string()));
      ::umask(mask);
      REQUIRE(listener);
      CHECK(mode_of(path) == (S_IFSOCK | 0660));
      CHECK(RawClient(listener->address()).is_connected());
    }
    CHECK_FALSE(std::filesystem::exists(path));
  }

  TEST_CASE("replaces the socket of a killed process") {
    const TemporaryFolder folder;
    const ListenAddress address = address_of("unix:" + (folder.path() / "a.sock").string());
    const pid_t child = ::fork();
    if (child == 0) {
      const auto listener = Listener::open(address);
      ::_exit(listener ? 0 : 1);  // without destructors, as if killed
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    CHECK(S_ISSOCK(mode_of(address.path)));
    CHECK_FALSE(RawClient(address).is_connected());
    const auto listener = Listener::open(address);
    REQUIRE(listener);
    CHECK(RawClient(address).is_connected());
  }

  TEST_CASE("leaves the socket of a living process alone") {
    const TemporaryFolder folder;
    const ListenAddress address = address_of("unix:" + (folder.path() / "a.sock").string());
    const auto first = Listener::open(address);
    REQUIRE(first);
    const auto second = Listener::open(address);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::resource_in_use);
    CHECK(second.error().message.find(to_text(address)) != std::string::npos);
    CHECK(RawClient(address).is_connected());
  }

  TEST_CASE("does not replace what is not a socket, nor follow a link in place of its lock") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.sock";
    std::ofstream(path) << "precious";
    const auto listener = Listener::open(address_of("unix:" + path.string()));
    REQUIRE_FALSE(listener);
    CHECK(listener.error().code == ErrorCode::io);
    CHECK(listener.error().message.ends_with("expected a socket or nothing there, found something else"));
    CHECK(std::filesystem::file_size(path) == 8);

    std::filesystem::create_symlink(path, folder.path() / "b.sock.lock");
    CHECK_FALSE(Listener::open(address_of("unix:" + (folder.path() / "b.sock").string())));
  }

  TEST_CASE("says that the folder of a Unix socket is missing") {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "none" / "a.sock").string();
    const auto listener = Listener::open(address_of("unix:" + path));
    REQUIRE_FALSE(listener);
    CHECK(listener.error().message == "listen on unix:" + path + ": open " + path + ".lock: No such file or directory");
  }

  TEST_CASE("takes over a socket that is listened on, and removes nothing when it goes") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "a.sock";
    OwnedDescriptor passed(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.string().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(passed.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    CHECK_FALSE(Listener::adopt(OwnedDescriptor(::dup(passed.get()))));  // nobody listens
    REQUIRE(::listen(passed.get(), 1) == 0);
    {
      const auto listener = Listener::adopt(std::move(passed));
      REQUIRE(listener);
      CHECK(to_text(listener->address()) == "unix:" + path.string());
      CHECK((::fcntl(listener->descriptor(), F_GETFL) & O_NONBLOCK) != 0);
      CHECK((::fcntl(listener->descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
    }
    CHECK(S_ISSOCK(mode_of(path)));
  }

  TEST_CASE("takes over no descriptor of something else") {
    for (const int descriptor : {::open("/dev/null", O_RDONLY), ::socket(AF_INET, SOCK_DGRAM, 0), -1}) {
      const auto listener = Listener::adopt(OwnedDescriptor(descriptor));
      REQUIRE_FALSE(listener);
      CHECK(listener.error().code == ErrorCode::invalid_input);
    }
  }
}

}  // namespace pocketrec
