#pragma once

#include "packing/model_contents.h"

namespace pocketrec {

/// Six items and three users with a column of every type, nulls and several categories in a cell, two neighbour lists,
/// two item scores, two factors, histories, recommenders, filters, metrics and a full provenance. The file is about 6
/// kB.
ModelContents sample_contents();

/// The same with rules of two recommenders, among them each kind once: what revision 2 has beside revision 1.
ModelContents sample_contents_with_rules();

}  // namespace pocketrec
