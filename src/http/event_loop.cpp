#include "http/event_loop.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

namespace pocketrec {
namespace {

/// The tag of the descriptor by which other threads wake the loop. Listeners have the tags after it, then come
/// connections.
constexpr std::uint64_t kWakeTag = 0;
constexpr std::uint64_t kFirstListenerTag = 1;

constexpr int kAcceptsPerEvent = 64;
constexpr std::chrono::milliseconds kPauseWithoutRoom{100};
/// A client that asks no more often than this is never behind one that does.
constexpr std::chrono::milliseconds kBetweenTurns{10};
constexpr std::chrono::seconds kLatestTurn{1};

Error system_error(const char* action, int number) {
  return {ErrorCode::io, std::string("event loop: ") + action + ": " + std::strerror(number)};
}

bool add_to_epoll(int epoll, int descriptor, std::uint64_t tag) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = tag;
  return ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void change_in_epoll(int epoll, int descriptor, std::uint64_t tag, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  ::epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
}

/// Whom the next request of a client is counted on. Programs of this machine share an address, and one of them must not
/// use up what another one needs, so a connection that is kept is a client of its own.
std::string name_of(Client& client) {
  const bool is_first = !std::exchange(client.has_asked, true);
  return client.peer.is_shared && !is_first ? "connection " + std::to_string(client.id) : client.peer.name;
}

/// When it is the client's turn: now, or later in proportion to what it asked lately (virtual clock: Zhang, SIGCOMM
/// 1990).
HttpConnection::TimePoint take_turn(Client& client, HttpConnection::TimePoint now) {
  const auto turn = std::clamp(client.next_turn, now, now + kLatestTurn);
  client.next_turn = turn + kBetweenTurns;
  return turn;
}

}  // namespace

EventLoop::EventLoop(std::vector<ListenPoint> points, std::size_t max_connections, Dispatch dispatch)
    : points_(std::move(points)),
      max_connections_(max_connections),
      dispatch_(std::move(dispatch)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      next_id_(kFirstListenerTag + points_.size()),
      now_(Clock::now()) {
  assert(max_connections >= 1);
}

Result<std::unique_ptr<EventLoop>> EventLoop::create(std::vector<ListenPoint> points, std::size_t max_connections,
                                                     Dispatch dispatch) {
  std::unique_ptr<EventLoop> loop(new EventLoop(std::move(points), max_connections, std::move(dispatch)));
  if (auto ok = loop->prepare(); !ok) return ok.error();
  return loop;
}

Result<void> EventLoop::prepare() {
  if (!epoll_.is_open()) return system_error("epoll_create1", errno);
  if (!wake_.is_open()) return system_error("eventfd", errno);
  if (!add_to_epoll(epoll_.get(), wake_.get(), kWakeTag)) return system_error("epoll_ctl", errno);
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (!add_to_epoll(epoll_.get(), points_[i].listener.descriptor(), kFirstListenerTag + i)) {
      return system_error("epoll_ctl", errno);
    }
  }
  return {};
}

void EventLoop::run() {
  std::array<epoll_event, 256> events{};
  while (drain_end_ == Clock::time_point::max() || (clients_.size() > 0 && now_ < drain_end_)) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait_ms());
    now_ = Clock::now();
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      handle_event(event.data.u64, event.events);
    }
    deliver_answers();
    expire_due();
    if (now_ >= accepting_again_) watch_listeners(true);
    begin_drain();
    ++turns_;
  }
  clients_.clear();
}

int EventLoop::wait_ms() const {
  const auto next = std::min({clients_.next_deadline(), accepting_again_, drain_end_});
  if (next == Clock::time_point::max()) return -1;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, 60'000));
}

void EventLoop::handle_event(std::uint64_t tag, std::uint32_t events) {
  if (tag == kWakeTag) {
    std::uint64_t count = 0;
    // Only resets the counter; what other threads passed in is looked at after every wait.
    [[maybe_unused]] const ssize_t size = ::read(wake_.get(), &count, sizeof count);
    return;
  }
  if (tag < kFirstListenerTag + points_.size()) {
    accept_clients(points_[static_cast<std::size_t>(tag - kFirstListenerTag)]);
    return;
  }
  Client* client = clients_.find(tag);
  if (client == nullptr) return;  // removed by an event before this one
  const bool hung_up = (events & (EPOLLHUP | EPOLLERR)) != 0;
  if ((hung_up || (events & EPOLLIN) != 0) && client->connection.wants_input()) {
    read_from(*client);
  } else if (hung_up) {
    clients_.remove(tag);  // nobody is left to take the answer
  } else {
    settle(*client, std::nullopt);
  }
}

