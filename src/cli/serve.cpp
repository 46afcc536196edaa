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
#include "cli/open.h"
#include "command_line/command_line.h"
#include "http/http_server.h"
#include "http/response_fields.h"
#include "jsonl/serve_lines.h"
#include "metrics/process_metrics.h"
#include "metrics/request_metrics.h"

namespace pocketrec {
namespace {

/// An address that cannot be read, or that others could reach without credentials, is misuse; one that is taken is not.
int refuse_options(const Error& error) {
  const int failed = fail(kProgram, error);
  return error.code == ErrorCode::invalid_input ? kExitMisuse : failed;
}

/// Signals that ask for a clean end, and the one that asks for the credentials to be read again. Without credentials
/// the latter keeps its meaning: the terminal is gone.
sigset_t awaited_signals(const ServeOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  if (!options.credentials.empty()) sigaddset(&signals, SIGHUP);
  return signals;
}

std::string say_store(const DeviceOptions& options) {
  if (options.durability.mode == Durability::Mode::memory) return "in memory, until the end of the program";
  if (options.data.empty()) return "not recorded (no --data)";
  const bool is_full = options.durability.mode == Durability::Mode::full;
  return is_full ? options.data : options.data + ", durability " + to_text(options.durability);
}

void say_ready(const Device& device, const ServeOptions& options, const HttpServer& server) {
  const Provenance& origin = device.model().provenance();
  std::string text = "pocketrec " POCKETREC_VERSION "\n  model   " + options.device.model + ": " +
                     std::to_string(device.model().items().size()) + " items, trained on " +
                     std::to_string(origin.interactions) + " interactions\n  events  " + say_store(options.device) +
                     "\n";
  for (const ListenAddress& address : server.addresses()) text += "  listen  " + to_text(address) + "\n";
  text += options.credentials.empty() ? "  access  open: everyone who reaches a listener may ask (no --credentials)\n"
                                      : "  access  " + options.credentials + "\n";
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

/// The answer to GET /metrics.
Reply metrics_reply(const RequestMetrics& requests, const Device& device, std::chrono::system_clock::time_point start) {
  MetricsText text;
  text.family("pocketrec_build_info", "gauge", "The program.");
  text.sample(1, {{"version", POCKETREC_VERSION}});
  requests.write(text);
  device.write_metrics(text);
  text.single("process_start_time_seconds", "gauge", "When the program was started.",
              std::chrono::duration<double>(start.time_since_epoch()).count());
  write_process_metrics(text);
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

}  // namespace

int serve(const ServeOptions& options) {
  // Blocked before any thread starts, so that every thread inherits it and only sigwait sees them.
  const sigset_t signals = awaited_signals(options);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  const auto start = std::chrono::system_clock::now();
  RequestMetrics requests;
  HttpOptions http;
  http.metrics = &requests;
  http.host_names = options.host_names;
  http.origins = options.origins;
  http.max_rate = options.max_rate;
  for (const std::string& text : options.listen) {
    const auto address = parse_listen_address(text);
    if (!address) return refuse_options(address.error());
    http.addresses.push_back(*address);
  }
  const auto access = open_access(options);
  if (!access) return fail(kProgram, access.error());
  const auto audit = open_audit_log(options);
  if (!audit) return fail(kProgram, audit.error());
  http.access = access->get();
  http.audit = audit->get();
  const auto device = open_device(options.device);
  if (!device) return fail(kProgram, device.error());
  Service& service = (*device)->service();
  const auto server = HttpServer::start(http, [&](std::string_view operation, std::string_view input) {
    return operation == "Metrics" ? metrics_reply(requests, **device, start) : service.handle(operation, input);
  });
  if (!server) return refuse_options(server.error());
  say_ready(**device, options, **server);

  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload_credentials(options, **access, audit->get());
  (*server)->stop();
  return kExitGood;
}

int lines(const DeviceOptions& options) {
  // Without SA_RESTART the signal ends the read that waits for the next line.
  struct sigaction end {};
  end.sa_handler = [](int) {};
  sigaction(SIGTERM, &end, nullptr);
  sigaction(SIGINT, &end, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const auto device = open_device(options);
  if (!device) return fail(kProgram, device.error());
  Service& service = (*device)->service();
  const auto served = serve_lines(STDIN_FILENO, STDOUT_FILENO, [&](std::string_view operation, std::string_view input) {
    return service.handle(operation, input);
  });
  return served ? kExitGood : fail(kProgram, served.error());
}

}  // namespace pocketrec
