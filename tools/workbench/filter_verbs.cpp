#include "workbench/filter_verbs.h"

#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "command_line/command_line.h"
#include "command_line/filter_report.h"
#include "engine/engine.h"
#include "model/model.h"
#include "packing/pack_model.h"
#include "recipes/histories.h"
#include "recipes/training_data.h"
#include "workbench/model_verbs.h"

namespace pocketrec {
namespace {

/// A data set as a model that recommends nothing, for the device's own code to evaluate filters on.
Result<PackedModel> pack_without_recommenders(const std::string& folder) {
  const auto data = load_training_data(folder);
  if (!data) return data.error();
  ModelContents contents;
  contents.items = data->items;
  contents.event_types = data->event_types;
  contents.interaction_fields = data->interaction_fields;
  contents.filters = data->filters;
  std::vector<std::uint32_t> rows(data->item.size());
  std::iota(rows.begin(), rows.end(), 0U);
  const ModelSettings settings;
  const BuildOptions options;
  add_users({*data, rows, rows, settings, options}, contents);
  return pack_model(contents);
}

/// The model, and its bytes where they are no file.
struct Source {
  std::optional<PackedModel> packed;
  std::shared_ptr<const Model> model;
};

Result<Source> open_source(const std::string& path) {
  Source source;
  if (std::filesystem::is_directory(path)) {
    auto packed = pack_without_recommenders(path);
    if (!packed) return packed.error();
    source.packed = *std::move(packed);
  }
  auto model = source.packed ? Model::open_bytes(source.packed->bytes()) : Model::open(path);
  if (!model) return model.error();
  source.model = *std::move(model);
  return source;
}

}  // namespace

int check_filter(const CheckFilterOptions& options) {
  const auto values = named_values("--filter-value", options.filter_values);
  if (!values) return fail(kProgram, values.error());
  const auto source = open_source(options.source);
  if (!source) return fail(kProgram, source.error());
  Engine engine(source->model, nullptr, nullptr, nullptr,
                options.strict_filters ? FilterLanguage::personalize : FilterLanguage::extended);
  const auto outcome = [&](const std::string& name, const std::string& expression) {
    return FilterOutcome{name, expression,
                         engine.test_filter({{name, expression, *values}, options.user, options.item})};
  };
  if (!options.all) return report_filter(kProgram, outcome(options.name, options.expression), options.json);
  std::vector<FilterOutcome> outcomes;
  for (const FilterDescription& filter : engine.list_filters()) outcomes.push_back(outcome(filter.name, ""));
  return report_filters(outcomes, options.json);
}

}  // namespace pocketrec
