#include "device/device.h"

#include <chrono>
#include <utility>

#include "engine/recommendation_id.h"

namespace pocketrec {
namespace {

void write_retention(MetricsText& text, const Retention& retention) {
  text.family("pocketrec_events_dropped_total", "counter",
              "Old events dropped since the start, by the ceiling reached.");
  text.sample(static_cast<double>(retention.dropped(Retention::Reason::events)), {{"ceiling", "events"}});
  text.sample(static_cast<double>(retention.dropped(Retention::Reason::bytes)), {{"ceiling", "bytes"}});
  text.sample(static_cast<double>(retention.dropped(Retention::Reason::age)), {{"ceiling", "days"}});
  text.single("pocketrec_store_events", "gauge", "Events stored, from the oldest to the newest.",
              static_cast<double>(retention.span()));
  text.single("pocketrec_store_events_today", "gauge", "Events taken on this day.",
              static_cast<double>(retention.today()));
  const Ceilings& ceilings = retention.ceilings();
  text.family("pocketrec_store_ceiling", "gauge", "What the store may keep, and take in a day; 0: no ceiling.");
  text.sample(static_cast<double>(ceilings.events), {{"ceiling", "events"}});
  text.sample(static_cast<double>(ceilings.bytes), {{"ceiling", "bytes"}});
  text.sample(static_cast<double>(ceilings.record_bytes()), {{"ceiling", "record_bytes"}});
  text.sample(ceilings.days, {{"ceiling", "days"}});
  text.sample(static_cast<double>(ceilings.events_a_day), {{"ceiling", "events_a_day"}});
}

}  // namespace

Device::Device(std::shared_ptr<const Model> model, std::unique_ptr<Database> database, const DeviceOptions& options,
               const Service::OnFailure& on_failure)
    : model_(std::move(model)),
      database_(std::move(database)),
      log_(database_ ? std::make_unique<EventLog>(*database_, options.ceilings) : nullptr),
      records_(database_ ? std::make_unique<RecordStore>(*database_, options.ceilings.record_bytes()) : nullptr),
      filters_(database_ ? std::make_unique<FilterStore>(*database_) : nullptr),
      engine_(model_, log_.get(), records_.get(), filters_.get(),
              options.strict_filters ? FilterLanguage::personalize : FilterLanguage::extended),
      service_(engine_, options.relaxed_limits ? limits::kRelaxed : limits::kService, on_failure) {}

Result<std::unique_ptr<Device>> Device::open(const DeviceOptions& options, const DeviceReports& reports) {
  auto device = open_without_threads(options, reports);
  if (!device) return device;
  if (auto ok = (*device)->start_threads(); !ok) return ok.error();
  return device;
}

Result<void> Device::start_threads() {
  return database_ ? database_->sync_periodically() : Result<void>();
}

Result<std::unique_ptr<Device>> Device::open_without_threads(const DeviceOptions& options,
                                                             const DeviceReports& reports) {
  auto model = options.model_bytes.empty() ? Model::open(options.model) : Model::open_bytes(options.model_bytes);
  if (!model) return model.error();
  std::unique_ptr<Database> database;
  const bool in_memory = options.durability.mode == Durability::Mode::memory;
  if (in_memory || !options.data.empty()) {
    auto opened = in_memory ? Database::open_in_memory() : Database::open(options.data, options.durability);
    if (!opened) return opened.error();
    database = *std::move(opened);
    database->tell_warnings(reports.on_warning);
  }
  std::unique_ptr<Device> device(new Device(*std::move(model), std::move(database), options, reports.on_failure));
  if (device->log_) {
    const auto limited = device->database_->limit_bytes(options.ceilings.file_bytes());
    if (!limited) reports.on_failure(limited.error());
    // Old events that cannot be dropped, for example on a full disk, are no reason not to answer.
    if (auto ok = device->log_->trim(); !ok) reports.on_failure(ok.error());
  }
  device->engine_.end_visits_after(std::chrono::seconds(options.session_idle));
  // A second time, when damage shows here: by then the store has healed.
  const auto load = [&]() -> Result<void> {
    if (auto ok = device->engine_.load_items(); !ok) return ok;
    return device->engine_.load_filters();
  };
  if (!load()) {
    if (auto ok = load(); !ok) return ok.error();
  }
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
  write_retention(text, log_->retention());
  text.family("pocketrec_records_put_total", "counter", "Records that were put since the start.");
  text.sample(static_cast<double>(records_->count_put(RecordKind::item)), {{"dataset", "items"}});
  text.sample(static_cast<double>(records_->count_put(RecordKind::user)), {{"dataset", "users"}});
  text.single("pocketrec_store_record_bytes", "gauge", "Bytes of records of items and users, once one was put.",
              static_cast<double>(records_->bytes()));
  const Database::Room room = database_->room();
  text.single("pocketrec_store_bytes", "gauge", "Size of the event store with its write-ahead log.",
              static_cast<double>(room.used));
  if (room.free) {
    text.single("pocketrec_store_free_bytes", "gauge", "Room that its file system has left.",
                static_cast<double>(*room.free));
  }
}

}  // namespace pocketrec
