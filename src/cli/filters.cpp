#include "cli/filters.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "cli/open.h"
#include "command_line/command_line.h"
#include "command_line/filter_report.h"
#include "command_line/terminal_text.h"
#include "resources/arn.h"

namespace pocketrec {
namespace {

/// Opens the device, and gives what `work` makes of its engine.
template <typename Work>
int with_engine(const FilterOptions& options, const Work& work) {
  const auto device = open_device(options.device);
  if (!device) return fail(kProgram, device.error());
  return work((*device)->engine());
}

int finish(const Result<void>& done) {
  if (done) return kExitGood;
  return fail(kProgram, {done.error().code, terminal_text(done.error().message, "\n\t")});
}

const char* status_of(const FilterDescription& filter) {
  return filter.failure.empty() ? "ACTIVE" : "CREATE FAILED";
}

const char* home_of(const FilterDescription& filter) {
  return filter.home == FilterHome::model ? "model" : "data";
}

std::string list_json(const std::vector<FilterDescription>& filters) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const FilterDescription& filter : filters) {
    nlohmann::ordered_json entry = {{"name", filter.name},
                                    {"filterArn", filter_arn(filter.name)},
                                    {"filterExpression", filter.expression},
                                    {"in", home_of(filter)},
                                    {"status", status_of(filter)}};
    if (!filter.failure.empty()) entry["failureReason"] = filter.failure;
    if (filter.created_at != 0) entry["creationDateTime"] = filter.created_at;
    list.push_back(std::move(entry));
  }
  const nlohmann::ordered_json all = {{"filters", std::move(list)}};
  return all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// A line for each: name, where it is, status, expression; below it what is wrong.
std::string list_text(const std::vector<FilterDescription>& filters) {
  std::size_t width = 0;
  for (const FilterDescription& filter : filters) width = std::max(width, filter.name.size());
  std::string text;
  for (const FilterDescription& filter : filters) {
    std::string name = filter.name;
    name.resize(width, ' ');
    text += name + "  " + home_of(filter) + (filter.home == FilterHome::model ? "  " : "   ") + status_of(filter) +
            "  " + filter.expression + "\n";
    if (!filter.failure.empty()) text += filter.failure + "\n";
  }
  return text.empty() ? "no filters\n" : terminal_text(text, "\n\t");
}

}  // namespace

int create_filter(const FilterOptions& options) {
  return with_engine(options, [&](Engine& engine) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return finish(engine.create_filter({options.name, options.expression, now.time_since_epoch().count()}));
  });
}

int list_filters(const FilterOptions& options) {
  return with_engine(options, [&](Engine& engine) {
    print(options.json ? list_json(engine.list_filters()) : list_text(engine.list_filters()));
    return kExitGood;
  });
}

int delete_filter(const FilterOptions& options) {
  return with_engine(options, [&](Engine& engine) { return finish(engine.delete_filter(options.name)); });
}

int test_filter(const FilterOptions& options) {
  auto values = named_values("--filter-value", options.filter_values);
  if (!values) return fail(kProgram, values.error());
  return with_engine(options, [&](Engine& engine) {
    const TestFilterRequest request = {
        {options.name, options.expression, *std::move(values)}, options.user, options.item};
    return report_filter(kProgram, {options.name, options.expression, engine.test_filter(request)}, options.json);
  });
}

}  // namespace pocketrec
