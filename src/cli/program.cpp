#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <optional>

#include "cli/events.h"
#include "cli/export_events.h"
#include "cli/filters.h"
#include "cli/import_events.h"
#include "cli/inspect.h"
#include "cli/one_shot.h"
#include "cli/open.h"
#include "cli/serve.h"
#include "command_line/command_line.h"
#include "command_line/settings.h"

namespace pocketrec {
namespace {

void add_folder_options(CLI::App& verb, DeviceOptions& options) {
  verb.add_option("--model", options.model, "Model file")->required();
  verb.add_option("--data", options.data, "Folder of recorded events, made when missing; without it none are recorded")
      ->envname("POCKETREC_DATA_FOLDER");
  verb.add_flag("--strict-filters", options.strict_filters, "Refuse filters that Amazon Personalize does not take");
}

void add_device_options(CLI::App& verb, DeviceOptions& options) {
  add_folder_options(verb, options);
  verb.add_flag("--relaxed-limits", options.relaxed_limits, "Longer lists and calls than Amazon Personalize takes");
}

/// What the verbs that answer requests take besides.
void add_answer_options(CLI::App& verb, DeviceOptions& options) {
  add_device_options(verb, options);
  verb.add_option("--session-idle", options.session_idle,
                  "Seconds without an event after which an anonymous session's events count no more; 0: they always do")
      ->capture_default_str();
}

/// What the verbs that store events take besides.
void add_store_options(CLI::App& verb, DeviceOptions& options) {
  options.ceilings = kDefaultCeilings;
  verb.add_option("--max-events", options.ceilings.events, "Events to keep; older ones are dropped; 0: all")
      ->check(not_negative)
      ->capture_default_str();
  verb.add_option("--max-store-bytes", options.ceilings.bytes,
                  "Bytes of the event store, at least 8000000; older events are dropped; 0: no limit")
      ->check(not_negative)
      ->capture_default_str();
  verb.add_option("--max-event-days", options.ceilings.days, "Days to keep an event; 0: for ever")
      ->check(not_negative)
      ->capture_default_str();
  verb.add_option("--max-events-a-day", options.ceilings.events_a_day, "Events to take in a day; more: 503; 0: all")
      ->check(not_negative)
      ->capture_default_str();
  const auto read = [&options](const std::string& text) {
    const auto durability = parse_durability(text);
    if (!durability) throw CLI::ValidationError("--durability", durability.error().message);
    options.durability = *durability;
  };
  verb.add_option_function<std::string>("--durability", read,
                                        "When an event is acknowledged: full: it is on stable storage; batched:MS: it "
                                        "will be within MS milliseconds; "
                                        "memory: it ends with the program, and there is no --data")
      ->default_str("full");
  verb.parse_complete_callback([&options] {
    if (options.ceilings.bytes != 0 && options.ceilings.bytes < Ceilings::kLeastBytes) {
      throw CLI::ValidationError("--max-store-bytes", "expected 0 or at least " +
                                                          std::to_string(Ceilings::kLeastBytes) + ", got " +
                                                          std::to_string(options.ceilings.bytes));
    }
    if (options.durability.mode == Durability::Mode::memory && !options.data.empty()) {
      throw CLI::ValidationError("--durability", "expected full or batched:MS with --data, got memory");
    }
  });
}

/// What the verbs that go on answering take besides.
void add_sandbox_options(CLI::App& verb, Confinement& confinement) {
  CLI::Option* level =
      verb.add_option_function<std::string>(
              "--sandbox", [&confinement](const std::string& word) { confinement = read_confinement(word); },
              "What the program gives up once it serves: full: all it can, or it does not start; available: what the "
              "kernel takes; off: nothing")
          ->check(CLI::IsMember({"full", "available", "off"}))
          ->default_str(to_text(kDefaultConfinement));
  verb.add_flag_callback(
          "--no-sandbox", [&confinement] { confinement = Confinement::off; }, "The same as --sandbox off")
      ->excludes(level)
      ->configurable(false);
}

void add_list_options(CLI::App& verb, ListOptions& options) {
  add_answer_options(verb, options.device);
  verb.add_option("--recommender", options.recommender, "Name or ARN of a recommender of the model")
      ->capture_default_str();
  verb.add_option("--filter", options.filter, "Name or ARN of a filter of the model or the data folder")
      ->configurable(false);
  verb.add_option("--filter-expression", options.filter_expression, "Filter expression")->configurable(false);
  verb.add_option("--filter-value", options.filter_values, "NAME=VALUE of a placeholder; may be repeated")
      ->allow_extra_args(false)
      ->configurable(false);
  verb.add_option("--context", options.context, "NAME=VALUE of the request's context; may be repeated")
      ->allow_extra_args(false)
      ->configurable(false);
  verb.add_option("--metadata", options.metadata, "Item columns to show, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false);
  verb.add_flag("--table", options.table, "Show lines for people instead of JSON")->configurable(false);
}

/// What `recommend` and `why-not` ask for.
void add_recommendation_options(CLI::App& verb, ListOptions& options) {
  options.recommender = "user-personalization";
  add_list_options(verb, options);
  verb.add_option("--user", options.user, "User, or session of an anonymous visitor")->configurable(false);
  verb.add_option("--rules", options.rules, "Rules on the list, a JSON object (docs/rules.md)")->configurable(false);
  verb.add_option("-n,--num-results", options.results, "Length of the list")
      ->check(not_negative)
      ->capture_default_str();
}

void add_filter_verbs(CLI::App& app, FilterOptions& options, int& exit_code) {
  CLI::App* filter_verb = app.add_subcommand("filter", "Create, list, delete and test filters");
  filter_verb->require_subcommand(1);
  const auto add_verb = [&](const char* name, const char* what) {
    CLI::App* verb = filter_verb->add_subcommand(name, what);
    add_folder_options(*verb, options.device);
    return verb;
  };

  CLI::App* create_verb = add_verb("create", "Check a filter and store it in the data folder");
  create_verb->get_option("--data")->required();
  create_verb->add_option("name", options.name, "Name that requests give as filterArn")->required();
  create_verb->add_option("expression", options.expression, "Filter expression")->required();
  create_verb->callback([&] { exit_code = create_filter(options); });

  CLI::App* list_verb = add_verb("list", "Show the filters of the model and of the data folder");
  list_verb->add_flag("--json", options.json, "As JSON")->configurable(false);
  list_verb->callback([&] { exit_code = list_filters(options); });

  CLI::App* delete_verb = add_verb("delete", "Delete a filter of the data folder");
  delete_verb->get_option("--data")->required();
  delete_verb->add_option("name", options.name, "Name or ARN")->required();
  delete_verb->callback([&] { exit_code = delete_filter(options); });

  CLI::App* test_verb = add_verb("test", "Check a filter, say what it does, and count the items that pass");
  CLI::Option* expression = test_verb->add_option("expression", options.expression, "Filter expression");
  test_verb->add_option("--name", options.name, "Instead: name or ARN of a filter")
      ->excludes(expression)
      ->configurable(false);
  test_verb->add_option("--user", options.user, "User, for filters that depend on one")->configurable(false);
  test_verb->add_option("--item", options.item, "Item on screen, for CurrentItem")->configurable(false);
  test_verb->add_option("--filter-value", options.filter_values, "NAME=VALUE of a placeholder; may be repeated")
      ->allow_extra_args(false)
      ->configurable(false);
  test_verb->add_flag("--json", options.json, "As JSON")->configurable(false);
  test_verb->callback([&] {
    if (options.expression.empty() && options.name.empty()) throw CLI::RequiredError("expression or --name");
    exit_code = test_filter(options);
  });
}

void add_event_verbs(CLI::App& app, EventsOptions& events, ExportOptions& exported, ImportOptions& imported,
                     int& exit_code) {
  CLI::App* events_verb = app.add_subcommand("events", "Look at, export, import, erase and compact recorded events");
  events_verb->require_subcommand(1);
  const auto add_verb = [&](const char* name, const char* what, std::string& data, bool& as_json) {
    CLI::App* verb = events_verb->add_subcommand(name, what);
    verb->add_option("--data", data, "Folder of recorded events")->required()->envname("POCKETREC_DATA_FOLDER");
    verb->add_flag("--json", as_json, "What was found or done as JSON")->configurable(false);
    return verb;
  };

  CLI::App* stats_verb = add_verb("stats", "Show what the data folder holds", events.data, events.json);
  stats_verb->callback([&] { exit_code = show_event_statistics(events); });

  CLI::App* export_verb = add_verb("export", "Write events out (docs/events.md)", exported.data, exported.json);
  export_verb->add_option("--policy", exported.policy, "How much of people goes out: none, counts, pseudonymous, full")
      ->required()
      ->envname("POCKETREC_EXPORT_POLICY")
      ->check(CLI::IsMember({"none", "counts", "pseudonymous", "full"}));
  export_verb->add_option("--format", exported.format, "jsonl, or csv: a data set for pocketrec-model")
      ->capture_default_str()
      ->check(CLI::IsMember({"csv", "jsonl"}));
  export_verb->add_option("--key-file", exported.key_file, "Key of the pseudonyms, readable by its owner only");
  export_verb->add_option("--since", exported.since, "Cursor of the export before: only events behind it")
      ->check(CLI::NonNegativeNumber)
      ->configurable(false);
  CLI::Option* output =
      export_verb->add_option("-o,--output", exported.output, "File, or new folder for csv; default: standard output")
          ->configurable(false);
  export_verb
      ->add_option("--property", exported.properties, "Property of events that is a column of the csv; may be repeated")
      ->allow_extra_args(false);
  export_verb->get_option("--json")->needs(output);
  export_verb->callback([&] {
    if (exported.policy == "pseudonymous" && exported.key_file.empty()) throw CLI::RequiredError("--key-file");
    exit_code = export_events(exported);
  });

  CLI::App* import_verb = add_verb("import", "Store what an export to jsonl holds", imported.data, imported.json);
  import_verb->add_option("file", imported.file, "File that was exported")->required();
  import_verb->callback([&] { exit_code = import_events(imported); });

  CLI::App* erase_verb = add_verb("erase", "Forget a user, leaving no bytes behind", events.data, events.json);
  erase_verb->add_option("--user", events.user, "User")->configurable(false);
  erase_verb->add_option("--session", events.sessions, "Session of an anonymous visitor; may be repeated")
      ->allow_extra_args(false)
      ->configurable(false);
  erase_verb->add_flag("--remove-damaged", events.remove_damaged, "Remove damaged files that were set aside, too")
      ->configurable(false);
  erase_verb->callback([&] {
    if (events.user.empty() && events.sessions.empty()) throw CLI::RequiredError("--user or --session");
    exit_code = erase_events(events);
  });

  CLI::App* compact_verb =
      add_verb("compact", "Give what the files do not need back to the file system", events.data, events.json);
  compact_verb->callback([&] { exit_code = compact_events(events); });
}

}  // namespace

struct Program::Verbs {
  CLI::App app{"Personalized recommendations on the device", "pocketrec"};
  int exit_code = kExitGood;
  ServeOptions serve_options;
  LinesOptions lines_options;
  ListOptions recommend_options;
  ListOptions why_not_options;
  ListOptions rank_options;
  RecordOptions record_options;
  FilterOptions filter_options;
  EventsOptions events_options;
  ExportOptions export_options;
  ImportOptions import_options;
  std::string inspect_path;
  bool inspect_json = false;
  std::optional<Settings> settings;

