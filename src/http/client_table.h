#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "http/connection.h"
#include "http/peer.h"
#include "system/owned_descriptor.h"

namespace pocketrec {

/// Names a connection of an EventLoop; never used again for another one.
using ConnectionId = std::uint64_t;

/// A connection with its socket.
struct Client {
  ConnectionId id = 0;
  OwnedDescriptor socket;
  HttpConnection connection;
  Peer peer;
  std::uint32_t interest = 0;  ///< what epoll watches for
  bool is_shut_down = false;   ///< no more output follows
  bool has_asked = false;
  HttpConnection::TimePoint next_turn = {};  ///< of its next request, when that comes earlier
};

/// The clients of an event loop, and which of them is due or has to go next. Addresses of clients are stable until they
/// are removed. For one thread.
class ClientTable {
 public:
  using TimePoint = HttpConnection::TimePoint;

  Client& add(Client client);
  /// nullptr: gone.
  Client* find(ConnectionId id);
  /// Closes the socket.
  void remove(ConnectionId id) { clients_.erase(id); }
  void clear() { clients_.clear(); }
  [[nodiscard]] std::size_t size() const { return clients_.size(); }

  /// Who has to make room for a new client: one that we only wait for to close or that asked too often, else the one
  /// that has been idle or sending a request for longest, else the slowest reader. So clients that stall make room for
  /// clients that do not. No value when all wait for us.
  [[nodiscard]] std::optional<ConnectionId> longest_stalled() const;

  /// Has to be told when a client's deadline may have become earlier.
  void note_deadline(const Client& client);
  /// No deadline is earlier. TimePoint::max() without deadlines.
  [[nodiscard]] TimePoint next_deadline() const { return next_deadline_; }
  /// The clients whose deadline has come.
  std::vector<ConnectionId> due(TimePoint now);

  /// Tells all connections that the server stops, and removes those that this closes.
  void drain();

 private:
  std::unordered_map<ConnectionId, Client> clients_;
  TimePoint next_deadline_ = TimePoint::max();
};

}  // namespace pocketrec
