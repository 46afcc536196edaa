#include "dataset/problem.h"

#include <algorithm>

namespace pocketrec {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

Severity severity_of(ProblemKind kind) {
  // The declaration is in this order.
  if (kind < ProblemKind::repeated_record) return Severity::error;
  return kind < ProblemKind::extra_column ? Severity::warning : Severity::note;
}

std::string_view problem_name(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::missing_file:
      return "missing file";
    case ProblemKind::unreadable_file:
      return "unreadable file";
    case ProblemKind::bad_schema:
      return "bad schema";
    case ProblemKind::bad_filters:
      return "bad filters";
    case ProblemKind::bad_rules:
      return "bad rules";
    case ProblemKind::missing_column:
      return "missing column";
    case ProblemKind::repeated_column:
      return "repeated column";
    case ProblemKind::malformed_line:
      return "malformed line";
    case ProblemKind::long_line:
      return "long line";
    case ProblemKind::cell_count:
      return "cell count";
    case ProblemKind::invalid_text:
      return "invalid text";
    case ProblemKind::empty_value:
      return "empty value";
    case ProblemKind::wrong_type:
      return "wrong type";
    case ProblemKind::long_value:
      return "long value";
    case ProblemKind::timestamp_unit:
      return "timestamp unit";
    case ProblemKind::repeated_record:
      return "repeated record";
    case ProblemKind::repeated_interaction:
      return "repeated interaction";
    case ProblemKind::timestamp_range:
      return "timestamp range";
    case ProblemKind::value_range:
      return "value range";
    case ProblemKind::cut_text:
      return "cut text";
    case ProblemKind::unknown_user:
      return "unknown user";
    case ProblemKind::unknown_item:
      return "unknown item";
    case ProblemKind::unknown_action:
      return "unknown action";
    case ProblemKind::reserved_word:
      return "reserved word";
    case ProblemKind::sparse_column:
      return "sparse column";
    case ProblemKind::extra_column:
      return "extra column";
    case ProblemKind::unused_file:
      return "unused file";
    case ProblemKind::many_categories:
      return "many categories";
    case ProblemKind::few_interactions:
      return "few interactions";
    case ProblemKind::few_users:
      break;
  }
  return "few users";
}

std::string to_text(const Problem& problem) {
  std::string text = problem.file;
  if (problem.line != 0) text += ":" + std::to_string(problem.line);
  text += ": ";
  if (!problem.column.empty()) text += problem.column + ": ";
  return text + to_text_without_place(problem);
}

std::string to_text_without_place(const Problem& problem) {
  if (problem.expected.empty()) return problem.value;
  // The service's own sentence (contract/datasets-and-schemas.md §6) is complete.
  if (problem.kind == ProblemKind::missing_column) return problem.expected;
  return "expected " + problem.expected + (problem.value.empty() ? "" : ", got " + problem.value);
}

const Problem* first_error(const std::vector<Problem>& problems) {
  const auto found =
      std::ranges::find_if(problems, [](const Problem& p) { return severity_of(p.kind) == Severity::error; });
  return found == problems.end() ? nullptr : &*found;
}

}  // namespace pocketrec