  Verbs();
};

Program::Verbs::Verbs() {
  app.set_version_flag("--version", "pocketrec " POCKETREC_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);
  CLI::App* serve_verb = app.add_subcommand("serve", "Answer over HTTP");
  add_answer_options(*serve_verb, serve_options.device);
  add_store_options(*serve_verb, serve_options.device);
  add_sandbox_options(*serve_verb, serve_options.confinement);
  CLI::Option* listen =
      serve_verb
          ->add_option("--listen", serve_options.listen,
                       "127.0.0.1:PORT, [::1]:PORT or unix:/PATH, with --credentials any address; may be repeated")
          ->capture_default_str()
          ->allow_extra_args(false);
  serve_verb->add_option("--host-name", serve_options.host_names, "Name accepted in the Host field; may be repeated")
      ->allow_extra_args(false);
  serve_verb->add_option("--origin", serve_options.origins, "Web origin that may send requests; may be repeated")
      ->allow_extra_args(false);
  serve_verb->add_option("--credentials", serve_options.credentials, "File with who may ask; without it everyone may");
  serve_verb
      ->add_option("--max-rate", serve_options.max_rate, "Requests per second of one client; beyond: 429; 0: no limit")
      ->capture_default_str();
  serve_verb
      ->add_option("--clock-skew", serve_options.clock_skew,
                   "Seconds that a signature's time may differ from this clock; 0: not compared")
      ->capture_default_str();
  serve_verb->add_option("--audit-log", serve_options.audit_log,
                         "File for requests that change something or are denied");
  serve_verb->add_option("--audit-log-bytes", serve_options.audit_limits.file_bytes, "Size at which the log is rotated")
      ->check(not_negative)
      ->capture_default_str();
  serve_verb->add_option("--audit-log-files", serve_options.audit_limits.old_files, "Rotated logs to keep")
      ->check(not_negative)
      ->capture_default_str();
  serve_verb->callback([this, listen] {
    serve_options.is_listen_given = listen->count() > 0;
    exit_code = serve(serve_options);
  });

  CLI::App* lines_verb = app.add_subcommand("lines", "Answer JSON lines of standard input on standard output");
  add_answer_options(*lines_verb, lines_options.device);
  add_store_options(*lines_verb, lines_options.device);
  add_sandbox_options(*lines_verb, lines_options.confinement);
  lines_verb->callback([this] { exit_code = lines(lines_options); });

  CLI::App* recommend_verb = app.add_subcommand("recommend", "Print recommendations once");
  add_recommendation_options(*recommend_verb, recommend_options);
  recommend_verb->add_option("--item", recommend_options.item, "Item on screen, for related items")
      ->configurable(false);
  recommend_verb->add_flag("--explain", recommend_options.explain, "Show what carried each item besides")
      ->configurable(false);
  recommend_verb->callback([this] { exit_code = recommend(recommend_options); });

  CLI::App* why_not_verb = app.add_subcommand("why-not", "Print why an item is not in a list, or where in it");
  add_recommendation_options(*why_not_verb, why_not_options);
  why_not_verb->add_option("--item", why_not_options.asked_item, "The item that is asked about")
      ->required()
      ->configurable(false);
  why_not_verb->add_option("--on-screen", why_not_options.item, "Item on screen, for related items")
      ->configurable(false);
  why_not_verb->callback([this] { exit_code = why_not(why_not_options); });

  rank_options.recommender = "personalized-ranking";
  CLI::App* rank_verb = app.add_subcommand("rank", "Print a given list in a user's order once");
  add_list_options(*rank_verb, rank_options);
  rank_verb->add_option("--user", rank_options.user, "User, or session of an anonymous visitor")
      ->required()
      ->configurable(false);
  rank_verb->add_option("--items", rank_options.items, "Item ids, separated by commas")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->required()
      ->configurable(false);
  rank_verb->callback([this] { exit_code = rank(rank_options); });

  CLI::App* record_verb = app.add_subcommand("record", "Record one event");
  add_device_options(*record_verb, record_options.device);
  add_store_options(*record_verb, record_options.device);
  record_verb->get_option("--data")->required();
  record_verb->add_option("--user", record_options.user, "User; without it the visitor is anonymous")
      ->configurable(false);
  record_verb->add_option("--session", record_options.session, "Session; the user's id when there is none")
      ->configurable(false);
  record_verb->add_option("--item", record_options.item, "Item")->required()->configurable(false);
  record_verb->add_option("--event-type", record_options.event_type, "Kind of event")
      ->capture_default_str()
      ->configurable(false);
  record_verb->add_option("--event-id", record_options.event_id, "The same id again is not recorded again")
      ->configurable(false);
  record_verb->add_option("--value", record_options.value, "Number that belongs to the event")->configurable(false);
  record_verb->add_option("--time", record_options.sent_at, "Epoch seconds or ISO 8601; default: now")
      ->configurable(false);
  record_verb->callback([this] { exit_code = record(record_options); });

  add_filter_verbs(app, filter_options, exit_code);

  add_event_verbs(app, events_options, export_options, import_options, exit_code);

  CLI::App* model_verb = app.add_subcommand("model", "Look at model files");
  model_verb->require_subcommand(1);
  CLI::App* inspect_verb = model_verb->add_subcommand("inspect", "Show what is inside a model file");
  inspect_verb->add_option("file", inspect_path, "Model file")->required();
  inspect_verb->add_flag("--json", inspect_json, "As JSON")->configurable(false);
  inspect_verb->callback([this] { exit_code = inspect(inspect_path, inspect_json); });
  settings.emplace(app);
}

Program::Program() : verbs_(std::make_unique<Verbs>()) {}

Program::~Program() = default;

CLI::App& Program::command_line() {
  return verbs_->app;
}

const Settings& Program::settings() const {
  return *verbs_->settings;
}

int Program::run(int argc, const char* const* argv) {
  if (const auto ok = verbs_->settings->apply(argc, argv); !ok) {
    fail(kProgram, ok.error());
    return kExitMisuse;
  }
  if (int misuse = kExitGood; !parse_command_line(verbs_->app, argc, argv, misuse)) return misuse;
  return verbs_->exit_code;
}

}  // namespace pocketrec
