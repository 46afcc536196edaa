#include "workbench/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>

#include "command_line/command_line.h"
#include "recipes/settings.h"
#include "workbench/data_verbs.h"
#include "workbench/filter_verbs.h"
#include "workbench/model_verbs.h"

namespace pocketrec {
namespace {

std::string settings_help() {
  std::string text = "Settings (--set name=value):\n";
  for (const SettingDescription& setting : setting_descriptions()) {
    std::string front = "  " + std::string(setting.name) + "=" + setting.default_value;
    front.resize(std::max<std::size_t>(front.size() + 1, 34), ' ');
    text += front + std::string(setting.meaning) + " (" + setting.range + ")\n";
  }
  return text;
}

void add_data_options(CLI::App& verb, DataOptions& options) {
  verb.add_option("folder", options.folder, "Data set: a folder with interactions.csv");
  verb.add_option("--from", options.from, "Instead of a folder: files of count, each with other users")
      ->type_name("FILE ...");
  verb.add_option("--train", options.train, "Instead of a folder: training file of a published split");
  verb.add_option("--valid", options.validation, "Its validation file; also with a folder that is all trained on");
  verb.add_option("--test", options.test, "Its test file; likewise");
  verb.add_option(
          "--protocol", options.protocol,
          "How a folder is divided: users, leave-one-out, next-in-context; or how files are read: users, sessions")
      ->capture_default_str();
  verb.add_option("--candidates", options.candidates, "File with the ids of the items that measured lists may have");
  verb.add_flag("--train-on-validation", options.train_on_validation,
                "Published split or leave-one-out: train on the validation part too, once settings are chosen");
  verb.add_option("--recipe", options.recipes, "Recipe to train; may be repeated; all without it")
      ->allow_extra_args(false);
  verb.add_option("--set", options.settings, "Setting as name=value; may be repeated")->allow_extra_args(false);
  verb.add_option("--threads", options.threads, "0: one per processor; results are the same")->capture_default_str();
  verb.footer(settings_help());
}

}  // namespace

struct WorkbenchProgram::Verbs {
  CLI::App app{"Checks data, trains, evaluates and packs models for pocketrec", "pocketrec-model"};
  int exit_code = kExitGood;
  std::string check_folder;
  bool check_json = false;
  CheckFilterOptions filter_options;
  std::string convert_format;
  std::string convert_source;
  std::string convert_target;
  std::string sample_target;
  SampleOptions sample_options;
  CountOptions count_options;
  TrainOptions train_options;
  EvaluateOptions evaluate_options;

