#include "sample_model.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <system_error>

#include "packing/pack_model.h"
#include "packing/write_file.h"
#include "recipes/build_model.h"
#include "recipes/training_data.h"
#include "sample/sample.h"

namespace pocketrec {

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "pocketrec-benchmark-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) give_up({ErrorCode::io, pattern + ": expected to make this folder"});
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ScratchLog::ScratchLog(Durability durability)
    : database(expect_good(Database::open(folder.path() / "events", durability))) {
  log = std::make_unique<EventLog>(*database);
}

const SampleModel& sample_model() {
  static const std::unique_ptr<const SampleModel> made = [] {
    auto owner = std::make_unique<SampleModel>();
    SampleModel& sample = *owner;
    SampleOptions options;
    options.users = 2000;
    options.items = 2000;
    expect_good(write_sample(sample.folder.path() / "sample", options));
    const TrainingData data = expect_good(load_training_data(sample.folder.path() / "sample"));
    std::vector<std::uint32_t> rows(data.item.size());
    std::iota(rows.begin(), rows.end(), 0U);
    const ModelContents contents = expect_good(build_model(data, rows, "all", ModelSettings(), BuildOptions()));
    const PackedModel packed = expect_good(pack_model(contents));
    sample.file = sample.folder.path() / "model.pocketrec";
    if (const auto written = write_file_atomically(sample.file, packed.bytes()); !written) give_up(written.error());
    sample.model = expect_good(Model::open(sample.file));
    sample.user_ids = data.users.ids;
    sample.item_ids = data.items.ids;
    return owner;
  }();
  return *made;
}

void give_up(const Error& error) {
  std::fprintf(stderr, "benchmarks: %s\n", error.message.c_str());
  std::exit(1);
}

}  // namespace pocketrec
