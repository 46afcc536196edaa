#include "cli/serve.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

#include "access/access_control.h"
#include "cli/await_end.h"
#include "cli/open.h"
#include "command_line/command_line.h"
#include "http/http_server.h"
#include "http/response_fields.h"
#include "jsonl/serve_lines.h"
#include "metrics/process_metrics.h"
#include "metrics/request_metrics.h"
#include "service_manager/notifier.h"
#include "service_manager/passed_sockets.h"

namespace pocketrec {
namespace {

/// An address that cannot be read, or that others could reach without credentials, is misuse; one that is taken is not.
int refuse_options(const Error& error) {
  const int failed = fail(kProgram, error);
  return error.code == ErrorCode::invalid_input ? kExitMisuse : failed;
}

/// Signals that ask for a clean end, and the one that asks for the credentials to be read again. Without credentials
/// and a service manager the latter keeps its meaning: the terminal is gone.
sigset_t awaited_signals(const ServeOptions& options, const Notifier& manager) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (!options.credentials.empty() || manager.is_heard()) sigaddset(&signals, SIGHUP);
  return signals;
}

std::string say_store(const DeviceOptions& options) {
  if (options.durability.mode == Durability::Mode::memory) return "in memory, until the end of the program";
  if (options.data.empty()) return "not recorded (no --data)";
  const bool is_full = options.durability.mode == Durability::Mode::full;
  return is_full ? options.data : options.data + ", durability " + to_text(options.durability);
}

void say_ready(const Device& device, const ServeOptions& options, const HttpServer& server,
               const SandboxState& sandbox) {
  const Provenance& origin = device.model().provenance();
  std::string text = "pocketrec " POCKETREC_VERSION "\n  model   " + options.device.model + ": " +
                     std::to_string(device.model().items().size()) + " items, trained on " +
                     std::to_string(origin.interactions) + " interactions\n  events  " + say_store(options.device) +
                     "\n";
  for (const ListenAddress& address : server.addresses()) text += "  listen  " + to_text(address) + "\n";
  text += options.credentials.empty() ? "  access  open: everyone who reaches a listener may ask (no --credentials)\n"
                                      : "  access  " + options.credentials + "\n";
  text += "  sandbox " + to_text(sandbox) + "\n";
  text += "  ready, end with Ctrl-C or SIGTERM\n";
  std::fputs(text.c_str(), stderr);
}

/// Null without --credentials.
Result<std::unique_ptr<AccessControl>> open_access(const ServeOptions& options) {
  if (options.credentials.empty()) return std::unique_ptr<AccessControl>();
  // No core dump and no debugger of the same user: requests hold secrets too.
  prctl(PR_SET_DUMPABLE, 0);
  auto credentials = Credentials::read(options.credentials);
  if (!credentials) return credentials.error();
  return std::make_unique<AccessControl>(*std::move(credentials), std::chrono::seconds(options.clock_skew));
}

/// Null without --audit-log.
Result<std::unique_ptr<AuditLog>> open_audit_log(const ServeOptions& options) {
  if (options.audit_log.empty()) return std::unique_ptr<AuditLog>();
  return AuditLog::open(options.audit_log, options.audit_limits, [](const Error& error) {
    std::fprintf(stderr, "%s: warning: %s; requests are served without log lines until it works again\n", kProgram,
                 error.message.c_str());
  });
}

/// What GET /metrics tells besides the device.
struct Measures {
  std::chrono::system_clock::time_point start = std::chrono::system_clock::now();
  RequestMetrics requests;
  ProcessMetrics process;
  SandboxState sandbox;
};

/// The answer to GET /metrics.
Reply metrics_reply(const Measures& measures, const Device& device) {
  MetricsText text;
  text.family("pocketrec_build_info", "gauge", "The program.");
  text.sample(1, {{"version", POCKETREC_VERSION}});
  measures.requests.write(text);
  device.write_metrics(text);
  write_metrics(measures.sandbox, text);
  text.single("process_start_time_seconds", "gauge", "When the program was started.",
              std::chrono::duration<double>(measures.start.time_since_epoch()).count());
  measures.process.write(text);
  return {200, "", text.take(), MetricsText::kContentType};
}

/// A file that cannot be used changes nothing: who could ask before can still ask.
void reload_credentials(const ServeOptions& options, AccessControl& access, AuditLog* audit) {
  auto credentials = Credentials::read(options.credentials);
  AuditEntry entry{std::chrono::system_clock::now(), "", "ReloadCredentials", 200, "", ""};
  const std::string request_id = new_request_id();
  entry.request_id = request_id;
  if (credentials) {
    access.replace(*std::move(credentials));
    std::fprintf(stderr, "%s: the credentials were read again\n", kProgram);
  } else {
    const ErrorTraits traits = error_traits(credentials.error().code);
    entry.status = traits.http_status;
    entry.code = traits.exception;
    std::fprintf(stderr, "%s: warning: %s; the credentials from before stay valid\n", kProgram,
                 credentials.error().message.c_str());
  }
  if (audit != nullptr) audit->write(entry);
}

/// The service manager, or nobody where it cannot be told anything.
Notifier find_manager() {
  auto manager = Notifier::take_from_environment();
  if (manager) return *std::move(manager);
  std::fprintf(stderr, "%s: warning: %s; the service manager hears nothing\n", kProgram,
               manager.error().message.c_str());
  return {};
}

/// What is opened or removed while the program serves.
std::vector<PathRule> paths_of(const ServeOptions& options, const HttpServer& server) {
  std::vector<PathRule> rules = device_paths(options.device);
  // The folders, because files in them are replaced by renaming.
  if (!options.credentials.empty()) rules.push_back({folder_of(options.credentials), PathRule::Use::read});
  if (!options.audit_log.empty()) rules.push_back({folder_of(options.audit_log), PathRule::Use::keep});
  for (const std::string& path : server.paths_to_remove()) {
    rules.push_back({folder_of(path), PathRule::Use::clear_away});
  }
  return rules;
}

/// Addresses to listen on. Errors: invalid_input.
Result<std::vector<ListenAddress>> listen_addresses(const ServeOptions& options, bool has_passed_sockets) {
  std::vector<ListenAddress> addresses;
  if (has_passed_sockets && !options.is_listen_given) return addresses;
  for (const std::string& text : options.listen) {
    const auto address = parse_listen_address(text);
    if (!address) return address.error();
    addresses.push_back(*address);
  }
  return addresses;
}

}  // namespace

