#pragma once

#include <string>
#include <utility>
#include <vector>

#include "http/request_framing.h"

namespace pocketrec {

/// Whether a browser asks here if a page may send what it announces: a preflight of the CORS protocol (Fetch standard,
/// §3.2.2). Precondition: check_policy() let the request pass, so its origin is one that the service is configured for.
bool is_preflight(const RequestHead& head);

/// The header fields by which a page of the request's origin may read the answer and, in the answer to a preflight, may
/// send JSON, a credential and what Amazon's clients add. None for a request without Origin.
/// Precondition: as is_preflight().
std::vector<std::pair<std::string, std::string>> cross_origin_fields(const RequestHead& head);

}  // namespace pocketrec
