#pragma once

#include <string>
#include <vector>

#include "device/device.h"
#include "metrics/metrics_text.h"
#include "result/result.h"
#include "sandbox/sandbox.h"

namespace pocketrec {

/// How much the program gives up once it serves.
enum class Confinement {
  full,       ///< all, or it does not start
  available,  ///< what the kernel takes
  off         ///< nothing
};

/// What a build does that is told nothing.
inline constexpr Confinement kDefaultConfinement = kCanBeConfined ? Confinement::available : Confinement::off;

/// "full", "available" or "off"; anything else is off.
Confinement read_confinement(const std::string& word);
std::string to_text(Confinement confinement);

/// What a device goes on to use: it reads its model and keeps files in its data folder.
std::vector<PathRule> device_paths(const DeviceOptions& options);

/// The folder that a file is in.
std::string folder_of(const std::string& file);

/// enter_sandbox() as far as it is wanted; what is not confined then, and what that means, is told on standard error.
/// Errors: io when `full` cannot be had.
Result<SandboxState> confine(Confinement wanted, const std::vector<PathRule>& rules);

/// "full", "partial: …", "none: …" (the kernel takes nothing that confines) or "off", for people.
std::string to_text(const SandboxState& state);

/// Writes the gauge pocketrec_sandbox.
void write_metrics(const SandboxState& state, MetricsText& text);

}  // namespace pocketrec
