#include "dataset/problem_list.h"

#include <algorithm>
#include <utility>

namespace pocketrec {

ProblemGroup& ProblemList::group_of(const Problem& problem) {
  const auto same = [&](const ProblemGroup& group) {
    return group.kind == problem.kind && group.file == problem.file && group.column == problem.column;
  };
  // From the end, since problems come file by file.
  if (const auto found = std::ranges::find_if(groups_.rbegin(), groups_.rend(), same); found != groups_.rend()) {
    return *found;
  }
  return groups_.emplace_back(ProblemGroup{problem.kind, problem.file, problem.column, 0, true, {}});
}

void ProblemList::add(Problem problem) {
  ProblemGroup& group = group_of(problem);
  ++group.count;
  if (group.first.size() < kMaxPlaces) group.first.push_back(std::move(problem));
}

void ProblemList::set_count(ProblemKind kind, std::string_view file, std::uint64_t count, bool exact) {
  for (ProblemGroup& group : groups_) {
    if (group.kind != kind || group.file != file) continue;
    group.count = count;
    group.count_is_exact = exact;
  }
}

std::vector<ProblemGroup> ProblemList::sorted() const {
  std::vector<ProblemGroup> sorted = groups_;
  // Kinds are declared in the order of their severity.
  std::ranges::stable_sort(sorted, {}, &ProblemGroup::kind);
  return sorted;
}

}  // namespace pocketrec
