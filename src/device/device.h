#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "api/limits.h"
#include "engine/engine.h"
#include "metrics/metrics_text.h"
#include "result/result.h"
#include "service/service.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/filter_store.h"
#include "store/record_store.h"

namespace pocketrec {

/// What a store may keep unless somebody says otherwise.
inline constexpr Ceilings kDefaultCeilings = {
    .events = 2'000'000, .bytes = 256'000'000, .days = 400, .events_a_day = 0};

/// What a device is opened with.
struct DeviceOptions {
  std::string model;                            ///< path of a model file
  std::span<const std::byte> model_bytes = {};  ///< instead of a file, as Model::open_bytes() takes them
  std::string data;                             ///< folder of the event store; empty: nothing is recorded
  Durability durability;                        ///< of the event store; of mode memory without a folder
  Ceilings ceilings;                            ///< of the event store
  std::uint32_t session_idle = 0;               ///< seconds until an anonymous visit ends; 0: never
  bool relaxed_limits = false;                  ///< limits::kRelaxed instead of limits::kService
  bool strict_filters = false;                  ///< filters are Amazon Personalize's, without our extensions
};

/// Who hears what answers do not say. Both are called from any thread, also several at once, and must not use the
/// device.
struct DeviceReports {
  /// Of the store, a sentence: a damaged file was set aside, for example.
  std::function<void(const std::string& warning)> on_warning;

  /// What the device could not do, in full: it may name files. The same may come again for each request.
  Service::OnFailure on_failure;
};

/// A model, an event store and the service over them, open: what every way in (HTTP, lines, the command line, the C
/// library) puts its requests to. Thread-safe.
class Device {
 public:
  /// Errors: those of Model::open and Database::open, and of reading what was put.
  static Result<std::unique_ptr<Device>> open(const DeviceOptions& options, const DeviceReports& reports);

  /// The same without the thread that batched durability needs: start_threads() has to follow.
  static Result<std::unique_ptr<Device>> open_without_threads(const DeviceOptions& options,
                                                              const DeviceReports& reports);
  /// Call it once. Errors: io when the system has no thread left.
  Result<void> start_threads();

  Service& service() { return service_; }
  Engine& engine() { return engine_; }
  const Model& model() const { return *model_; }

  /// Writes what model and store have to tell. No label is an id of a user or item.
  void write_metrics(MetricsText& text) const;

 private:
  Device(std::shared_ptr<const Model> model, std::unique_ptr<Database> database, const DeviceOptions& options,
         const Service::OnFailure& on_failure);

  std::shared_ptr<const Model> model_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<RecordStore> records_;
  std::unique_ptr<FilterStore> filters_;
  Engine engine_;
  Service service_;
};

}  // namespace pocketrec