int serve(const ServeOptions& options) {
  Notifier manager = find_manager();
  const auto passed = take_passed_sockets();
  if (!passed) return refuse_options(passed.error());
  // Blocked before any thread starts, so that every thread inherits it and only sigwait sees them.
  const sigset_t signals = awaited_signals(options, manager);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Measures measures;
  HttpOptions http;
  http.metrics = &measures.requests;
  http.host_names = options.host_names;
  http.origins = options.origins;
  http.max_rate = options.max_rate;
  http.passed_sockets = *passed;
  auto addresses = listen_addresses(options, !passed->empty());
  if (!addresses) return refuse_options(addresses.error());
  http.addresses = *std::move(addresses);
  const auto access = open_access(options);
  if (!access) return fail(kProgram, access.error());
  const auto audit = open_audit_log(options);
  if (!audit) return fail(kProgram, audit.error());
  http.access = access->get();
  http.audit = audit->get();
  const auto device = open_device_without_threads(options.device);
  if (!device) return fail(kProgram, device.error());
  Service& service = (*device)->service();
  const auto server = HttpServer::bind(http, [&](std::string_view operation, std::string_view input) {
    return operation == "Metrics" ? metrics_reply(measures, **device) : service.handle(operation, input);
  });
  if (!server) return refuse_options(server.error());

  // All is open, and no thread but this one is there.
  auto sandbox = confine(options.confinement, paths_of(options, **server));
  if (!sandbox) return fail(kProgram, sandbox.error());
  measures.sandbox = *std::move(sandbox);
  if (auto ok = (*device)->start_threads(); !ok) return fail(kProgram, ok.error());
  if (auto ok = (*server)->run(); !ok) return fail(kProgram, ok.error());
  say_ready(**device, options, **server, measures.sandbox);
  const std::string status =
      std::to_string((*device)->model().items().size()) + " items, sandbox " + to_text(measures.sandbox);
  manager.ready(status);

  await_end(signals, manager, **server, [&] {
    manager.reloading();
    if (*access) reload_credentials(options, **access, audit->get());
    manager.ready(status);
  });
  manager.stopping();
  (*server)->stop();
  return kExitGood;
}

int lines(const LinesOptions& options) {
  // Without SA_RESTART the signal ends the read that waits for the next line.
  struct sigaction end {};
  end.sa_handler = [](int) {};
  sigaction(SIGTERM, &end, nullptr);
  sigaction(SIGINT, &end, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const auto device = open_device_without_threads(options.device);
  if (!device) return fail(kProgram, device.error());
  const auto sandbox = confine(options.confinement, device_paths(options.device));
  if (!sandbox) return fail(kProgram, sandbox.error());
  if (auto ok = (*device)->start_threads(); !ok) return fail(kProgram, ok.error());
  Service& service = (*device)->service();
  const auto served = serve_lines(STDIN_FILENO, STDOUT_FILENO, [&](std::string_view operation, std::string_view input) {
    return service.handle(operation, input);
  });
  return served ? kExitGood : fail(kProgram, served.error());
}

}  // namespace pocketrec
