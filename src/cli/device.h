#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/limits.h"
#include "cli/failure_log.h"
#include "engine/engine.h"
#include "metrics/metrics_text.h"
#include "result/result.h"
#include "service/service.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/filter_store.h"
#include "store/record_store.h"

namespace pocketrec {

/// The device program's name in front of its messages.
inline constexpr char kProgram[] = "pocketrec";

/// What every verb that answers requests is started with.
struct DeviceOptions {
  std::string model;               ///< path of a model file
  std::string data;                ///< folder of the event store; empty: nothing is recorded
  Durability durability;           ///< of the event store; of mode memory without a folder
  Ceilings ceilings;               ///< of the event store
  std::uint32_t session_idle = 0;  ///< seconds until an anonymous visit ends; 0: never
  bool relaxed_limits = false;     ///< limits::kRelaxed instead of limits::kService
  bool strict_filters = false;     ///< filters are Amazon Personalize's, without our extensions
};

/// A model, an event store and the service over them, open.
class Device {
 public:
  /// Warnings of the store (a damaged file set aside, for example) and failures of requests go to standard error.
  /// Errors: those of Model::open and Database::open, and of reading what was put.
  static Result<std::unique_ptr<Device>> open(const DeviceOptions& options);

  Service& service() { return service_; }
  Engine& engine() { return engine_; }
  const Model& model() const { return *model_; }

  /// Writes what model and store have to tell. No label is an id of a user or item.
  void write_metrics(MetricsText& text) const;

 private:
  Device(std::shared_ptr<const Model> model, std::unique_ptr<Database> database, const DeviceOptions& options);

  std::shared_ptr<const Model> model_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<RecordStore> records_;
  std::unique_ptr<FilterStore> filters_;
  Engine engine_;
  FailureLog failures_;
  Service service_;
};

}  // namespace pocketrec
