#pragma once

#include <string>
#include <vector>

namespace pocketrec {

/// An item or user with all that is known of it.
struct PutRecord {
  std::string id;
  std::string properties;  ///< a JSON object; "{}" when the request has none
};

/// contract/events-api.md §3: PutItems and PutUsers.
struct PutRecordsRequest {
  std::string dataset_arn;
  std::vector<PutRecord> records;
};

}  // namespace pocketrec
