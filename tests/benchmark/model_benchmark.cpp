#include <benchmark/benchmark.h>

#include "engine/engine.h"
#include "generated_model.h"
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

/// What an engine computes of an opened model once, so that answers need not.
void start_engine(benchmark::State& state) {
  const auto model = generated_model(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) {
    const Engine engine(model, nullptr);
    benchmark::DoNotOptimize(&engine);
  }
}
BENCHMARK(start_engine)->Arg(2'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pocketrec
