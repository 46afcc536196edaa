#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "device/device.h"

namespace pocketrec {

/// What `pocketrec recommend`, `pocketrec why-not` and `pocketrec rank` are asked.
struct ListOptions {
  DeviceOptions device;
  std::string recommender;
  std::string user;
  std::string item;
  std::string asked_item;          ///< that is or is not in the list: why-not
  std::vector<std::string> items;  ///< to rank
  std::size_t results = 25;
  std::string filter;                      ///< name or ARN of a filter of the model or the data folder
  std::string filter_expression;           ///< or an expression
  std::vector<std::string> filter_values;  ///< NAME=VALUE
  std::vector<std::string> context;        ///< NAME=VALUE
  std::vector<std::string> metadata;       ///< item columns
  std::string rules;                       ///< a JSON object (docs/rules.md), or empty
  bool explain = false;                    ///< the causes of each score besides
  bool table = false;                      ///< lines for people instead of JSON
};

/// What `pocketrec record` is told.
struct RecordOptions {
  DeviceOptions device;
  std::string user;
  std::string session;
  std::string item;
  std::string event_type = "click";
  std::string event_id;
  std::string sent_at;  ///< epoch seconds or ISO 8601; empty: now
  std::string value;    ///< a number, or empty
};

/// Each makes the request's JSON, hands it to the service as the other ways in do, and prints what comes back: the
/// answer on standard output, an error on standard error. Returns the exit code.
int recommend(const ListOptions& options);
int why_not(const ListOptions& options);
int rank(const ListOptions& options);
int record(const RecordOptions& options);

}  // namespace pocketrec