void EventLoop::accept_clients(const ListenPoint& point) {
  for (int i = 0; i < kAcceptsPerEvent; ++i) {
    const bool is_full = clients_.size() >= max_connections_;
    const auto victim = is_full ? clients_.longest_stalled() : std::nullopt;
    if (is_full && !victim) {
      pause_accepting();
      return;
    }
    OwnedDescriptor socket(::accept4(point.listener.descriptor(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.is_open()) {
      if (victim) clients_.remove(*victim);
      add_client(std::move(socket), point);
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      if (const auto stalled = clients_.longest_stalled()) {
        clients_.remove(*stalled);
      } else {
        pause_accepting();
      }
      return;
    }
    if (errno != ECONNABORTED && errno != EINTR) return;
  }
}

void EventLoop::add_client(OwnedDescriptor socket, const ListenPoint& point) {
  if (point.listener.address().kind != ListenAddress::Kind::unix_socket) {
    const int on = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  const ConnectionId id = next_id_++;
  Peer peer = peer_of(socket.get());
  Client& client =
      clients_.add({id, std::move(socket), HttpConnection(point.rules, now_), std::move(peer), EPOLLIN, false, false});
  if (!add_to_epoll(epoll_.get(), client.socket.get(), id)) {
    clients_.remove(id);
    return;
  }
  // Its request is often here already. A quick client must not look like a stalled one to those accepted after it.
  read_from(client);
}

void EventLoop::pause_accepting() {
  // The queue stays readable, so the loop would spin until there is room.
  watch_listeners(false);
  accepting_again_ = now_ + kPauseWithoutRoom;
}

void EventLoop::watch_listeners(bool enabled) {
  accepting_again_ = Clock::time_point::max();
  for (std::size_t i = 0; i < points_.size(); ++i) {
    change_in_epoll(epoll_.get(), points_[i].listener.descriptor(), kFirstListenerTag + i, enabled ? EPOLLIN : 0U);
  }
}

void EventLoop::read_from(Client& client) {
  const ssize_t count = ::recv(client.socket.get(), received_.data(), received_.size(), 0);
  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR) clients_.remove(client.id);
    return;
  }
  std::optional<HttpRequest> request;
  if (count == 0) {
    client.connection.end_of_input();
  } else {
    request = client.connection.receive({received_.data(), static_cast<std::size_t>(count)}, now_);
  }
  settle(client, std::move(request));
}

void EventLoop::settle(Client& client, std::optional<HttpRequest> request) {
  do {
    if (request) {
      request->client = name_of(client);
      request->turn = take_turn(client, now_);
    }
    if (request && !dispatch_(client.id, *std::exchange(request, std::nullopt))) {
      client.connection.refuse({503, "expected fewer requests at a time; try again"}, now_);
    }
    if (!send_output(client, request)) {
      clients_.remove(client.id);
      return;
    }
  } while (request);

  if (client.connection.phase() == HttpConnection::Phase::lingering && !client.is_shut_down) {
    ::shutdown(client.socket.get(), SHUT_WR);
    client.is_shut_down = true;
  }
  if (client.connection.phase() == HttpConnection::Phase::closed) {
    clients_.remove(client.id);
    return;
  }
  watch(client);
}

/// False: the connection is broken.
bool EventLoop::send_output(Client& client, std::optional<HttpRequest>& next) {
  while (!client.connection.output().empty() && !next) {
    const std::string_view output = client.connection.output();
    const ssize_t count = ::send(client.socket.get(), output.data(), output.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    next = client.connection.sent(static_cast<std::size_t>(count), now_);
  }
  return true;
}

void EventLoop::watch(Client& client) {
  clients_.note_deadline(client);
  std::uint32_t interest = 0;
  if (client.connection.wants_input()) interest |= EPOLLIN;
  if (!client.connection.output().empty()) interest |= EPOLLOUT;
  if (interest == client.interest) return;
  change_in_epoll(epoll_.get(), client.socket.get(), client.id, interest);
  client.interest = interest;
}

void EventLoop::post_answer(ConnectionId connection, Answer answer) {
  {
    const std::lock_guard lock(mutex_);
    answers_.emplace_back(connection, std::move(answer));
  }
  wake();
}

void EventLoop::stop(std::chrono::milliseconds drain) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stop_requested_) return;
    is_stop_requested_ = true;
    drain_ = drain;
  }
  wake();
}

void EventLoop::wake() {
  const std::uint64_t one = 1;
  // Fails only when the counter is full, and then the loop is awake.
  [[maybe_unused]] const ssize_t size = ::write(wake_.get(), &one, sizeof one);
}

void EventLoop::deliver_answers() {
  std::vector<std::pair<ConnectionId, Answer>> answers;
  {
    const std::lock_guard lock(mutex_);
    answers.swap(answers_);
  }
  for (const auto& [id, answer] : answers) {
    Client* client = clients_.find(id);
    if (client == nullptr) continue;  // hung up while we worked
    if (answer.is_throttled) {
      client->connection.throttle(answer.response, now_);
    } else {
      client->connection.answer(answer.response, now_);
    }
    settle(*client, std::nullopt);
  }
  // Who waited for us no longer does, and can make room.
  if (!answers.empty() && accepting_again_ != Clock::time_point::max()) accepting_again_ = now_;
}

void EventLoop::expire_due() {
  for (const ConnectionId id : clients_.due(now_)) {
    Client* client = clients_.find(id);
    settle(*client, client->connection.expire(now_));
  }
}

void EventLoop::begin_drain() {
  {
    const std::lock_guard lock(mutex_);
    if (!is_stop_requested_ || drain_end_ != Clock::time_point::max()) return;
    drain_end_ = now_ + drain_;
  }
  // Closing takes them out of epoll too.
  for (ListenPoint& point : points_) point.listener.close();
  accepting_again_ = Clock::time_point::max();
  clients_.drain();
}

}  // namespace pocketrec
