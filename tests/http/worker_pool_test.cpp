#include "http/worker_pool.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <vector>

namespace pocketrec {

TEST_SUITE("worker pool") {
  TEST_CASE("runs every task that it took") {
    std::atomic<int> done = 0;
    std::promise<void> last;
    WorkerPool pool(3, 1000);
    REQUIRE(pool.start());
    for (int i = 0; i < 1000; ++i) {
      REQUIRE(pool.submit({}, [&] {
        if (++done == 1000) last.set_value();
      }));
    }
    last.get_future().wait();
    CHECK(done == 1000);
  }

  TEST_CASE("takes the earliest turn first, and of equal turns the one that came first") {
    std::promise<void> gate;
    std::promise<void> last;
    std::vector<int> order;
    WorkerPool pool(1, 10);
    REQUIRE(pool.start());
    REQUIRE(pool.submit({}, [&] { gate.get_future().wait(); }));
    const WorkerPool::TimePoint early = WorkerPool::TimePoint() + std::chrono::milliseconds(10);
    const WorkerPool::TimePoint late = WorkerPool::TimePoint() + std::chrono::milliseconds(20);
    REQUIRE(pool.submit(late, [&] { order.push_back(3); }));
    REQUIRE(pool.submit(early, [&] { order.push_back(1); }));
    REQUIRE(pool.submit(late, [&] {
      order.push_back(4);
      last.set_value();
    }));
    REQUIRE(pool.submit(early, [&] { order.push_back(2); }));
    gate.set_value();
    last.get_future().wait();
    CHECK(order == std::vector{1, 2, 3, 4});
  }

  TEST_CASE("refuses a task when as many wait as may wait, and drops those at its end") {
    std::promise<void> started;
    std::promise<void> gate;
    std::atomic<int> done = 0;
    WorkerPool pool(1, 2);
    REQUIRE(pool.start());
    REQUIRE(pool.submit({}, [&] {
      started.set_value();
      gate.get_future().wait();
      ++done;
    }));
    started.get_future().wait();
    CHECK(pool.submit({}, [&] { done += 10; }));
    CHECK(pool.submit({}, [&] { done += 10; }));
    CHECK_FALSE(pool.submit({}, [&] { done += 100; }));

    std::future<void> stopped = std::async(std::launch::async, [&] { pool.stop(); });
    while (pool.submit({}, [] {})) {
    }
    gate.set_value();
    stopped.wait();
    CHECK(done % 10 == 1);
    CHECK_FALSE(pool.submit({}, [&] { done += 100; }));
  }
}

}  // namespace pocketrec
