#include "cli/device.h"

#include <utility>

#include "cli/open_store.h"
#include "engine/recommendation_id.h"

namespace pocketrec {

Device::Device(std::shared_ptr<const Model> model, std::unique_ptr<Database> database, const DeviceOptions& options)
    : model_(std::move(model)),
      database_(std::move(database)),
      log_(database_ ? std::make_unique<EventLog>(*database_) : nullptr),
      records_(database_ ? std::make_unique<RecordStore>(*database_) : nullptr),
      filters_(database_ ? std::make_unique<FilterStore>(*database_) : nullptr),
      engine_(model_, log_.get(), records_.get(), filters_.get(),
              options.strict_filters ? FilterLanguage::personalize : FilterLanguage::extended),
      service_(engine_, options.relaxed_limits ? limits::kRelaxed : limits::kService,
               [this](const Error& failure) { failures_.write(failure); }) {}

Result<std::unique_ptr<Device>> Device::open(const DeviceOptions& options) {
  auto model = Model::open(options.model);
  if (!model) return model.error();
  std::unique_ptr<Database> database;
  if (!options.data.empty()) {
    auto opened = open_store(options.data);
    if (!opened) return opened.error();
    database = *std::move(opened);
  }
  std::unique_ptr<Device> device(new Device(*std::move(model), std::move(database), options));
  if (auto ok = device->engine_.load_items(); !ok) return ok.error();
  if (auto ok = device->engine_.load_filters(); !ok) return ok.error();
  return device;
}

void Device::write_metrics(MetricsText& text) const {
  const Provenance& origin = model_->provenance();
  text.family("pocketrec_model_info", "gauge", "The model: the begin of its hash, and of what data it is made.");
  text.sample(
      1,
      {{"model", short_model_name(*model_)}, {"data", origin.data_fingerprint}, {"tool_version", origin.tool_version}});
  // 0 where the workbench was told no time, so that the same data gives the same bytes.
  if (origin.created_at != 0) {
    text.single("pocketrec_model_created_timestamp_seconds", "gauge", "When the model was made.",
                static_cast<double>(origin.created_at));
  }
  text.single("pocketrec_model_items", "gauge", "Items that the model knows.",
              static_cast<double>(model_->items().size()));
  if (database_ == nullptr) return;
  const AppendResult events = log_->appended();
  text.family("pocketrec_events_total", "counter", "Events that were acknowledged since the start.");
  text.sample(static_cast<double>(events.stored), {{"result", "stored"}});
  text.sample(static_cast<double>(events.duplicates), {{"result", "duplicate"}});
  text.family("pocketrec_records_put_total", "counter", "Records that were put since the start.");
  text.sample(static_cast<double>(records_->count_put(RecordKind::item)), {{"dataset", "items"}});
  text.sample(static_cast<double>(records_->count_put(RecordKind::user)), {{"dataset", "users"}});
  const Database::Room room = database_->room();
  text.single("pocketrec_store_bytes", "gauge", "Size of the event store with its write-ahead log.",
              static_cast<double>(room.used));
  if (room.free) {
    text.single("pocketrec_store_free_bytes", "gauge", "Room that its file system has left.",
                static_cast<double>(*room.free));
  }
}

}  // namespace pocketrec
