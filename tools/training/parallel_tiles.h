#pragma once

#include <cstddef>
#include <functional>

namespace pocketrec {

/// Threads to work with: `requested`, or one per processor when that is 0. At least 1.
unsigned worker_count(unsigned requested);

/// Called by the calling thread only, with the number of tiles given out so far.
using TileReport = std::function<void(std::size_t done)>;

/// Calls work(tile, worker) exactly once for each tile 0 … tiles − 1 and returns when all calls have. The calling
/// thread is worker 0; the others have numbers below `workers`, and a number is never in two calls at once: it may
/// index scratch memory. Which worker gets which tile is open, so results are the same for any number of workers if,
/// and only if, a tile writes nothing that another one touches. Precondition: work doesn't throw. When the system
/// refuses threads, fewer do the work.
void for_each_tile(unsigned workers, std::size_t tiles, const std::function<void(std::size_t, unsigned)>& work,
                   const TileReport& report = nullptr);

}  // namespace pocketrec
