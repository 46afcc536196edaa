#pragma once

#include "metrics/metrics_text.h"

namespace pocketrec {

/// Writes process_resident_memory_bytes and process_cpu_seconds_total, with the names and units that Prometheus's
/// client libraries give them. A value that the system does not tell is left out.
void write_process_metrics(MetricsText& text);

}  // namespace pocketrec
