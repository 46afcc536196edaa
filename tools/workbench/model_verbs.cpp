#include "workbench/model_verbs.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>
#include <thread>
#include <utility>

#include "command_line/command_line.h"
#include "engine/snapshot.h"
#include "evaluation/metric_table.h"
#include "evaluation/popularity.h"
#include "model/model.h"
#include "packing/pack_model.h"
#include "packing/write_file.h"
#include "recipes/build_model.h"
#include "recipes/calibrate.h"
#include "recipes/event_weights.h"
#include "recipes/personalization.h"
#include "statistics/write_statistics.h"
#include "workbench/data_parts.h"
#include "workbench/progress_line.h"

namespace pocketrec {
namespace {

/// A packed model in memory, opened by the device's reader.
struct OpenedModel {
  PackedModel packed;
  std::shared_ptr<const Model> model;
};

Result<void> apply_settings(const std::vector<std::string>& assignments, ModelSettings& settings) {
  for (const std::string& assignment : assignments) {
    if (auto ok = set(settings, assignment); !ok) return ok;
  }
  return {};
}

/// Checks what the data set's owner wrote: filters, and rules on lists.
Result<void> check_texts(const std::shared_ptr<const Model>& model) {
  const Snapshot snapshot(model);
  if (auto ok = snapshot.filters().check(); !ok) return ok;
  return snapshot.check_rules();
}

/// One run of the workbench: what all steps share.
class Workbench {
 public:
  explicit Workbench(const DataOptions& options) : options_(options) {
    build_.threads = options.threads;
    build_.progress = [this](std::string_view stage, std::size_t done, std::size_t total) {
      line_.show(stage, done, total);
    };
    build_.plan = [this](const std::string& plan) { line_.keep(plan); };
    build_.left_out = [](const std::string& reason) {
      std::fprintf(stderr, "%s: left out: %s\n", kProgram, reason.c_str());
    };
  }

  Result<void> read() {
    line_.show("reading", 0, 0);
    // Before the data, which may take long to read, and after them, because counted parts bring settings along.
    if (auto ok = apply_settings(options_.settings, settings_); !ok) return ok.error();
    for (const std::string& recipe : options_.recipes) {
      if (auto ok = add_recipe(settings_, recipe); !ok) return ok.error();
    }
    auto parts = read_data(options_, settings_);
    if (!parts) return parts.error();
    parts_ = *std::move(parts);
    if (parts_->statistics) {
      if (auto ok = apply_settings(options_.settings, settings_); !ok) return ok.error();
      if (auto ok = parts_->statistics->check_settings(settings_); !ok) return ok.error();
    }
    set_gains(parts_->data, settings_.events, parts_->test);
    if (parts_->data.item.empty()) return Error{ErrorCode::invalid_input, "there are no interactions to train on"};
    return {};
  }

  const DataParts& parts() const { return *parts_; }
  ModelSettings& settings() { return settings_; }

  /// Trains on `rows`. Settings that were left open are chosen first, on a model that never saw the truth of the
  /// validation users; without such users the blend is item-to-item alone.
  Result<ModelContents> build(std::span<const std::uint32_t> rows, const std::string& part) {
    if (!settings_.blend && parts_->validation.users.empty()) settings_.blend = Blend{{"item-to-item", 0, 1}};
    const bool open_context = !settings_.context_weights && !parts_->data.contexts.empty();
    const bool open_settings = !settings_.blend || !settings_.demote_seen || !settings_.softmax_scale || open_context;
    if (open_settings && !chosen_ && !parts_->validation.users.empty()) {
      chosen_ = true;
      const std::vector<std::uint32_t>& visible = parts_->validation.training;
      auto contents = build_once(visible, part);
      if (!contents) return contents.error();
      if (auto ok = choose_open_settings(*contents); !ok) return ok.error();
      if (std::equal(visible.begin(), visible.end(), rows.begin(), rows.end())) return contents;
    }
    return build_once(rows, part);
  }

  static Result<OpenedModel> open(const ModelContents& contents) {
    auto packed = pack_model(contents);
    if (!packed) return packed.error();
    auto model = Model::open_bytes(packed->bytes());
    if (!model) return model.error();
    return OpenedModel{*std::move(packed), *std::move(model)};
  }

  /// What personal scores are the sum of, in words.
  std::string blend() const {
    if (!has_blend_) return "no blend";
    std::string text = "blend " + (settings_.blend ? blend_text(*settings_.blend) : "of everything");
    if (validation_ndcg_) {
      char number[64];
      std::snprintf(number, sizeof number, ", NDCG@10 %.4f on validation users", *validation_ndcg_);
      text += number;
    }
    if (settings_.context_weights && !settings_.context_weights->empty()) {
      text += ", context weights " + context_weights_text(*settings_.context_weights);
    }
    return text;
  }

