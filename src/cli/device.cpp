#include "cli/device.h"

#include <cstdio>
#include <utility>

namespace pocketrec {

Device::Device(std::shared_ptr<const Model> model, std::unique_ptr<Database> database)
    : model_(std::move(model)),
      database_(std::move(database)),
      log_(database_ ? std::make_unique<EventLog>(*database_) : nullptr),
      records_(database_ ? std::make_unique<RecordStore>(*database_) : nullptr),
      engine_(model_, log_.get(), records_.get()),
      service_(engine_, [this](const Error& failure) { failures_.write(failure); }) {}

Result<std::unique_ptr<Device>> Device::open(const DeviceOptions& options) {
  auto model = Model::open(options.model);
  if (!model) return model.error();
  std::unique_ptr<Database> database;
  if (!options.data.empty()) {
    auto opened = Database::open(options.data);
    if (!opened) return opened.error();
    database = *std::move(opened);
    for (const std::string& warning : database->take_warnings()) {
      std::fprintf(stderr, "pocketrec: warning: %s\n", warning.c_str());
    }
  }
  std::unique_ptr<Device> device(new Device(*std::move(model), std::move(database)));
  if (auto ok = device->engine_.load_items(); !ok) return ok.error();
  return device;
}

}  // namespace pocketrec
