#include "workbench/data_parts.h"

#include <algorithm>
#include <utility>

#include "evaluation/session_files.h"
#include "evaluation/truth_files.h"

namespace pocketrec {
namespace {

/// A published split's test users, in the rows of `data`, whose ids ascend as text and not as numbers.
Split renumbered(const Split& given, const GivenSplit& files, const TrainingData& data) {
  const auto row_of = [](const std::vector<std::string>& ids, const std::string& id) {
    return static_cast<std::uint32_t>(std::lower_bound(ids.begin(), ids.end(), id) - ids.begin());
  };
  Split split = given;
  for (TestUser& user : split.users) {
    user.user = row_of(data.users.ids, files.user_ids[user.user]);
    for (ItemIndex& item : user.truth) item = row_of(data.items.ids, files.item_ids[item]);
    std::sort(user.truth.begin(), user.truth.end());
  }
  std::sort(split.users.begin(), split.users.end(),
            [](const TestUser& a, const TestUser& b) { return a.user < b.user; });
  return split;
}

ValidationUse validation_use(const DataOptions& options) {
  return options.train_on_validation ? ValidationUse::training : ValidationUse::context;
}

Error unknown_protocol(const DataOptions& options, const std::string& expected) {
  return {ErrorCode::invalid_input, "expected the protocol " + expected + ", got '" + options.protocol + "'"};
}

Result<std::unique_ptr<DataParts>> read_given_split(const DataOptions& options) {
  if (options.protocol != "users" && options.protocol != "sessions") {
    return unknown_protocol(options, "users or sessions for files");
  }
  const bool sessions = options.protocol == "sessions";
  if (sessions && (!options.validation.empty() || options.train_on_validation)) {
    return Error{ErrorCode::invalid_input,
                 "sessions: expected no --valid and no --train-on-validation, as the end of the training file is the "
                 "validation part and trained on"};
  }
  const auto files = sessions
                         ? read_session_files(options.train, options.test)
                         : read_split_files({options.train, options.validation, options.test}, validation_use(options));
  if (!files) return files.error();
  auto parts = std::make_unique<DataParts>();
  parts->data = training_data_of(*files);
  parts->validation = renumbered(files->validation, *files, parts->data);
  parts->test = renumbered(files->test, *files, parts->data);
  parts->name = sessions ? "given sessions" : "given split";
  return parts;
}

/// All of a folder is trained on; what is asked stands in files.
Result<void> read_given_truth(const DataOptions& options, DataParts& parts) {
  if (options.train_on_validation || options.protocol != "users") {
    return Error{ErrorCode::invalid_input,
                 "a folder with --test: expected no --protocol and no --train-on-validation, as all of the folder is "
                 "trained on"};
  }
  auto test = read_truth_file(options.test, parts.data.events(), parts.data.items.ids);
  if (!test) return test.error();
  parts.test = *std::move(test);
  if (!options.validation.empty()) {
    auto validation = read_truth_file(options.validation, parts.data.events(), parts.data.items.ids);
    if (!validation) return validation.error();
    parts.validation = *std::move(validation);
  }
  parts.name = "given truth";
  return {};
}

Result<void> divide(const DataOptions& options, DataParts& parts) {
  const EventColumns events = parts.data.events();
  if (options.protocol == "users") {
    if (options.train_on_validation) {
      return Error{ErrorCode::invalid_input,
                   "--train-on-validation: expected a published split or --protocol leave-one-out, got the protocol "
                   "users, whose validation users are always trained on"};
    }
    parts.test = hold_out_users(events, HeldOutUsers::test);
    parts.validation = hold_out_users(events, HeldOutUsers::validation);
    parts.name = "users 90/10";
    return {};
  }
  if (options.protocol == "next-in-context") {
    SplitPair pair = next_in_context(events, validation_use(options));
    parts.test = std::move(pair.test);
    parts.validation = std::move(pair.validation);
    parts.name = "next in context";
    return {};
  }
  if (options.protocol != "leave-one-out") {
    return unknown_protocol(options, "users, leave-one-out or next-in-context for a folder");
  }
  SplitPair pair = leave_one_out(events, validation_use(options));
  parts.test = std::move(pair.test);
  parts.validation = std::move(pair.validation);
  parts.name = "leave one out";
  return {};
}

}  // namespace

Result<std::unique_ptr<DataParts>> read_data(const DataOptions& options, ModelSettings& settings) {
  if (options.newest && *options.newest < 0) {
    return Error{ErrorCode::invalid_input,
                 "--newest: expected at least 0 events, got " + std::to_string(*options.newest)};
  }
  const bool has_train = !options.train.empty();
  const bool has_parts = !options.from.empty();
  if (int{has_train} + int{has_parts} + int{!options.folder.empty()} != 1 || (has_train && options.test.empty())) {
    return Error{ErrorCode::invalid_input,
                 "expected either a data set's folder, or --from parts, or --train and --test files"};
  }
  if (has_parts && (options.protocol != "users" || !options.test.empty())) {
    return Error{ErrorCode::invalid_input,
                 "--from: expected the protocol users and no --test, as sums were counted for whole users"};
  }
  if (!has_train && options.test.empty() && !options.validation.empty()) {
    return Error{ErrorCode::invalid_input, "--valid: expected --test with it, got none"};
  }
  std::unique_ptr<DataParts> parts;
  if (has_train) {
    auto given = read_given_split(options);
    if (!given) return given.error();
    parts = *std::move(given);
  } else {
    parts = std::make_unique<DataParts>();
    if (has_parts) {
      const std::vector<std::filesystem::path> paths(options.from.begin(), options.from.end());
      auto statistics = Statistics::open(paths, parts->data, settings);
      if (!statistics) return statistics.error();
      parts->statistics = *std::move(statistics);
    } else {
      auto data = load_training_data(options.folder);
      if (!data) return data.error();
      parts->data = *std::move(data);
    }
    for (const InteractionColumn& column : parts->data.contexts) {
      parts->contexts.push_back({column.name, column.values, column.codes});
    }
    auto divided = options.test.empty() ? divide(options, *parts) : read_given_truth(options, *parts);
    if (!divided) return divided.error();
  }
  if (!options.candidates.empty()) {
    auto candidates = read_candidates(options.candidates, parts->data.items.ids);
    if (!candidates) return candidates.error();
    parts->test.candidates = *std::move(candidates);
  }
  if (options.newest) keep_newest(parts->test, static_cast<std::size_t>(*options.newest));
  return parts;
}

}  // namespace pocketrec
