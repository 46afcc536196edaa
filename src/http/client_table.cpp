#include "http/client_table.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace pocketrec {
namespace {

/// Who gives way first; no value: never.
std::optional<int> eviction_rank(const HttpConnection& connection) {
  switch (connection.phase()) {
    case HttpConnection::Phase::closed:
    case HttpConnection::Phase::lingering:
    case HttpConnection::Phase::pausing:
      return 0;
    case HttpConnection::Phase::idle:
    case HttpConnection::Phase::reading_head:
    case HttpConnection::Phase::reading_body:
      // By time alone: a crowd that dribbles must not drive out a client that rests between two requests.
      return 1;
    case HttpConnection::Phase::writing:
      return 2;
    case HttpConnection::Phase::answering:
      break;
  }
  return std::nullopt;
}

}  // namespace

Client& ClientTable::add(Client client) {
  const ConnectionId id = client.id;
  Client& added = clients_.emplace(id, std::move(client)).first->second;
  note_deadline(added);
  return added;
}

Client* ClientTable::find(ConnectionId id) {
  const auto found = clients_.find(id);
  return found == clients_.end() ? nullptr : &found->second;
}

std::optional<ConnectionId> ClientTable::longest_stalled() const {
  using Key = std::tuple<int, TimePoint, ConnectionId>;
  std::optional<Key> victim;
  for (const auto& [id, client] : clients_) {
    const auto rank = eviction_rank(client.connection);
    if (!rank) continue;
    const Key key(*rank, client.connection.since(), id);
    if (!victim || key < *victim) victim = key;
  }
  if (!victim) return std::nullopt;
  return std::get<ConnectionId>(*victim);
}

void ClientTable::note_deadline(const Client& client) {
  if (const auto deadline = client.connection.deadline()) next_deadline_ = std::min(next_deadline_, *deadline);
}

std::vector<ConnectionId> ClientTable::due(TimePoint now) {
  std::vector<ConnectionId> result;
  if (now < next_deadline_) return result;
  next_deadline_ = TimePoint::max();
  for (const auto& [id, client] : clients_) {
    const auto deadline = client.connection.deadline();
    if (deadline && *deadline <= now) {
      result.push_back(id);
    } else {
      note_deadline(client);
    }
  }
  return result;
}

void ClientTable::drain() {
  for (auto entry = clients_.begin(); entry != clients_.end();) {
    HttpConnection& connection = entry->second.connection;
    connection.drain();
    entry = connection.phase() == HttpConnection::Phase::closed ? clients_.erase(entry) : std::next(entry);
  }
}

}  // namespace pocketrec
