#include "training/parallel_tiles.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace pocketrec;

TEST_SUITE("parallel tiles") {
  TEST_CASE("every tile is done once, by a worker whose number no one else has") {
    for (unsigned workers : {0U, 1U, 2U, 5U}) {
      for (std::size_t tiles : {0U, 1U, 3U, 1000U}) {
        std::vector<int> done(tiles, 0);
        std::vector<std::atomic<int>> busy(5);
        std::atomic<bool> shared{false};
        std::size_t last = 0;
        const auto caller = std::this_thread::get_id();
        for_each_tile(
            workers, tiles,
            [&](std::size_t tile, unsigned worker) {
              if (busy[worker]++ != 0) shared = true;
              if ((worker == 0) != (std::this_thread::get_id() == caller)) shared = true;
              ++done[tile];
              --busy[worker];
            },
            [&](std::size_t count) {
              CHECK(count <= tiles);
              CHECK(count >= last);
              last = count;
            });
        CHECK(done == std::vector<int>(tiles, 1));
        CHECK(!shared);
      }
    }
  }

  TEST_CASE("0 asks for one worker per processor") {
    CHECK(worker_count(0) >= 1);
    CHECK(worker_count(3) == 3);
  }
}
