#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pocketrec {

/// The workbench's name in front of its messages.
inline constexpr char kProgram[] = "pocketrec-model";

/// Where data come from, and how they are divided.
struct DataOptions {
  std::string folder;             ///< a data set's folder; empty when a published split is given
  std::vector<std::string> from;  ///< or files of `count`, each with other users
  std::string train;              ///< or the files of a published split, `user item item …` a line
  std::string validation;         ///< also with a folder, if all of it is to be trained on
  std::string test;
  std::string candidates;  ///< file with the items that lists may have; empty: all may
  /// How a folder is divided: "users" or "leave-one-out"; how files are read: "users" or "sessions".
  std::string protocol = "users";
  std::optional<std::int64_t> newest;  ///< events that are left of each test user's history; none: all
  bool train_on_validation = false;    ///< what is measured is also trained on the validation part, after choosing
  std::vector<std::string> recipes;    ///< to train; empty: all
  std::vector<std::string> settings;   ///< name=value
  unsigned threads = 0;
};

struct CountOptions {
  std::string folder;
  std::string output;
  std::vector<std::string> settings;  ///< name=value
  unsigned threads = 0;
};

struct TrainOptions {
  DataOptions data;
  std::string output;
  bool holdout = false;        ///< train on the split's training part only, for `evaluate`
  bool no_evaluation = false;  ///< skip the measurement, half of the time
  std::int64_t created_at = 0;
  std::uint64_t seed = 0;
  bool json = false;
};

struct EvaluateOptions {
  DataOptions data;
  std::string model;        ///< empty: a model is trained on the split's training part first
  std::string recommender;  ///< empty: user-personalization, or the first of a model without it
  bool json = false;
};

/// `pocketrec-model count`: counts what `train --from` adds up. Returns the exit code.
int count(const CountOptions& options);

/// `pocketrec-model train`: trains, evaluates and packs. Returns the exit code.
int train(const TrainOptions& options);

/// `pocketrec-model evaluate`: scores a packed model on the test part of a split. Returns the exit code.
int evaluate(const EvaluateOptions& options);

}  // namespace pocketrec