  Verbs();
};

WorkbenchProgram::Verbs::Verbs() {
  app.set_version_flag("--version", "pocketrec-model " POCKETREC_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);

  CLI::App* check_verb = app.add_subcommand("check", "Validate a data set and show its statistics");
  check_verb->add_option("folder", check_folder, "Data set: a folder with interactions.csv")->required();
  check_verb->add_flag("--json", check_json, "As JSON");
  check_verb->callback([this] { exit_code = check(check_folder, check_json); });

  CLI::App* filter_verb =
      app.add_subcommand("check-filter", "Check a filter, say what it does, and count the items that pass");
  filter_verb->add_option("source", filter_options.source, "Data set: a folder with interactions.csv; or a model file")
      ->required();
  CLI::Option* filter_expression =
      filter_verb->add_option("expression", filter_options.expression, "Filter expression");
  CLI::Option* filter_name =
      filter_verb->add_option("--name", filter_options.name, "Instead: a filter of filters.json or of the model")
          ->excludes(filter_expression);
  filter_verb->add_flag("--all", filter_options.all, "Instead: all of these")
      ->excludes(filter_expression)
      ->excludes(filter_name);
  filter_verb->add_option("--user", filter_options.user, "User, for filters that depend on one");
  filter_verb->add_option("--item", filter_options.item, "Item on screen, for CurrentItem");
  filter_verb
      ->add_option("--filter-value", filter_options.filter_values, "NAME=VALUE of a placeholder; may be repeated")
      ->allow_extra_args(false);
  filter_verb->add_flag("--strict-filters", filter_options.strict_filters,
                        "Refuse filters that Amazon Personalize does not take");
  filter_verb->add_flag("--json", filter_options.json, "As JSON");
  filter_verb->callback([this] {
    if (filter_options.expression.empty() && filter_options.name.empty() && !filter_options.all) {
      throw CLI::RequiredError("expression, --name or --all");
    }
    exit_code = check_filter(filter_options);
  });

  CLI::App* convert_verb = app.add_subcommand("convert", "Turn published data into a data set's folder");
  convert_verb->add_option("format", convert_format, "movielens, frappe, or sequences (`user item …` a line)")
      ->required()
      ->check(CLI::IsMember({"movielens", "frappe", "sequences"}));
  convert_verb->add_option("source", convert_source, "Where the published files are")->required();
  convert_verb->add_option("folder", convert_target, "Folder to make")->required();
  convert_verb->callback([this] { exit_code = convert(convert_format, convert_source, convert_target); });

  CLI::App* sample_verb = app.add_subcommand("sample", "Write a made-up streaming service as a data set");
  sample_verb->add_option("folder", sample_target, "Folder to make")->required();
  sample_verb->add_option("--users", sample_options.users, "Viewers")->capture_default_str();
  sample_verb->add_option("--items", sample_options.items, "Titles")->capture_default_str();
  sample_verb->add_option("--seed", sample_options.seed, "The same seed gives the same bytes")
      ->check(not_negative)
      ->capture_default_str();
  sample_verb->add_option("--days", sample_options.days, "Days of events")->capture_default_str();
  sample_verb->callback([this] { exit_code = sample(sample_target, sample_options); });

  CLI::App* count_verb = app.add_subcommand("count", "Count the sums of some users, for train --from");
  count_verb->add_option("folder", count_options.folder, "Data set with all events of these users")->required();
  count_verb->add_option("-o,--output", count_options.output, "File to write")->required();
  count_verb->add_option("--set", count_options.settings, "Setting as name=value; may be repeated")
      ->allow_extra_args(false);
  count_verb->add_option("--threads", count_options.threads, "0: one per processor; results are the same")
      ->capture_default_str();
  count_verb->callback([this] { exit_code = count(count_options); });

  CLI::App* train_verb = app.add_subcommand("train", "Train, evaluate and pack a model");
  add_data_options(*train_verb, train_options.data);
  train_verb->add_option("-o,--output", train_options.output, "Model file to write")->required();
  train_verb->add_flag("--holdout", train_options.holdout, "Train on the split's training part only, for evaluate");
  train_verb->add_flag("--no-evaluation", train_options.no_evaluation, "Do not measure");
  train_verb->add_option("--created-at", train_options.created_at, "Epoch seconds to write into the file");
  train_verb->add_option("--seed", train_options.seed, "Written into the file")
      ->check(not_negative)
      ->capture_default_str();
  train_verb->add_flag("--json", train_options.json, "Metrics as JSON");
  train_verb->callback([this] { exit_code = train(train_options); });

  CLI::App* evaluate_verb = app.add_subcommand("evaluate", "Score a packed model through the device's own code");
  add_data_options(*evaluate_verb, evaluate_options.data);
  evaluate_verb->add_option("model", evaluate_options.model,
                            "Model file; without it one is trained on the training part");
  evaluate_verb->add_option("--model", evaluate_options.model, "The same, for a published split");
  evaluate_verb->add_option("--recommender", evaluate_options.recommender,
                            "Which of the model's recommenders; without it user-personalization, or the first");
  evaluate_verb->add_option("--newest", evaluate_options.data.newest,
                            "Cut each test user's history to its newest N events: what a visitor with N events gets");
  evaluate_verb->add_flag("--json", evaluate_options.json, "As JSON");
  evaluate_verb->callback([this] { exit_code = evaluate(evaluate_options); });
}

WorkbenchProgram::WorkbenchProgram() : verbs_(std::make_unique<Verbs>()) {}

WorkbenchProgram::~WorkbenchProgram() = default;

CLI::App& WorkbenchProgram::command_line() {
  return verbs_->app;
}

int WorkbenchProgram::run(int argc, const char* const* argv) {
  if (int misuse = kExitGood; !parse_command_line(verbs_->app, argc, argv, misuse)) return misuse;
  return verbs_->exit_code;
}

}  // namespace pocketrec
