#include "workbench/data_verbs.h"

#include "command_line/command_line.h"
#include "convert/frappe.h"
#include "convert/movielens.h"
#include "convert/sequences.h"
#include "dataset/check.h"
#include "workbench/model_verbs.h"

namespace pocketrec {

int check(const std::string& folder, bool as_json) {
  const auto report = check_dataset(folder);
  if (!report) return fail(kProgram, report.error());
  print(as_json ? to_json(*report) : to_text(*report));
  return report->has_errors() ? kExitFailed : kExitGood;
}

int convert(const std::string& format, const std::string& source, const std::string& target) {
  const auto summary = format == "movielens" ? convert_movielens(source, target)
                       : format == "frappe"  ? convert_frappe(source, target)
                                             : convert_sequences(source, target);
  if (!summary) return fail(kProgram, summary.error());
  print(summary->layout + ": " + std::to_string(summary->interactions) + " interactions, " +
        std::to_string(summary->items) + " items, " + std::to_string(summary->users) + " users written to " + target +
        "\n");
  return kExitGood;
}

int sample(const std::string& target, const SampleOptions& options) {
  const auto summary = write_sample(target, options);
  if (!summary) return fail(kProgram, summary.error());
  print(std::to_string(summary->interactions) + " interactions of " + std::to_string(summary->users) + " users in " +
        std::to_string(summary->households) + " households with " + std::to_string(summary->items) +
        " items written to " + target + "\n");
  return kExitGood;
}

}  // namespace pocketrec
