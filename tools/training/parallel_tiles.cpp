#include "training/parallel_tiles.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace pocketrec {

unsigned worker_count(unsigned requested) {
  return requested != 0 ? requested : std::max(1U, std::thread::hardware_concurrency());
}

void for_each_tile(unsigned workers, std::size_t tiles, const std::function<void(std::size_t, unsigned)>& work,
                   const TileReport& report) {
  std::atomic<std::size_t> next{0};
  const auto run = [&](unsigned worker) {
    for (std::size_t tile = next++; tile < tiles; tile = next++) {
      work(tile, worker);
      if (worker == 0 && report) report(std::min(next.load(), tiles));
    }
  };
  std::vector<std::jthread> others;
  const auto wanted =
      static_cast<unsigned>(std::min<std::size_t>(std::max(workers, 1U), std::max<std::size_t>(tiles, 1)));
  others.reserve(wanted - 1);
  for (unsigned worker = 1; worker < wanted; ++worker) {
    try {
      others.emplace_back(run, worker);
    } catch (const std::system_error&) {
      break;
    }
  }
  run(0);
}

}  // namespace pocketrec
