#include <benchmark/benchmark.h>

#include "sample_model.h"

namespace pocketrec {
namespace {

/// Mapping, hash and every invariant: what a start or a model swap costs.
void open_model(benchmark::State& state) {
  const SampleModel& sample = sample_model();
  for (auto _ : state) {
    auto model = Model::open(sample.file);
    if (!model) give_up(model.error());
    benchmark::DoNotOptimize(*model);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(std::filesystem::file_size(sample.file)));
}
BENCHMARK(open_model)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pocketrec
