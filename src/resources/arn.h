#pragma once

#include <string>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// The name of a resource from its ARN, which is the part behind the last '/', or from a bare name.
/// `arn:aws:personalize:eu-west-1:000000000000:campaign/home` and `home` both give "home".
/// Errors: invalid_input when it starts like an ARN but does not match the service's pattern
/// `arn:([a-z\d-]+):personalize:.*:.*:.+` (contract/runtime-api.md §2), is longer than 256, or has an empty name.
Result<std::string> resource_name(std::string_view arn_or_name);

/// Checks the name of a resource that is to be made: 1 to 63 letters, digits, - and _, of which the first is a letter
/// or digit (contract/control-plane-api.md §3, scalar limits). Errors: invalid_input.
Result<void> check_new_name(std::string_view name);

/// The ARN of a filter of this device, which resource_name() reads again.
std::string filter_arn(std::string_view name);

}  // namespace pocketrec
