// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "ingest/listing.hpp"
#include "ingest/rows.hpp"

namespace audit::ingest {

/// The rows of an input for which is_sheet() holds.
std::unique_ptr<RowReader> open_sheet_rows(Input& input, const RowOptions& options);

}  // namespace audit::ingest
