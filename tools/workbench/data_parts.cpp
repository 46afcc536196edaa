#include "workbench/data_parts.h"

#include <algorithm>
#include <utility>

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

Result<std::unique_ptr<DataParts>> read_given_split(const DataOptions& options) {
  const auto files = read_split_files({options.train, options.validation, options.test}, validation_use(options));
  if (!files) return files.error();
  auto parts = std::make_unique<DataParts>();
  parts->data = training_data_of(*files);
  parts->validation = renumbered(files->validation, *files, parts->data);
  parts->test = renumbered(files->test, *files, parts->data);
  parts->name = "given split";
  return parts;
}

}  // namespace

Result<std::unique_ptr<DataParts>> read_data(const DataOptions& options) {
  const bool given = !options.train.empty();
  if (given == !options.folder.empty() || given != !options.test.empty()) {
    return Error{ErrorCode::invalid_input, "expected either a data set's folder, or --train and --test files"};
  }
  if (given) return read_given_split(options);
  auto data = load_training_data(options.folder);
  if (!data) return data.error();
  auto parts = std::make_unique<DataParts>();
  parts->data = *std::move(data);
  const EventColumns events = parts->data.events();
  if (options.train_on_validation && options.protocol == "users") {
    return Error{
        ErrorCode::invalid_input,
        "--train-on-validation: expected a published split or --protocol leave-one-out, got the protocol users, "
        "whose validation users are always trained on"};
  }
  if (options.protocol == "users") {
    parts->test = hold_out_users(events, HeldOutUsers::test);
    parts->validation = hold_out_users(events, HeldOutUsers::validation);
    parts->name = "users 90/10";
  } else if (options.protocol == "leave-one-out") {
    SplitPair pair = leave_one_out(events, validation_use(options));
    parts->test = std::move(pair.test);
    parts->validation = std::move(pair.validation);
    parts->name = "leave one out";
  } else {
    return Error{ErrorCode::invalid_input,
                 "expected the protocol users or leave-one-out, got '" + options.protocol + "'"};
  }
  return parts;
}

}  // namespace pocketrec
