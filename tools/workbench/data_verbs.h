#pragma once

#include <cstdint>
#include <string>

#include "sample/sample.h"

namespace pocketrec {

/// `pocketrec-model check DIR`. Exit code 1 when the data set has errors.
int check(const std::string& folder, bool as_json);

/// `pocketrec-model convert FORMAT SOURCE DIR`.
int convert(const std::string& format, const std::string& source, const std::string& target);

/// `pocketrec-model sample DIR`.
int sample(const std::string& target, const SampleOptions& options);

}  // namespace pocketrec
