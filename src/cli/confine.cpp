#include "cli/confine.h"

#include <cstdio>
#include <filesystem>

#include "cli/open.h"

namespace pocketrec {
namespace {

constexpr char kLost[] =
    "whoever takes this program over through a request or a file can read and write what its user can, start programs "
    "and connect to other machines";

}  // namespace

Confinement read_confinement(const std::string& word) {
  if (word == "full") return Confinement::full;
  return word == "available" ? Confinement::available : Confinement::off;
}

std::string to_text(Confinement confinement) {
  switch (confinement) {
    case Confinement::full:
      return "full";
    case Confinement::available:
      return "available";
    case Confinement::off:
      return "off";
  }
  return "";
}

std::string folder_of(const std::string& file) {
  const std::string folder = std::filesystem::path(file).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::vector<PathRule> device_paths(const DeviceOptions& options) {
  // SQLite and libsodium take their random numbers from it on a kernel without getrandom(2).
  std::vector<PathRule> rules = {{"/dev/urandom", PathRule::Use::read}};
  if (!options.model.empty()) rules.push_back({options.model, PathRule::Use::read});
  if (!options.data.empty()) rules.push_back({options.data, PathRule::Use::keep});
  return rules;
}

Result<SandboxState> confine(Confinement wanted, const std::vector<PathRule>& rules) {
  if (wanted == Confinement::off || !kCanBeConfined) {
    SandboxState off;
    off.missing = "off";
    if (kCanBeConfined) std::fprintf(stderr, "%s: warning: no sandbox: %s\n", kProgram, kLost);
    if (wanted == Confinement::full) return Error{ErrorCode::io, "--sandbox full: not in a build with a sanitizer"};
    return off;
  }
  const SandboxState state = enter_sandbox(rules);
  if (state.is_full()) return state;
  if (wanted == Confinement::full) return Error{ErrorCode::io, "--sandbox full: " + state.missing};
  std::fprintf(stderr, "%s: warning: sandbox %s; beyond it, %s\n", kProgram, to_text(state).c_str(), kLost);
  return state;
}

std::string to_text(const SandboxState& state) {
  if (state.is_full()) return "full";
  if (state.missing == "off") return "off";
  return (state.landlock != 0 || state.system_calls ? "partial: " : "none: ") + state.missing;
}

void write_metrics(const SandboxState& state, MetricsText& text) {
  text.family("pocketrec_sandbox", "gauge", "Whether the part of the sandbox holds: 1, or 0.");
  text.sample(state.no_new_privileges ? 1 : 0, {{"part", "no_new_privileges"}});
  text.sample(state.landlock != 0 ? 1 : 0, {{"part", "landlock"}});
  text.sample(state.system_calls ? 1 : 0, {{"part", "system_calls"}});
}

}  // namespace pocketrec