  /// Metrics of a recommender of a model, beside those of popularity.
  Result<std::vector<MetricColumn>> measure(const std::shared_ptr<const Model>& model, const std::string& recommender) {
    const EventColumns events = parts_->data.events();
    const auto bits = self_information(users_per_item(events, parts_->test.training), events.user_ids.size());
    EvaluationOptions options;
    options.threads = threads();
    options.bits = bits;
    options.progress = [this](std::size_t done, std::size_t total) { line_.show("evaluating", done, total); };
    const auto start = std::chrono::steady_clock::now();
    auto report = evaluate_lists(
        parts_->test,
        packed_recommender(std::make_shared<const Snapshot>(model), recommender, parts_->events(), parts_->test),
        options);
    if (!report) return report.error();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    auto popular = evaluate_lists(parts_->test, popularity_baseline(events, parts_->test), options);
    if (!popular) return popular.error();
    std::vector<MetricColumn> columns;
    columns.push_back({recommender, *std::move(report), {}});
    columns.back().figures.push_back({"model_bytes", static_cast<double>(model->header().file_length), 0});
    const double answers = static_cast<double>(std::max<std::size_t>(1, parts_->test.users.size()));
    columns.back().figures.push_back({"microseconds_per_list", seconds * 1e6 * threads() / answers, 0});
    columns.push_back({"popularity", *std::move(popular), {}});
    return columns;
  }

 private:
  Result<ModelContents> build_once(std::span<const std::uint32_t> rows, const std::string& part) {
    const Statistics* const statistics = parts_->statistics.get();
    build_.counted = statistics == nullptr ? nullptr : statistics->sums_of(parts_->data, rows);
    auto contents = build_model(parts_->data, rows, part, settings_, build_);
    if (statistics != nullptr) {
      if (auto ok = statistics->status(); !ok) return ok.error();
    }
    return contents;
  }

  Result<void> choose_open_settings(ModelContents& contents) {
    const auto recommender = blend_recommender(contents);
    has_blend_ = recommender.has_value();
    if (!recommender) return {};
    line_.show("choosing settings", 0, 0);
    {
      const auto opened = open(contents);
      if (!opened) return opened.error();
      if (auto ok = check_texts(opened->model); !ok) return ok.error();
      const auto ndcg =
          calibrate_blend(settings_, contents, opened->model, parts_->events(), parts_->validation, threads());
      if (!ndcg) return ndcg.error();
      validation_ndcg_ = *ndcg;
    }
    apply_answer_settings(settings_, contents);
    const auto opened = open(contents);
    if (!opened) return opened.error();
    if (auto ok = calibrate(settings_, opened->model, *recommender, parts_->events(), parts_->validation, threads());
        !ok) {
      return ok.error();
    }
    apply_answer_settings(settings_, contents);
    return {};
  }

  unsigned threads() const {
    return options_.threads != 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  }

