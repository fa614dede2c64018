// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

/// Frees, once links are made and checked, what only they needed: columns that neither `requests`
/// (by table) nor any report asks for, and the look-up of keys, which are only read from here on. A
/// column that names a parent stays where a record has none, since then it is all that is known of
/// it; and so does one that names the application, which reports show as it stands.
void release_links(model::Dataset& data, const std::vector<model::TableRequest>& requests);

/// Frees, once the rules are evaluated, what no report shows: all values that are no text, and the
/// lists of children. A record's key and place, what it is grouped by and its parents stay.
void release_values(model::Dataset& data);

}  // namespace audit::ingest
