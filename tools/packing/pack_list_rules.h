#pragma once

#include <flatbuffers/flatbuffers.h>

#include <vector>

#include "api/list_rules.h"
#include "model_generated.h"

namespace pocketrec {

/// The rules as metadata. Nothing where there are none, so that such a file is the same as before there were rules.
flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<format::ListRules>>> pack_list_rules(
    const std::vector<NamedRules>& rules, flatbuffers::FlatBufferBuilder& builder);

}  // namespace pocketrec