  DataOptions options_;
  ProgressLine line_;
  BuildOptions build_;
  ModelSettings settings_;
  std::unique_ptr<DataParts> parts_;
  bool chosen_ = false;
  bool has_blend_ = true;
  std::optional<double> validation_ndcg_;
};

std::vector<std::uint32_t> all_rows(const TrainingData& data) {
  std::vector<std::uint32_t> rows(data.item.size());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

void add_metrics(const std::vector<MetricColumn>& columns, const std::string& split, ModelContents& contents) {
  for (const MetricColumn& column : columns) {
    const std::string recommender = column.name == "popularity" ? "popularity-count" : column.name;
    for (const MetricValue& value : column.report.values) {
      contents.metrics.push_back({recommender, split, std::string(value.key), value.value});
    }
  }
}

/// The one that a model is judged by when none is named: user-personalization, or the first.
std::string measured_recommender(const Model& model) {
  constexpr char kFirstChoice[] = "user-personalization";
  if (model.recommenders().empty() || model.recommender(kFirstChoice) != nullptr) return kFirstChoice;
  return model.recommenders().front().name;
}

const char* hidden_text(const Split& split) {
  if (split.hides_same_context) return "history in the same context hidden";
  return split.hides_history ? "history hidden" : "lists unfiltered";
}

std::string peak_memory() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return std::to_string(usage.ru_maxrss / 1024) + " MiB";
}

Result<std::string> run_train(const TrainOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Workbench bench(options.data);
  if (auto ok = bench.read(); !ok) return ok.error();
  const DataParts& parts = bench.parts();
  const bool split_usable = !parts.test.users.empty() && !parts.test.training.empty();
  const bool measured = split_usable && !options.no_evaluation;
  const std::vector<std::uint32_t> rows = options.holdout ? parts.test.training : all_rows(parts.data);
  if (options.holdout && !split_usable) {
    return Error{ErrorCode::invalid_input, "--holdout: the split has no test user or nothing to train on"};
  }

  // Without a measurement the model that is written is also the one that open settings are chosen with.
  const bool one_model = !measured || options.holdout;
  const std::vector<std::uint32_t>& first_rows = one_model ? rows : parts.test.training;
  auto contents = bench.build(first_rows, options.holdout ? parts.name : "all");
  if (!contents) return contents.error();
  std::vector<MetricColumn> columns;
  if (measured) {
    const auto first = Workbench::open(*contents);
    if (!first) return first.error();
    if (auto ok = check_texts(first->model); !ok) return ok.error();
    auto measured_columns = bench.measure(first->model, measured_recommender(*first->model));
    if (!measured_columns) return measured_columns.error();
    columns = *std::move(measured_columns);
    columns.front().figures.clear();  // of a model that is not the one written
  }
  if (!one_model) {
    contents = bench.build(rows, "all");
    if (!contents) return contents.error();
  }
  add_metrics(columns, parts.name, *contents);
  contents->provenance.created_at = options.created_at;
  contents->provenance.seed = options.seed;
  const auto packed = pack_model(*contents);
  if (!packed) return packed.error();
  if (!contents->list_rules.empty()) {
    // A rule that does not hold on the device must not go there.
    const auto model = Model::open_bytes(std::as_const(*packed).bytes());
    if (!model) return model.error();
    if (auto ok = Snapshot(*model).check_rules(); !ok) return ok.error();
  }
  if (auto ok = write_file_atomically(options.output, packed->bytes()); !ok) return ok.error();

  if (!columns.empty()) {
    columns.front().figures.push_back({"model_bytes", static_cast<double>(packed->bytes().size()), 0});
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (options.json) return columns.empty() ? std::string("{}\n") : metric_json(columns);
  char head[64];
  std::snprintf(head, sizeof head, "%.1f s, %s", seconds, peak_memory().c_str());
  std::string text = options.output + ": " + std::to_string(packed->bytes().size()) + " bytes, " +
                     std::to_string(rows.size()) + " interactions, " + std::to_string(parts.data.items.ids.size()) +
                     " items, trained in " + head + "\n" + bench.blend() + "\n";
  if (!columns.empty()) {
    text += "\nmeasured on a model of the training part of the split '" + parts.name + "', " + hidden_text(parts.test) +
            "\n" + metric_text(columns);
  } else {
    text += options.no_evaluation ? "not measured (--no-evaluation)\n"
                                  : "not measured: the data have no user to test with\n";
  }
  return text;
}

std::string newest_text(const DataOptions& options) {
  return options.newest ? ", newest " + std::to_string(*options.newest) + " of each history" : "";
}

Result<std::string> run_evaluate(const EvaluateOptions& options) {
  Workbench bench(options.data);
  if (auto ok = bench.read(); !ok) return ok.error();
  const DataParts& parts = bench.parts();
  if (parts.test.users.empty()) return Error{ErrorCode::invalid_input, "the split has no test user"};

  std::shared_ptr<const Model> model;
  std::optional<OpenedModel> trained;
  if (!options.model.empty()) {
    auto opened = Model::open(options.model);
    if (!opened) return opened.error();
    model = *std::move(opened);
    const Provenance& origin = model->provenance();
    if (origin.data_fingerprint == parts.data.fingerprint && origin.training_part != parts.name) {
      return Error{ErrorCode::invalid_input,
                   options.model + " was trained on '" + origin.training_part +
                       "' of these data, so the test part of '" + parts.name +
                       "' is not new to it and its figures would be too good. Train with --holdout, or " +
                       "leave the model out to have one trained and measured"};
    }
  } else {
    auto contents = bench.build(parts.test.training, parts.name);
    if (!contents) return contents.error();
    auto opened = Workbench::open(*contents);
    if (!opened) return opened.error();
    trained = *std::move(opened);
    model = trained->model;
  }
  const auto columns =
      bench.measure(model, options.recommender.empty() ? measured_recommender(*model) : options.recommender);
  if (!columns) return columns.error();
  if (options.json) return metric_json(*columns);
  return "split '" + parts.name + "', " + hidden_text(parts.test) + newest_text(options.data) +
         (trained ? ", " + bench.blend() : "") + "\n" + metric_text(*columns);
}

Result<std::string> run_count(const CountOptions& options) {
  ProgressLine line;
  line.show("reading", 0, 0);
  ModelSettings settings;
  if (auto ok = apply_settings(options.settings, settings); !ok) return ok.error();
  const auto data = load_training_data(options.folder);
  if (!data) return data.error();
  BuildOptions build;
  build.threads = options.threads;
  build.progress = [&line](std::string_view stage, std::size_t done, std::size_t total) {
    line.show(stage, done, total);
  };
  if (auto ok = write_statistics(options.output, *data, settings, build); !ok) return ok.error();
  return options.output + ": " + std::to_string(std::filesystem::file_size(options.output)) + " bytes, sums over " +
         std::to_string(data->item.size()) + " interactions of " + std::to_string(data->users.ids.size()) +
         " users with " + std::to_string(data->items.ids.size()) + " items\n";
}

int finish(const Result<std::string>& outcome) {
  if (!outcome) return fail(kProgram, outcome.error());
  print(*outcome);
  return kExitGood;
}

}  // namespace

int count(const CountOptions& options) {
  return finish(run_count(options));
}

int train(const TrainOptions& options) {
  return finish(run_train(options));
}

int evaluate(const EvaluateOptions& options) {
  return finish(run_evaluate(options));
}

}  // namespace pocketrec
