// SPDX-License-Identifier: MIT
#pragma once

#include "config/schema_draft.hpp"
#include "model/schema.hpp"

namespace audit::config {

/// What a table says about its place in a timeline: lane, label, spans. The spans' columns may be
/// derived ones, so that they are only named here; see resolve_spans of the rules.
void resolve_timeline(const TableDraft& draft, model::TableDef& table,
                      util::Diagnostics& diagnostics);

}  // namespace audit::config
