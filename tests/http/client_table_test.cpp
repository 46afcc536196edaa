#include "http/client_table.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>

#include "sample_request.h"

namespace pocketrec {
namespace {

using std::chrono::seconds;

Client client(ConnectionId id, HttpConnection connection) {
  return {id, OwnedDescriptor(), std::move(connection), Peer(), 0, false, false};
}

}  // namespace

TEST_SUITE("client table") {
  TEST_CASE("makes room by those who idle or send for longest, then the slowest readers, never by us") {
    ConnectionRules rules;
    rules.policy.hosts = {"localhost"};
    ClientTable table;

    HttpConnection working(rules, kBegin);
    REQUIRE(working.receive(kGet, kBegin));
    HttpConnection reading_answer = working;
    reading_answer.answer("answer", kBegin);
    HttpConnection idle = reading_answer;
    CHECK_FALSE(idle.sent(6, kBegin + seconds(8)));
    HttpConnection idle_for_longer = reading_answer;
    CHECK_FALSE(idle_for_longer.sent(6, kBegin + seconds(7)));
    HttpConnection dribbling(rules, kBegin);
    CHECK_FALSE(dribbling.receive("GET", kBegin + seconds(3)));
    HttpConnection refused(rules, kBegin);
    CHECK_FALSE(refused.receive("rubbish\n", kBegin));
    CHECK_FALSE(refused.sent(refused.output().size(), kBegin + seconds(9)));

    table.add(client(1, working));
    table.add(client(2, reading_answer));
    table.add(client(3, idle));
    table.add(client(4, idle_for_longer));
    table.add(client(5, dribbling));
    table.add(client(6, refused));
    table.add(client(7, HttpConnection(rules, kBegin + seconds(9))));

    for (const ConnectionId expected : {6U, 5U, 4U, 3U, 7U, 2U}) {
      CAPTURE(expected);
      CHECK(table.longest_stalled() == expected);
      table.remove(expected);
      CHECK(table.find(expected) == nullptr);
    }
    CHECK(table.find(1) != nullptr);
    CHECK_FALSE(table.longest_stalled());
  }

  TEST_CASE("names the clients whose deadline has come and remembers the next one") {
    const ConnectionRules rules;
    ClientTable table;
    table.add(client(1, HttpConnection(rules, kBegin)));
    table.add(client(2, HttpConnection(rules, kBegin + seconds(5))));
    CHECK(table.next_deadline() == kBegin + seconds(15));
    CHECK(table.due(kBegin + seconds(14)).empty());
    CHECK(table.due(kBegin + seconds(15)) == std::vector<ConnectionId>{1});
    CHECK(table.next_deadline() == kBegin + seconds(20));
    table.remove(2);
    CHECK(table.due(kBegin + seconds(30)) == std::vector<ConnectionId>{1});
  }
}

}  // namespace pocketrec
