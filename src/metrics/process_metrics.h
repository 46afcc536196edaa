#pragma once

#include "metrics/metrics_text.h"
#include "system/owned_descriptor.h"

namespace pocketrec {

/// What the system knows of this process. What it takes from files is opened when this is made, and stays open.
class ProcessMetrics {
 public:
  ProcessMetrics();

  /// Writes process_resident_memory_bytes and process_cpu_seconds_total, with the names and units that Prometheus's
  /// client libraries give them. A value that the system does not tell is left out. Thread-safe.
  void write(MetricsText& text) const;

 private:
  OwnedDescriptor memory_;  ///< /proc/self/statm
};

}  // namespace pocketrec
