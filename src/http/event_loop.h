#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/client_table.h"
#include "http/connection.h"
#include "http/listener.h"
#include "result/result.h"
#include "system/owned_descriptor.h"

namespace pocketrec {

/// A listener, and what holds for its connections.
struct ListenPoint {
  Listener listener;
  ConnectionRules rules;
};

/// One thread that accepts, reads, writes and counts time for all connections. Nothing it does can block on a client:
/// sockets are non-blocking, deadlines are absolute, and the number of connections and the bytes of each are bounded.
/// When there are as many connections as allowed, a new one takes the place of the one that has stalled for longest
/// (ClientTable::longest_stalled), or waits to be accepted when all of them wait for an answer.
class EventLoop {
 public:
  /// Takes a complete request, to be answered by post_answer(). Called on the loop's thread; must not block. False when
  /// it cannot be taken: the client gets 503.
  using Dispatch = std::function<bool(ConnectionId connection, HttpRequest request)>;

  /// The response's bytes, and whether the client asks too often and has to pause.
  struct Answer {
    std::string response;
    bool is_throttled = false;
  };

  /// max_connections: at least 1. Errors: io when the kernel refuses what a loop needs.
  static Result<std::unique_ptr<EventLoop>> create(std::vector<ListenPoint> points, std::size_t max_connections,
                                                   Dispatch dispatch);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs until stop(). Call once, on the thread that is to be the loop's.
  void run();

  /// The response to a request that was dispatched. Any thread; also after the connection or run() has ended.
  void post_answer(ConnectionId connection, Answer answer);

  /// Asks the loop to turn once more; turns() grows when it has. Any thread.
  void ask_for_turn() { wake(); }
  /// Times that the loop has finished a turn. Any thread.
  [[nodiscard]] std::uint64_t turns() const { return turns_; }

  /// Any thread; later calls change nothing. Closes the listeners and the idle connections at once, and the others when
  /// their request is answered, at the latest after `drain`.
  void stop(std::chrono::milliseconds drain);

 private:
  using Clock = std::chrono::steady_clock;

  EventLoop(std::vector<ListenPoint> points, std::size_t max_connections, Dispatch dispatch);

  Result<void> prepare();
  [[nodiscard]] int wait_ms() const;
  void handle_event(std::uint64_t tag, std::uint32_t events);

  void accept_clients(const ListenPoint& point);
  void add_client(OwnedDescriptor socket, const ListenPoint& point);
  void pause_accepting();
  void watch_listeners(bool enabled);

  void read_from(Client& client);
  /// Dispatches and sends until the connection has to wait, then watches for what it waits for; or removes the client.
  void settle(Client& client, std::optional<HttpRequest> request);
  bool send_output(Client& client, std::optional<HttpRequest>& next);
  void watch(Client& client);

  void wake();
  void deliver_answers();
  void expire_due();
  void begin_drain();

  std::vector<ListenPoint> points_;
  const std::size_t max_connections_;
  Dispatch dispatch_;
  OwnedDescriptor epoll_;
  OwnedDescriptor wake_;

  ClientTable clients_;
  ConnectionId next_id_;
  Clock::time_point now_;
  Clock::time_point accepting_again_ = Clock::time_point::max();  ///< set while there is no room
  Clock::time_point drain_end_ = Clock::time_point::max();        ///< set when stopping
  std::array<char, 16'384> received_{};

  std::atomic<std::uint64_t> turns_ = 0;

  std::mutex mutex_;  ///< guards what other threads pass in: the three below
  std::vector<std::pair<ConnectionId, Answer>> answers_;
  bool is_stop_requested_ = false;
  std::chrono::milliseconds drain_{0};
};

}  // namespace pocketrec
