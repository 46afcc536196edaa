#pragma once

#include <string_view>

#include "service/reply.h"

namespace pocketrec {

/// The service's answer over the model corpus/model/every-part.pocketrec, without an event store, after a look at its
/// form. Ends the run when the form is not what clients read, or when the failure is the service's own.
Reply checked_answer(std::string_view operation, std::string_view input);

}  // namespace pocketrec
