#pragma once

#include <string>
#include <string_view>

#include "access/secret.h"
#include "result/result.h"

namespace pocketrec {

/// The whole content of a file that nobody but its owner, who is us, can read: a regular file of at most 64 KiB with
/// one name, no symbolic link, owned by the process's effective user, without any right for group or others. All of it
/// is checked on the opened file, so exchanging the path in between gains nothing. Errors: resource_not_found,
/// invalid_input when the file is not as it has to be, io. All begin with `what`, such as "key file", and the path;
/// none has the content.
Result<Secret> read_private_file(std::string_view what, const std::string& path);

}  // namespace pocketrec
